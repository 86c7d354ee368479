/// A template taken apart into text and expressions.
struct ParsedTemplate {
    enum Piece {
        case text(String)
        /// An expression between braces; `nil` when there is nothing in them.
        case expression(Expression?)
    }

    var pieces: [Piece]
    var warnings: [TemplateError]
}

/// Finds the expressions of a template and parses them.
enum TemplateParser {
    /// Parses a text with expressions in double braces.
    static func parse(_ source: String) throws(TemplateError) -> ParsedTemplate {
        var copy = source
        return try copy.withUTF8 { bytes in
            Result { () throws(TemplateError) in try parse(bytes, source: source) }
        }.get()
    }

    /// Parses a text that is one expression without braces.
    static func parseBare(_ source: String) throws(TemplateError) -> ParsedTemplate {
        var copy = source
        return try copy.withUTF8 { bytes in
            Result { () throws(TemplateError) in
                var parser = ExpressionParser(source: source, bytes: bytes, position: 0)
                parser.skipSpace()
                if parser.peek == nil { return ParsedTemplate(pieces: [.expression(nil)], warnings: []) }
                let expression = try parser.parseExpression()
                parser.skipSpace()
                if parser.peek != nil { throw parser.unexpected("an operator or the end") }
                try parser.checkLength()
                return ParsedTemplate(pieces: [.expression(expression)], warnings: parser.warnings)
            }
        }.get()
    }

    private static func parse(
        _ bytes: UnsafeBufferPointer<UInt8>,
        source: String
    ) throws(TemplateError) -> ParsedTemplate {
        var parsed = ParsedTemplate(pieces: [], warnings: [])
        var textStart = 0
        var position = 0
        while let opening = nextOpening(in: bytes, from: position) {
            if opening > textStart { parsed.pieces.append(.text(text(bytes[textStart..<opening]))) }
            var parser = ExpressionParser(source: source, bytes: bytes, position: opening + 2)
            parser.mostWarnings -= parsed.warnings.count
            parsed.pieces.append(.expression(try parseBraced(&parser, opening: opening)))
            parsed.warnings += parser.warnings
            position = parser.position
            textStart = position
        }
        if textStart < bytes.count { parsed.pieces.append(.text(text(bytes[textStart...]))) }
        return parsed
    }

    private static func text(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> String {
        String(decoding: bytes, as: UTF8.self)
    }

    private static func nextOpening(in bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
        var index = start
        while index + 1 < bytes.count {
            if bytes[index] == UInt8(ascii: "{"), bytes[index + 1] == UInt8(ascii: "{") { return index }
            index += 1
        }
        return nil
    }

    /// Parses what stands between `{{` and `}}` and moves past the latter.
    private static func parseBraced(
        _ parser: inout ExpressionParser,
        opening: Int
    ) throws(TemplateError) -> Expression? {
        parser.skipSpace()
        if parser.peek != nil, parser.isAtEnd {
            parser.position += 2
            parser.warn("There is no expression between the braces", code: .emptyExpression, at: opening)
            return nil
        }
        if parser.peek == UInt8(ascii: "."), parser.bytes[parser.position...].starts(with: "...".utf8) {
            throw parser.failure(
                "`{{...}}` is a key only",
                suggestion: "Write \"{{...}}\": \"{{object to splice in}}\"",
                at: opening
            )
        }
        if parser.peek == nil { throw parser.failure("`{{` is never closed", suggestion: "Add `}}`", at: opening) }
        let expression = try parser.parseExpression()
        parser.skipSpace()
        guard parser.isAtEnd else { throw parser.unexpected("an operator or `}}`") }
        guard parser.peek != nil else {
            throw parser.failure("`{{` is never closed", suggestion: "Add `}}`", at: opening)
        }
        try parser.checkLength()
        parser.position += 2
        return expression
    }
}
