/// A set of ASCII characters, kept as one bit for each; asking takes constant time.
public struct ASCIISet: Sendable, Hashable {
    /// The bits of the characters 0 to 63.
    @usableFromInline let low: UInt64
    /// The bits of the characters 64 to 127.
    @usableFromInline let high: UInt64

    @inlinable
    init(low: UInt64, high: UInt64) {
        self.low = low
        self.high = high
    }

    /// The characters of a text, which are ASCII; others are left out.
    public init(_ characters: String) {
        var (low, high) = (UInt64(0), UInt64(0))
        for byte in characters.utf8 {
            if byte < 64 { low |= 1 << UInt64(byte) } else if byte < 128 { high |= 1 << UInt64(byte - 64) }
        }
        self.init(low: low, high: high)
    }

    /// Whether a byte is one of the characters.
    @inlinable
    public func contains(_ byte: UInt8) -> Bool {
        byte < 128 && (byte < 64 ? low : high) >> UInt64(byte & 63) & 1 == 1
    }

    /// The characters that are none of another set's.
    @inlinable
    public func subtracting(_ other: ASCIISet) -> ASCIISet {
        ASCIISet(low: low & ~other.low, high: high & ~other.high)
    }

    /// The characters of both.
    @inlinable
    public func union(_ other: ASCIISet) -> ASCIISet {
        ASCIISet(low: low | other.low, high: high | other.high)
    }
}

extension ASCIISet {
    /// Letters and digits.
    @inlinable
    public static var alphanumerics: ASCIISet { ASCIISet(low: 0x03FF_0000_0000_0000, high: 0x07FF_FFFE_07FF_FFFE) }

    /// Everything that is shown: `!` to `~`.
    @inlinable
    public static var visible: ASCIISet { ASCIISet(low: 0xFFFF_FFFE_0000_0000, high: 0x7FFF_FFFF_FFFF_FFFF) }

    /// What stands for itself in every part of an address: letters, digits and `-._~` (RFC 3986, section 2.3).
    @inlinable
    public static var unreserved: ASCIISet { ASCIISet(low: 0x03FF_6000_0000_0000, high: 0x47FF_FFFE_87FF_FFFE) }

    /// What JavaScript's `encodeURIComponent` leaves: ``unreserved`` and `!*'()`.
    @inlinable
    public static var component: ASCIISet { ASCIISet(low: 0x03FF_6782_0000_0000, high: 0x47FF_FFFE_87FF_FFFE) }

    /// What may stand in a path: ``unreserved``, `!$&'()*+,;=`, `:@` and `/` (RFC 3986, section 3.3).
    @inlinable
    public static var path: ASCIISet { ASCIISet(low: 0x2FFF_FFD2_0000_0000, high: 0x47FF_FFFE_87FF_FFFF) }

    /// What may stand in a query: what may in a path, `?`, and square brackets, which services read and parsers accept.
    @inlinable
    public static var query: ASCIISet { ASCIISet(low: 0xAFFF_FFD2_0000_0000, high: 0x47FF_FFFE_AFFF_FFFF) }

    /// What a scheme is made of: letters, digits and `+-.` (RFC 3986, section 3.1).
    @inlinable
    public static var scheme: ASCIISet { ASCIISet(low: 0x03FF_6800_0000_0000, high: 0x07FF_FFFE_07FF_FFFE) }

    /// What a method and a header's name are made of: letters, digits and ``!#$%&'*+-.^_`|~`` (RFC 9110, section 5.6.2).
    @inlinable
    public static var token: ASCIISet { ASCIISet(low: 0x03FF_6CFA_0000_0000, high: 0x57FF_FFFF_C7FF_FFFE) }
}
