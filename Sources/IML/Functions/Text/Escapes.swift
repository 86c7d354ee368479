import PatchbayText

/// Texts made safe for a place.
enum Escapes {
    /// Appends a text, given as UTF-8, with the five characters that have a meaning in HTML as references.
    static func appendHTML(_ bytes: UnsafeBufferPointer<UInt8>, to output: inout OutputBuffer) {
        for byte in bytes {
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

    /// Appends a text, given as UTF-8, with the characters CommonMark gives a meaning to as numeric references, which it
    /// shows as they are.
    static func appendMarkdown(_ bytes: UnsafeBufferPointer<UInt8>, to output: inout OutputBuffer) {
        for byte in bytes {
            guard "\\`*_{}[]()#+-.!|~<>&".utf8.contains(byte) else {
                output.append(byte)
                continue
            }
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
        guard next.isASCIILetter || "/!?".utf8.contains(next) else { return nil }
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
