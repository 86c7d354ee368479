import PatchbayText

extension SourceReader {
    /// Reads a text whose opening quote stands at the position.
    ///
    /// Line ends and tabs may stand in it as they are.
    mutating func readText() throws(SourceError) -> String {
        let start = position
        var index = start + 1
        var runStart = index
        var decoded: [UInt8] = []
        while true {
            guard index < bytes.count else {
                throw failure("The text that starts here has no closing quote", at: start)
            }
            let byte = bytes[index]
            if byte == UInt8(ascii: "\"") { break }
            if byte == UInt8(ascii: "\\") {
                decoded.append(contentsOf: bytes[runStart..<index])
                index = try readEscape(at: index, into: &decoded)
                runStart = index
            } else if byte < 0x20, byte != 0x0A, byte != 0x0D, byte != 0x09 {
                throw failure("A control character in a text has to be escaped", at: index)
            } else {
                index += 1
            }
        }
        position = index + 1
        let last = bytes[runStart..<index]
        if decoded.isEmpty { return String(decoding: last, as: UTF8.self) }
        decoded.append(contentsOf: last)
        return String(decoding: decoded, as: UTF8.self)
    }

    /// Appends what the escape at a position stands for; returns the position after it.
    private func readEscape(at start: Int, into decoded: inout [UInt8]) throws(SourceError) -> Int {
        guard start + 1 < bytes.count else { throw failure("The file ends in the middle of a text", at: start) }
        switch bytes[start + 1] {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): decoded.append(bytes[start + 1])
        case UInt8(ascii: "b"): decoded.append(0x08)
        case UInt8(ascii: "f"): decoded.append(0x0C)
        case UInt8(ascii: "n"): decoded.append(0x0A)
        case UInt8(ascii: "r"): decoded.append(0x0D)
        case UInt8(ascii: "t"): decoded.append(0x09)
        case UInt8(ascii: "u"):
            guard let unit = UnicodeUnit(bytes, at: start) else {
                throw failure("`\\u` needs four hexadecimal digits", at: start)
            }
            decoded.append(contentsOf: String(unit.scalar).utf8)
            return start + unit.length
        default:
            throw failure("There is no such escape in JSON; a backslash itself is written `\\\\`", at: start)
        }
        return start + 2
    }

    /// Moves past white space and comments.
    mutating func skipSpace() throws(SourceError) {
        while position < bytes.count {
            switch bytes[position] {
            case 0x20, 0x09, 0x0A, 0x0D: position += 1
            case UInt8(ascii: "/"): try skipComment()
            // U+00A0 and U+FEFF come from editors and web pages.
            case 0xC2 where follows(0xA0, at: 1): position += 2
            case 0xEF where follows(0xBB, at: 1) && follows(0xBF, at: 2): position += 3
            default: return
            }
        }
    }

    private mutating func skipComment() throws(SourceError) {
        if follows(UInt8(ascii: "/"), at: 1) {
            while position < bytes.count, bytes[position] != 0x0A { position += 1 }
            return
        }
        guard follows(UInt8(ascii: "*"), at: 1) else {
            throw failure("Expected a comment after `/`: `// …` or `/* … */`")
        }
        let start = position
        position += 2
        while !(follows(UInt8(ascii: "*"), at: 0) && follows(UInt8(ascii: "/"), at: 1)) {
            guard position < bytes.count else {
                throw failure("The comment that starts here is never closed", at: start)
            }
            position += 1
        }
        position += 2
    }

    private func follows(_ byte: UInt8, at distance: Int) -> Bool {
        position + distance < bytes.count && bytes[position + distance] == byte
    }
}

// MARK: - Messages

extension SourceReader {
    /// A syntax error at the position, or at another.
    func failure(_ message: String, at offset: Int? = nil, code: DiagnosticCode = .syntax) -> SourceError {
        SourceError(code: code, message: message, offset: offset ?? position)
    }

    /// The letters, digits and underscores that start at the position.
    var wordHere: String {
        let word = bytes[position...].prefix(40).prefix {
            $0.isASCIIAlphanumeric || $0 == UInt8(ascii: "_")
        }
        return String(decoding: word, as: UTF8.self)
    }

    /// What stands at the position, for a message.
    var found: String {
        guard position < bytes.count else { return "the end of the file" }
        let word = wordHere
        if !word.isEmpty { return "`\(word)`" }
        let character = String(decoding: bytes[position...].prefix(16), as: UTF8.self).first
        return character.map { "`\($0)`" } ?? "nothing"
    }
}

extension UInt8 {
    /// Whether the byte may stand in a number.
    var isNumberByte: Bool {
        isASCIIAlphanumeric || self == UInt8(ascii: "+") || self == UInt8(ascii: "-") || self == UInt8(ascii: ".")
    }
}
