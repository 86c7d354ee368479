import PatchbayText

extension ExpressionParser {
    /// The byte at the position, `nil` at the end.
    @inline(__always)
    var peek: UInt8? {
        position < bytes.count ? bytes[position] : nil
    }

    /// Whether the expression ends here: at `}}` or at the end of the source.
    var isAtEnd: Bool {
        guard let byte = peek else { return true }
        return byte == UInt8(ascii: "}") && position + 1 < bytes.count && bytes[position + 1] == UInt8(ascii: "}")
    }

    /// Moves past white space, the no-break space editors put in included.
    mutating func skipSpace() {
        while let byte = peek {
            switch byte {
            case 0x09...0x0D, 0x20: position += 1
            case 0xC2 where position + 1 < bytes.count && bytes[position + 1] == 0xA0: position += 2
            default: return
            }
        }
    }

    /// Goes one level deeper, if the limits let it.
    mutating func enter() throws(TemplateError) {
        depth += 1
        if depth > ExpressionParser.depthLimit {
            throw failure(
                "The expression nests deeper than \(ExpressionParser.depthLimit) levels",
                suggestion: "Move inner parts into `temp`",
                code: .limit
            )
        }
        try checkLength()
    }

    func checkLength() throws(TemplateError) {
        if position - start > ExpressionParser.lengthLimit {
            throw failure(
                "The expression is longer than \(ExpressionParser.lengthLimit) bytes",
                suggestion: "Move parts of it into `temp`",
                code: .limit,
                at: start
            )
        }
    }

    static func startsName(_ byte: UInt8) -> Bool {
        byte.isASCIILetter || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "$") || byte >= 0x80
    }

    static func continuesName(_ byte: UInt8) -> Bool {
        startsName(byte) || byte.isASCIIDigit
    }

    /// Reads a name at the position; `nil` when there is none.
    ///
    /// - Parameter isMember: Whether it follows a dot, so that it may start with a digit and hold hyphens.
    mutating func takeName(isMember: Bool) -> String? {
        guard let first = peek, isMember ? ExpressionParser.continuesName(first) : ExpressionParser.startsName(first),
            !startsNoBreakSpace
        else { return nil }
        let nameStart = position
        while let byte = peek {
            if ExpressionParser.continuesName(byte), !startsNoBreakSpace {
                position += 1
            } else if isMember, byte == UInt8(ascii: "-"), position + 1 < bytes.count,
                ExpressionParser.continuesName(bytes[position + 1])
            {
                position += 1
            } else {
                break
            }
        }
        return String(decoding: bytes[nameStart..<position], as: UTF8.self)
    }

    private var startsNoBreakSpace: Bool {
        peek == 0xC2 && position + 1 < bytes.count && bytes[position + 1] == 0xA0
    }

    /// Reads a name in backticks, whose opening one stands at the position.
    mutating func takeQuotedName() throws(TemplateError) -> String {
        let opening = position
        position += 1
        let nameStart = position
        while let byte = peek, byte != UInt8(ascii: "`") { position += 1 }
        guard peek != nil else {
            throw failure("The name has no closing backtick", at: opening)
        }
        position += 1
        return String(decoding: bytes[nameStart..<position - 1], as: UTF8.self)
    }
}
