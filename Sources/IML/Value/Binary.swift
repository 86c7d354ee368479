import PatchbayText

/// Bytes that are not (known to be) text, such as a file.
public struct Binary: Sendable, Hashable {
    /// The bytes.
    public var bytes: [UInt8]

    /// Wraps bytes.
    public init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// The bytes as text when they are valid UTF-8, else `nil`.
    public var utf8Text: String? {
        String(validating: bytes, as: UTF8.self)
    }

    /// The bytes as standard base64 with padding.
    public var base64: String {
        Base64.encode(bytes)
    }

    /// The bytes as base64 in the alphabet for addresses, without padding (RFC 4648, section 5).
    public var base64URL: String {
        Base64.encodeURLSafe(bytes)
    }
}
