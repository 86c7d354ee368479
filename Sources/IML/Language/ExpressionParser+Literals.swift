import PatchbayText

extension ExpressionParser {
    mutating func parseNumber() throws(TemplateError) -> Number {
        let offset = position
        var scanner = NumberScanner(bytes: bytes, position: position, allowsBareFraction: true)
        let isNumber = scanner.scan()
        guard isNumber, !scanner.isOutOfRange else {
            throw failure(isNumber ? "The number is too large" : "This is not a number", at: offset)
        }
        position = scanner.position
        if let byte = peek, ExpressionParser.continuesName(byte) {
            throw failure("This is not a number", suggestion: "Names cannot start with a digit", at: offset)
        }
        if peek == UInt8(ascii: ".") {
            throw failure("This is not a number", suggestion: "A number has one decimal point", at: offset)
        }
        return scanner.number
    }

    /// Reads a text in quotes.
    ///
    /// A backslash before a character that has no escape stays, as regular expressions need it.
    mutating func parseText() throws(TemplateError) -> String {
        let opening = position
        let quote = bytes[position]
        position += 1
        var runStart = position
        var result: [UInt8] = []
        while let byte = peek, byte != quote {
            guard byte == UInt8(ascii: "\\"), position + 1 < bytes.count else {
                position += 1
                continue
            }
            result.append(contentsOf: bytes[runStart..<position])
            try parseEscape(into: &result)
            runStart = position
        }
        guard peek == quote else {
            throw failure("The text has no closing quote", suggestion: unclosedHint, at: opening)
        }
        result.append(contentsOf: bytes[runStart..<position])
        position += 1
        try checkLength()
        return String(decoding: result, as: UTF8.self)
    }

    private var unclosedHint: String { "A quote inside a text is written with a backslash before it" }

    private mutating func parseEscape(into result: inout [UInt8]) throws(TemplateError) {
        let byte = bytes[position + 1]
        switch byte {
        case UInt8(ascii: "n"): result.append(0x0A)
        case UInt8(ascii: "r"): result.append(0x0D)
        case UInt8(ascii: "t"): result.append(0x09)
        case UInt8(ascii: "'"), UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "`"): result.append(byte)
        case UInt8(ascii: "u"):
            if let scalar = takeUnicodeEscape() {
                result.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
                return
            }
            result += [UInt8(ascii: "\\"), byte]
        default:
            // The second byte may start a longer character: only the backslash is taken here.
            result.append(UInt8(ascii: "\\"))
            position += 1
            return
        }
        position += 2
    }

    /// Reads `\uXXXX`, or a surrogate pair of two, at the position; nothing is taken when it is neither.
    private mutating func takeUnicodeEscape() -> Unicode.Scalar? {
        guard let unit = Hex.number(ofDigits: 4, in: bytes, at: position + 2) else { return nil }
        if unit & 0xFC00 == 0xD800, position + 7 < bytes.count, bytes[position + 6] == UInt8(ascii: "\\"),
            bytes[position + 7] == UInt8(ascii: "u"), let low = Hex.number(ofDigits: 4, in: bytes, at: position + 8),
            low & 0xFC00 == 0xDC00
        {
            position += 12
            return Unicode.Scalar(0x10000 + (unit & 0x3FF) << 10 + (low & 0x3FF))
        }
        position += 6
        return Unicode.Scalar(unit) ?? "\u{FFFD}"
    }
}
