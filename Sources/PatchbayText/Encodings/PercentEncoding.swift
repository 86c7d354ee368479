/// Percent-encoding as signatures want it (RFC 5849, section 3.6; RFC 3986, section 2.3).
///
/// Only `A-Z a-z 0-9 - . _ ~` stay; every other byte of the UTF-8 form becomes `%XX` with capital digits. This is neither
/// what forms do (`+` for a space) nor what URL types of common libraries do (they leave `!*'()`).
public enum PercentEncoding {
    /// Encodes a text.
    public static func encode(_ text: String) -> String {
        var bytes: [UInt8] = []
        append(text, to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Appends the encoded form of a text's UTF-8 bytes.
    public static func append(_ text: String, to output: inout [UInt8]) {
        var text = text
        text.withUTF8 { append($0, to: &output) }
    }

    /// Appends the encoded form of bytes.
    public static func append(_ bytes: [UInt8], to output: inout [UInt8]) {
        bytes.withUnsafeBufferPointer { append($0, to: &output) }
    }

    /// Appends the encoded form of bytes: runs of unreserved ones are copied whole.
    public static func append(_ bytes: UnsafeBufferPointer<UInt8>, to output: inout [UInt8]) {
        var start = 0
        for index in bytes.indices where !isUnreserved(bytes[index]) {
            output.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[start..<index]))
            appendEscape(of: bytes[index], to: &output)
            start = index + 1
        }
        output.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[start...]))
    }

    /// Appends one byte, escaped unless it is unreserved.
    @inlinable
    public static func append(_ byte: UInt8, to output: inout [UInt8]) {
        if isUnreserved(byte) {
            output.append(byte)
        } else {
            appendEscape(of: byte, to: &output)
        }
    }

    /// Appends `%XX` for a byte.
    @inlinable
    public static func appendEscape(of byte: UInt8, to output: inout [UInt8]) {
        output.append(UInt8(ascii: "%"))
        output.append(digit(byte >> 4))
        output.append(digit(byte & 15))
    }

    /// Whether a byte stays as it is: RFC 3986's unreserved characters.
    @inlinable
    public static func isUnreserved(_ byte: UInt8) -> Bool {
        byte < 128 && (byte < 64 ? lowerHalf : upperHalf) >> UInt64(byte & 63) & 1 == 1
    }

    /// A bit for each of the characters 0–63 that is unreserved: `-`, `.` and the digits.
    @inlinable
    static var lowerHalf: UInt64 { 0x03FF_6000_0000_0000 }

    /// A bit for each of the characters 64–127 that is unreserved: letters, `_` and `~`.
    @inlinable
    static var upperHalf: UInt64 { 0x47FF_FFFE_87FF_FFFE }

    @inlinable
    static func digit(_ value: UInt8) -> UInt8 {
        value < 10 ? value + UInt8(ascii: "0") : value - 10 + UInt8(ascii: "A")
    }
}
