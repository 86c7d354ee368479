import PatchbayText

/// The name of a ``StoreKey``, derived from it one way.
package struct KeyID: Sendable, Hashable, CustomStringConvertible {
    /// How many bytes a name has.
    static let byteCount = 8

    let bytes: [UInt8]

    init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// Reads the form ``description`` writes; `nil` when the text is not of it.
    init?(_ text: String) {
        guard text.utf8.count == Self.byteCount * 2, let bytes = Hex.decode(text.utf8) else { return nil }
        self.bytes = bytes
    }

    /// Sixteen hexadecimal digits.
    package var description: String { Hex.encode(bytes) }
}
