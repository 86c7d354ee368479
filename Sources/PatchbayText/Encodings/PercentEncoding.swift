/// Percent-encoding (RFC 3986, section 2.1): `%XX`, with capital digits, for a byte that may not stand as it is.
///
/// What stays says the caller; by itself only `A-Z a-z 0-9 - . _ ~`, as signatures want it (RFC 5849, section 3.6). That is
/// neither what forms do (`+` for a space) nor what URL types of common libraries do (they leave `!*'()`).
public enum PercentEncoding {
    /// Encodes a text's UTF-8.
    ///
    /// - Parameters:
    ///   - text: The text.
    ///   - kept: The characters that stay.
    public static func encode(_ text: String, keeping kept: ASCIISet = .unreserved) -> String {
        text.withBytes { bytes in
            if bytes.allSatisfy(kept.contains) { return text }
            var output: [UInt8] = []
            append(bytes, keeping: kept, to: &output)
            return String(decoding: output, as: UTF8.self)
        }
    }

    /// Encodes what may not stand in a part of an address; escapes that are there stay.
    ///
    /// - Parameters:
    ///   - text: The part, perhaps with escapes in it.
    ///   - kept: The characters that stay.
    public static func encodeUnescaped(_ text: String, keeping kept: ASCIISet) -> String {
        text.withBytes { bytes in
            if bytes.allSatisfy(kept.contains) { return text }
            var output: [UInt8] = []
            output.reserveCapacity(bytes.count + bytes.count / 2)
            for index in bytes.indices {
                if kept.contains(bytes[index]) || isEscape(bytes, at: index) {
                    output.append(bytes[index])
                } else {
                    appendEscape(of: bytes[index], to: &output)
                }
            }
            return String(decoding: output, as: UTF8.self)
        }
    }

    /// Appends the encoded form of a text's UTF-8.
    @inlinable
    public static func append<Output: ByteOutput & ~Copyable>(
        _ text: String,
        keeping kept: ASCIISet = .unreserved,
        to output: inout Output
    ) {
        text.withBytes { append($0, keeping: kept, to: &output) }
    }

    /// Appends the encoded form of bytes.
    @inlinable
    public static func append<Output: ByteOutput & ~Copyable>(
        _ bytes: [UInt8],
        keeping kept: ASCIISet = .unreserved,
        to output: inout Output
    ) {
        bytes.withUnsafeBufferPointer { append($0, keeping: kept, to: &output) }
    }

    /// Appends the encoded form of bytes: runs of those that stay are copied whole.
    @inlinable
    public static func append<Output: ByteOutput & ~Copyable>(
        _ bytes: UnsafeBufferPointer<UInt8>,
        keeping kept: ASCIISet = .unreserved,
        to output: inout Output
    ) {
        var start = 0
        for index in bytes.indices where !kept.contains(bytes[index]) {
            output.append(bytes: UnsafeBufferPointer(rebasing: bytes[start..<index]))
            appendEscape(of: bytes[index], to: &output)
            start = index + 1
        }
        output.append(bytes: UnsafeBufferPointer(rebasing: bytes[start...]))
    }

    /// Appends one byte, escaped unless it stays.
    @inlinable
    public static func append<Output: ByteOutput & ~Copyable>(
        _ byte: UInt8,
        keeping kept: ASCIISet = .unreserved,
        to output: inout Output
    ) {
        if kept.contains(byte) {
            output.append(byte)
        } else {
            appendEscape(of: byte, to: &output)
        }
    }

    /// Appends `%XX` for a byte.
    @inlinable
    public static func appendEscape<Output: ByteOutput & ~Copyable>(of byte: UInt8, to output: inout Output) {
        output.append(UInt8(ascii: "%"))
        output.append((byte >> 4).capitalHexadecimalDigit)
        output.append((byte & 15).capitalHexadecimalDigit)
    }
}

// MARK: - Decoding

extension PercentEncoding {
    /// The byte that stands at an index: of `%XX` the byte it names, all else itself.
    ///
    /// - Parameters:
    ///   - bytes: An encoded text.
    ///   - index: Moves past what was read.
    @inlinable
    public static func byte(of bytes: UnsafeBufferPointer<UInt8>, at index: inout Int) -> UInt8 {
        let byte = bytes[index]
        index += 1
        guard byte == UInt8(ascii: "%"), let named = escaped(bytes, at: index) else { return byte }
        index += 2
        return named
    }

    /// The bytes an encoded text stands for; a `%` that no two digits follow stands for itself.
    @inlinable
    public static func decode(_ text: some Collection<UInt8>) -> [UInt8] {
        decode(text, with: byte)
    }

    /// The text an encoded text stands for; what is no UTF-8 becomes U+FFFD.
    @inlinable
    public static func text(_ text: some Collection<UInt8>) -> String {
        String(decoding: decode(text), as: UTF8.self)
    }

    /// The bytes an encoded text stands for; `nil` where no two digits follow a `%`.
    @inlinable
    public static func decodeStrictly(_ text: some Collection<UInt8>) -> [UInt8]? {
        var isEncoded = true
        let decoded = decode(text) { bytes, index in
            let start = index
            let byte = byte(of: bytes, at: &index)
            if index == start + 1, byte == UInt8(ascii: "%") { isEncoded = false }
            return byte
        }
        return isEncoded ? decoded : nil
    }

    /// Whether `%` and two digits stand at an index.
    private static func isEscape(_ bytes: UnsafeBufferPointer<UInt8>, at index: Int) -> Bool {
        bytes[index] == UInt8(ascii: "%") && escaped(bytes, at: index + 1) != nil
    }

    /// The byte that the two digits at an index name.
    @inlinable
    static func escaped(_ bytes: UnsafeBufferPointer<UInt8>, at index: Int) -> UInt8? {
        guard index + 1 < bytes.count, let high = bytes[index].hexadecimalValue,
            let low = bytes[index + 1].hexadecimalValue
        else { return nil }
        return high << 4 | low
    }

    @inlinable
    static func decode(
        _ text: some Collection<UInt8>,
        with byte: (UnsafeBufferPointer<UInt8>, inout Int) -> UInt8
    ) -> [UInt8] {
        text.withContiguousBytes { bytes in
            var decoded: [UInt8] = []
            decoded.reserveCapacity(bytes.count)
            var index = 0
            while index < bytes.count { decoded.append(byte(bytes, &index)) }
            return decoded
        }
    }
}
