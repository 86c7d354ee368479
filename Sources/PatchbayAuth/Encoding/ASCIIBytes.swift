extension UInt8 {
    /// The value of a hexadecimal digit; `nil` for any other byte.
    @inlinable
    public var hexadecimalValue: UInt8? {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): self - UInt8(ascii: "0")
        case UInt8(ascii: "A")...UInt8(ascii: "F"): self - UInt8(ascii: "A") + 10
        case UInt8(ascii: "a")...UInt8(ascii: "f"): self - UInt8(ascii: "a") + 10
        default: nil
        }
    }

    /// The small digit of a value below 16.
    @inlinable
    var hexadecimalDigit: UInt8 {
        self < 10 ? self + UInt8(ascii: "0") : self - 10 + UInt8(ascii: "a")
    }

    /// The byte, an ASCII capital made small.
    @inlinable
    public var lowercasedASCII: UInt8 {
        self &- UInt8(ascii: "A") < 26 ? self | 0x20 : self
    }

    /// The byte, a small ASCII letter made a capital.
    @inlinable
    public var uppercasedASCII: UInt8 {
        self &- UInt8(ascii: "a") < 26 ? self & 0xDF : self
    }
}

extension Sequence<UInt8> {
    /// Two small hexadecimal digits for each byte.
    @inlinable
    public var hexadecimalText: String {
        var digits: [UInt8] = []
        digits.reserveCapacity(underestimatedCount * 2)
        for byte in self {
            digits.append((byte >> 4).hexadecimalDigit)
            digits.append((byte & 15).hexadecimalDigit)
        }
        return String(decoding: digits, as: UTF8.self)
    }
}
