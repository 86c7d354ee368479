import PatchbayText

extension ExpressionParser {
    /// Reads an operand with the members and indices that follow it.
    mutating func parseAccess() throws(TemplateError) -> Expression {
        let base = try parseOperand()
        var steps: [Expression.Step] = []
        while true {
            skipSpace()
            if peek == UInt8(ascii: ".") {
                position += 1
                steps.append(.member(try parseMember()))
            } else if peek == UInt8(ascii: "[") {
                steps.append(try parseIndex())
            } else {
                break
            }
            try checkLength()
        }
        return steps.isEmpty ? base : Expression(kind: .access(base, steps), offset: base.offset)
    }

    private mutating func parseMember() throws(TemplateError) -> String {
        skipSpace()
        if peek == UInt8(ascii: "`") { return try takeQuotedName() }
        let offset = position
        guard let name = takeName(isMember: true) else {
            throw failure(
                "A name has to follow the dot",
                suggestion: "Names with other characters stand in backticks: .`any name`"
            )
        }
        warnAboutSubtraction(in: name, at: offset)
        warnAboutIndex(in: name, at: offset)
        return name
    }

    /// Other languages count elements after a dot and from 0.
    private mutating func warnAboutIndex(in name: String, at offset: Int) {
        guard name.utf8.allSatisfy(\.isASCIIDigit) else { return }
        let index = Int(name).flatMap { $0 < 1_000_000 ? "`[\($0 + 1)]`" : nil } ?? "an index in brackets"
        warn(
            "`.\(name)` is the member called '\(name)', not an element",
            suggestion: "For the element write \(index), counted from 1; if it is a name, put it in backticks",
            code: .numericMember,
            at: offset
        )
    }

    private mutating func warnAboutSubtraction(in name: String, at offset: Int) {
        guard let hyphen = name.utf8.lastIndex(of: UInt8(ascii: "-")) else { return }
        let rest = name.utf8[name.utf8.index(after: hyphen)...]
        guard rest.allSatisfy(\.isASCIIDigit) else { return }
        let (left, right) = (name[..<hyphen], String(Substring(rest)))
        warn(
            "`\(name)` is one name",
            suggestion: "To subtract write `\(left) - \(right)`; if it is a name, put it in backticks",
            code: .hyphenatedNumber,
            at: offset
        )
    }

    private mutating func parseIndex() throws(TemplateError) -> Expression.Step {
        let opening = position
        position += 1
        skipSpace()
        if peek == UInt8(ascii: "]") {
            position += 1
            return .first
        }
        let index = try parseExpression()
        skipSpace()
        guard peek == UInt8(ascii: "]") else {
            throw isAtEnd ? failure("`[` is never closed", at: opening) : unexpected("`]`")
        }
        position += 1
        switch index.kind {
        case .constant(.text(let key)): return .member(key)
        case .constant(.number(let number)) where number.isZero:
            warn("`[0]` is always undefined", suggestion: "Indices start at 1", code: .zeroIndex, at: opening)
            return .index(index)
        default: return .index(index)
        }
    }

    private mutating func parseOperand() throws(TemplateError) -> Expression {
        skipSpace()
        let offset = position
        guard !isAtEnd, let byte = peek else { throw failure("A value is missing here") }
        switch byte {
        case UInt8(ascii: "'"), UInt8(ascii: "\""):
            return Expression(kind: .constant(.text(try parseText())), offset: offset)
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."):
            return Expression(kind: .constant(.number(try parseNumber())), offset: offset)
        case UInt8(ascii: "("):
            return try parseGroup()
        case UInt8(ascii: "`"):
            return Expression(kind: .name(try takeQuotedName()), offset: offset)
        case UInt8(ascii: "["):
            throw failure("IML has no array literals", suggestion: "Use array(…)")
        case UInt8(ascii: "{"):
            throw failure("IML has no object literals", suggestion: "Use object('key', value, …)")
        default:
            guard let name = takeName(isMember: false) else { throw unexpected("a value") }
            return try parseNamed(name, offset: offset)
        }
    }

    private mutating func parseGroup() throws(TemplateError) -> Expression {
        let opening = position
        position += 1
        let inner = try parseExpression()
        skipSpace()
        guard peek == UInt8(ascii: ")") else {
            throw isAtEnd ? failure("`(` is never closed", at: opening) : unexpected("`)`")
        }
        position += 1
        return inner
    }

    private mutating func parseNamed(_ name: String, offset: Int) throws(TemplateError) -> Expression {
        let end = position
        skipSpace()
        if peek == UInt8(ascii: "(") {
            return Expression(kind: .call(name, try parseArguments(of: name)), offset: offset)
        }
        position = end
        if let value = Keyword.value(of: name) { return Expression(kind: .constant(value), offset: offset) }
        if let variable = Variable(exactly: name) { return Expression(kind: .variable(variable), offset: offset) }
        return Expression(kind: .name(name), offset: offset)
    }

    /// Reads arguments; one that is left out is undefined, and so is the last one after a separator.
    private mutating func parseArguments(of function: String) throws(TemplateError) -> [Expression] {
        let opening = position
        position += 1
        skipSpace()
        if peek == UInt8(ascii: ")") {
            position += 1
            return []
        }
        var arguments: [Expression] = []
        while true {
            skipSpace()
            if let byte = peek, byte == UInt8(ascii: ",") || byte == UInt8(ascii: ";") || byte == UInt8(ascii: ")") {
                arguments.append(Expression(kind: .constant(.undefined), offset: position))
            } else if isAtEnd {
                throw failure("`\(function)(` is never closed", suggestion: "Add `)`", at: opening)
            } else {
                arguments.append(try parseExpression())
            }
            skipSpace()
            switch peek {
            case UInt8(ascii: ","), UInt8(ascii: ";"): position += 1
            case UInt8(ascii: ")"):
                position += 1
                return arguments
            default:
                throw isAtEnd
                    ? failure("`\(function)(` is never closed", suggestion: "Add `)`", at: opening)
                    : unexpected("`,` or `)`")
            }
        }
    }

    /// What to say of a byte that cannot stand here.
    func unexpected(_ expected: String) -> TemplateError {
        guard !isAtEnd, let byte = peek else { return failure("Expected \(expected)") }
        let found = String(decoding: bytes[position..<characterEnd], as: UTF8.self)
        if byte == UInt8(ascii: "?") {
            return failure("IML has no `?` operator", suggestion: "Use if(condition, then, else)")
        }
        if ExpressionParser.continuesName(byte) {
            return failure("Expected \(expected), found `\(found)`", suggestion: "Is an operator missing before it?")
        }
        if byte == UInt8(ascii: ",") || byte == UInt8(ascii: ")") || byte == UInt8(ascii: "]") {
            return failure("`\(found)` has no opening bracket")
        }
        return failure("Expected \(expected), found `\(found)`")
    }

    private var characterEnd: Int {
        var end = position + 1
        while end < bytes.count, bytes[end] & 0xC0 == 0x80 { end += 1 }
        return end
    }
}
