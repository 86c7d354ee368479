import PatchbayText

/// The name of a member that is known before the collections it is looked for in.
struct MemberName: Sendable {
    let text: String
    /// Whether an equal key of as many bytes is the same bytes: so it is for ASCII, for which Unicode has only longer
    /// equivalents.
    let isPlain: Bool

    init(_ text: String) {
        self.text = text
        isPlain = text.isASCIIOnly
    }

    /// Whether a key is this name, which is plain, byte for byte.
    @inline(__always)
    func isSame(as key: String) -> Bool {
        key.utf8.count == text.utf8.count && key == text
    }
}
