/// Bytes as pairs of hexadecimal digits (RFC 4648, section 8).
public enum Hex {
    /// Two small digits for each byte.
    @inlinable
    public static func encode(_ bytes: some Sequence<UInt8>) -> String {
        var digits: [UInt8] = []
        digits.reserveCapacity(bytes.underestimatedCount * 2)
        for byte in bytes {
            digits.append((byte >> 4).hexadecimalDigit)
            digits.append((byte & 15).hexadecimalDigit)
        }
        return String(decoding: digits, as: UTF8.self)
    }

    /// All the digits of a number, zeros in front included: `000000ff`.
    @inlinable
    public static func encode(_ number: some FixedWidthInteger & UnsignedInteger) -> String {
        encode((0..<number.bitWidth / 8).reversed().lazy.map { UInt8(truncatingIfNeeded: number >> (8 * $0)) })
    }

    /// The bytes of pairs of digits, in either case; `nil` when a character is no digit or one is left over.
    @inlinable
    public static func decode(_ text: some Sequence<UInt8>) -> [UInt8]? {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.underestimatedCount / 2)
        var high: UInt8?
        for character in text {
            guard let digit = character.hexadecimalValue else { return nil }
            if let first = high {
                bytes.append(first << 4 | digit)
                high = nil
            } else {
                high = digit
            }
        }
        return high == nil ? bytes : nil
    }

    /// The number a run of digits is, such as the four behind `\u`.
    ///
    /// - Parameters:
    ///   - count: How many digits, at most eight.
    ///   - bytes: A text's bytes.
    ///   - start: Where the first digit is.
    /// - Returns: `nil` when there are not so many digits.
    @inlinable
    public static func number<Bytes: RandomAccessCollection<UInt8>>(
        ofDigits count: Int,
        in bytes: Bytes,
        at start: Bytes.Index
    ) -> UInt32? {
        guard let end = bytes.index(start, offsetBy: count, limitedBy: bytes.endIndex) else { return nil }
        var number: UInt32 = 0
        var index = start
        while index < end {
            guard let digit = bytes[index].hexadecimalValue else { return nil }
            number = number << 4 | UInt32(digit)
            bytes.formIndex(after: &index)
        }
        return number
    }
}

extension StringProtocol {
    /// Whether it is a UUID: eight, four, four, four and twelve digits (RFC 9562, section 4).
    package var isUUID: Bool {
        let groups = utf8.split(separator: UInt8(ascii: "-"), maxSplits: 5, omittingEmptySubsequences: false)
        return groups.map(\.count) == [8, 4, 4, 4, 12] && groups.joined().allSatisfy(\.isHexadecimalDigit)
    }
}

extension UInt8 {
    /// The value of a hexadecimal digit, in either case; `nil` for any other byte.
    @inlinable
    public var hexadecimalValue: UInt8? {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): self - UInt8(ascii: "0")
        case UInt8(ascii: "A")...UInt8(ascii: "F"): self - UInt8(ascii: "A") + 10
        case UInt8(ascii: "a")...UInt8(ascii: "f"): self - UInt8(ascii: "a") + 10
        default: nil
        }
    }

    /// Whether it is a hexadecimal digit, in either case.
    @inlinable
    public var isHexadecimalDigit: Bool { hexadecimalValue != nil }

    /// The small digit of a value below 16.
    @inlinable
    var hexadecimalDigit: UInt8 { self < 10 ? self + UInt8(ascii: "0") : self - 10 + UInt8(ascii: "a") }

    /// The digit of a value below 16, letters as capitals.
    @inlinable
    var capitalHexadecimalDigit: UInt8 { self < 10 ? self + UInt8(ascii: "0") : self - 10 + UInt8(ascii: "A") }

    /// The byte in a message: `0x0A`.
    package var inHexadecimal: String {
        let digits = [(self >> 4).capitalHexadecimalDigit, (self & 15).capitalHexadecimalDigit]
        return "0x" + String(decoding: digits, as: UTF8.self)
    }
}
