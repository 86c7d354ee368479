import PatchbayText

/// The name of a member that is known before the collections it is looked for in.
struct MemberName: Sendable {
    let text: String
    /// The name's UTF-8.
    private let bytes: [UInt8]

    init(_ text: String) {
        self.text = text
        bytes = Array(text.utf8)
    }

    /// Whether a key is this name, byte for byte.
    @inline(__always)
    func isSame(as key: String) -> Bool {
        key.utf8.count == bytes.count && hasBytes(of: key)
    }

    /// Whether a key of as many bytes is this name.
    private func hasBytes(of key: String) -> Bool {
        let isSame = key.utf8.withContiguousStorageIfAvailable { key in
            bytes.withUnsafeBufferPointer { RunOfBytes.areEqual(key, $0) }
        }
        return isSame ?? key.utf8.elementsEqual(bytes)
    }
}
