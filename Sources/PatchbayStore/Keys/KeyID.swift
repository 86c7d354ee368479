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
        guard text.utf8.count == Self.byteCount * 2, let number = UInt64(text, radix: 16) else { return nil }
        bytes = (0..<Self.byteCount).map { UInt8(truncatingIfNeeded: number >> UInt64(56 - 8 * $0)) }
    }

    /// Sixteen hexadecimal digits.
    package var description: String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}
