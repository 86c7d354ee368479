/// Reading queries and form bodies byte by byte (RFC 5849, section 3.4.1.3.1).
public enum FormDecoding {
    /// The byte that stands at an index of a form: `+` is a space, `%XX` the byte it names, all else itself.
    ///
    /// - Parameter index: Moves past what was read.
    @inlinable
    public static func byte(of form: UnsafeBufferPointer<UInt8>, at index: inout Int) -> UInt8 {
        let byte = form[index]
        index += 1
        if byte == UInt8(ascii: "+") { return UInt8(ascii: " ") }
        guard byte == UInt8(ascii: "%"), index + 1 < form.count,
            let high = form[index].hexadecimalValue, let low = form[index + 1].hexadecimalValue
        else { return byte }
        index += 2
        return high << 4 | low
    }

    /// The decoded form of bytes.
    public static func decode(_ bytes: some Sequence<UInt8>) -> [UInt8] {
        let bytes = Array(bytes)
        return bytes.withUnsafeBufferPointer { buffer in
            var decoded: [UInt8] = []
            var index = 0
            while index < buffer.count { decoded.append(byte(of: buffer, at: &index)) }
            return decoded
        }
    }

    /// The first value of a name in a form, decoded; `nil` when it is not there.
    public static func value(of name: String, in form: some Collection<UInt8>) -> String? {
        for pair in form.split(separator: UInt8(ascii: "&")) {
            let pieces = pair.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            guard let found = pieces.first, decode(found).elementsEqual(name.utf8) else { continue }
            return String(decoding: pieces.count > 1 ? decode(pieces[1]) : [], as: UTF8.self)
        }
        return nil
    }
}
