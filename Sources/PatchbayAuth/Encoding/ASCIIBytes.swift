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
    public var hexadecimalText: String {
        var digits: [UInt8] = []
        for byte in self {
            for digit in [byte >> 4, byte & 15] {
                digits.append(digit < 10 ? digit + UInt8(ascii: "0") : digit - 10 + UInt8(ascii: "a"))
            }
        }
        return String(decoding: digits, as: UTF8.self)
    }
}
