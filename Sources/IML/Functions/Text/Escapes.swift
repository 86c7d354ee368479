/// Texts made safe for a place, and back.
enum Escapes {
    /// As JavaScript's `encodeURIComponent`.
    static func percentEncoded(_ text: String) -> String {
        text.withBytes { bytes in
            guard var position = bytes.firstIndex(where: { !isUnreserved($0) }) else { return nil }
            return String.written { output in
                output.append(bytes: UnsafeBufferPointer(rebasing: bytes[..<position]))
                while position < bytes.count {
                    let byte = bytes[position]
                    position += 1
                    output.append(count: isUnreserved(byte) ? 1 : 3) { target in
                        target[0] = byte
                        guard !isUnreserved(byte) else { return }
                        target[0] = UInt8(ascii: "%")
                        target[1] = hexDigit(byte >> 4)
                        target[2] = hexDigit(byte & 15)
                    }
                }
            }
        } ?? text
    }

    @inline(__always)
    private static func isUnreserved(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."),
            UInt8(ascii: "!"), UInt8(ascii: "~"), UInt8(ascii: "*"), UInt8(ascii: "'"), UInt8(ascii: "("),
            UInt8(ascii: ")"):
            true
        default: false
        }
    }

    @inline(__always)
    private static func hexDigit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "A") - 10 + value
    }

    /// The text with each byte written as it has to be.
    @inline(__always)
    private static func escaped(_ text: String, _ write: (UInt8, inout OutputBuffer) -> Void) -> String {
        String.written { output in
            text.withBytes { bytes in
                for byte in bytes { write(byte, &output) }
            }
        }
    }

    /// As JavaScript's `decodeURIComponent`; `nil` where that throws.
    static func percentDecoded(_ text: String) -> String? {
        let source = Array(text.utf8)
        var bytes: [UInt8] = []
        var position = 0
        while position < source.count {
            if source[position] != UInt8(ascii: "%") {
                bytes.append(source[position])
                position += 1
                continue
            }
            guard position + 2 < source.count, let high = source[position + 1].hexValue,
                let low = source[position + 2].hexValue
            else { return nil }
            bytes.append(high << 4 | low)
            position += 3
        }
        return String(validating: bytes, as: UTF8.self)
    }

    /// The five characters with a meaning in HTML as references.
    static func html(_ text: String) -> String {
        escaped(text) { byte, output in
            switch byte {
            case UInt8(ascii: "&"): output.append(literal: "&amp;")
            case UInt8(ascii: "<"): output.append(literal: "&lt;")
            case UInt8(ascii: ">"): output.append(literal: "&gt;")
            case UInt8(ascii: "\""): output.append(literal: "&quot;")
            case UInt8(ascii: "'"): output.append(literal: "&#39;")
            default: output.append(byte)
            }
        }
    }

    /// The characters CommonMark gives a meaning to as numeric references, which it shows as they are.
    static func markdown(_ text: String) -> String {
        escaped(text) { byte, output in
            guard "\\`*_{}[]()#+-.!|~<>&".utf8.contains(byte) else { return output.append(byte) }
            output.append(literal: "&#")
            Number.append(Int64(byte), to: &output)
            output.append(UInt8(ascii: ";"))
        }
    }

    /// Without tags, comments and declarations.
    ///
    /// A `<` that starts none stays, and so does one that is never closed.
    static func withoutTags(_ text: String) -> String {
        let source = Array(text.utf8)
        let lastClosing = source.lastIndex(of: UInt8(ascii: ">")) ?? -1
        var bytes: [UInt8] = []
        var position = 0
        while position < source.count {
            if source[position] == UInt8(ascii: "<"), position < lastClosing, let end = endOfTag(source, position) {
                position = end
            } else {
                bytes.append(source[position])
                position += 1
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func endOfTag(_ source: [UInt8], _ start: Int) -> Int? {
        guard start + 1 < source.count else { return nil }
        let next = source[start + 1]
        guard next.asciiLowercased &- 0x61 < 26 || "/!?".utf8.contains(next) else { return nil }
        if source[start...].starts(with: "<!--".utf8) {
            let end = source.firstPosition(of: Array("-->".utf8), from: start + 4)
            return (end ?? source.count - 3) + 3
        }
        var quote: UInt8?
        for position in start + 1..<source.count {
            let byte = source[position]
            if let open = quote {
                if byte == open { quote = nil }
            } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
                quote = byte
            } else if byte == UInt8(ascii: ">") {
                return position + 1
            }
        }
        // A quote that is never closed is no quote.
        return source[start...].firstIndex(of: UInt8(ascii: ">")).map { $0 + 1 }
    }
}
