/// What a byte is as an ASCII character; bytes of 128 and more are none of these.
extension UInt8 {
    /// Whether it is one of `0` to `9`.
    @inlinable
    public var isASCIIDigit: Bool { self &- UInt8(ascii: "0") < 10 }

    /// Whether it is one of `A` to `Z` and `a` to `z`.
    @inlinable
    public var isASCIILetter: Bool { (self | 0x20) &- UInt8(ascii: "a") < 26 }

    /// Whether it is a letter or a digit.
    @inlinable
    public var isASCIIAlphanumeric: Bool { isASCIILetter || isASCIIDigit }

    /// Whether it is a space or a tab, the white space within a header line (RFC 9110, section 5.6.3).
    @inlinable
    public var isASCIIBlank: Bool { self == 0x20 || self == 0x09 }

    /// Whether it is a control character: below the space, or DEL.
    @inlinable
    public var isASCIIControl: Bool { self < 0x20 || self == 0x7F }

    /// The byte with a capital made small.
    @inlinable
    public var lowercasedASCII: UInt8 { self &- UInt8(ascii: "A") < 26 ? self | 0x20 : self }

    /// The byte with a small letter made a capital.
    @inlinable
    public var uppercasedASCII: UInt8 { self &- UInt8(ascii: "a") < 26 ? self & 0xDF : self }
}
