/// Texts made safe for a place, and back.
enum Escapes {
    private static let plain = table("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.!~*'()")
    private static let markdownMarks = table("\\`*_{}[]()#+-.!|~<>&")

    /// Whether each byte is one of a text's.
    private static func table(_ text: String) -> [Bool] {
        text.utf8.reduce(into: [Bool](repeating: false, count: 256)) { $0[Int($1)] = true }
    }

    /// As JavaScript's `encodeURIComponent`.
    static func percentEncoded(_ text: String) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            if plain[Int(byte)] {
                bytes.append(byte)
            } else {
                bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
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
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "&"): bytes += "&amp;".utf8
            case UInt8(ascii: "<"): bytes += "&lt;".utf8
            case UInt8(ascii: ">"): bytes += "&gt;".utf8
            case UInt8(ascii: "\""): bytes += "&quot;".utf8
            case UInt8(ascii: "'"): bytes += "&#39;".utf8
            default: bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The characters CommonMark gives a meaning to as numeric references, which it shows as they are.
    static func markdown(_ text: String) -> String {
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            if markdownMarks[Int(byte)] {
                bytes += "&#\(byte);".utf8
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
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
