import PatchbayText

/// Reads one expression from the bytes of a template, up to what does not belong to it.
struct ExpressionParser {
    let source: String
    let bytes: UnsafeBufferPointer<UInt8>
    var position: Int
    /// Where the expression starts, for its length limit.
    let start: Int
    /// How deep the position nests; the expression itself is no nesting.
    var depth = -1
    private(set) var warnings: [TemplateError] = []
    /// How many warnings are kept: to tell the place of each takes as long as the whole text is.
    var mostWarnings = 100

    /// Bytes an expression may have.
    static let lengthLimit = 64 << 10
    /// How deep brackets, calls and signs may nest.
    static let depthLimit = 128

    init(source: String, bytes: UnsafeBufferPointer<UInt8>, position: Int) {
        self.source = source
        self.bytes = bytes
        self.position = position
        start = position
    }

    /// Keeps a warning.
    mutating func warn(_ message: String, suggestion: String? = nil, code: TemplateError.Code, at offset: Int) {
        guard warnings.count < mostWarnings else { return }
        warnings.append(failure(message, suggestion: suggestion, code: code, at: offset))
    }

    func failure(
        _ message: String,
        suggestion: String? = nil,
        code: TemplateError.Code = .syntax,
        at offset: Int? = nil
    ) -> TemplateError {
        TemplateError(code, message, suggestion: suggestion, at: offset ?? position, in: source)
    }

    /// Reads operators of the lowest rank: `|` over `&` over the others.
    mutating func parseExpression() throws(TemplateError) -> Expression {
        try enter()
        defer { depth -= 1 }
        var operands = [try parseAll()]
        while takesLogical(UInt8(ascii: "|")) { operands.append(try parseAll()) }
        return operands.count == 1
            ? operands[0] : Expression(kind: .any(operands), offset: operands[0].offset)
    }

    private mutating func parseAll() throws(TemplateError) -> Expression {
        var operands = [try parseOperators(rank: 1)]
        while takesLogical(UInt8(ascii: "&")) { operands.append(try parseOperators(rank: 1)) }
        return operands.count == 1
            ? operands[0] : Expression(kind: .all(operands), offset: operands[0].offset)
    }

    private mutating func takesLogical(_ byte: UInt8) -> Bool {
        skipSpace()
        guard peek == byte else { return false }
        position += 1
        if peek == byte { position += 1 }
        return true
    }

    /// Reads operands with operators of at least a rank between them.
    private mutating func parseOperators(rank: Int) throws(TemplateError) -> Expression {
        var left = try parseSigned()
        var last = left
        while let (operation, _) = peekOperator(after: last), operation.rank >= rank {
            let level = operation.rank
            var operations: [Expression.Operation] = []
            while let (operation, length) = peekOperator(after: last), operation.rank == level {
                let offset = position
                position += length
                if operation == .join { warnAboutJoinedOperands(at: offset) }
                last = try parseOperators(rank: level + 1)
                operations.append(Expression.Operation(operation: operation, operand: last, offset: offset))
            }
            left = Expression(kind: .chain(left, operations), offset: left.offset)
        }
        return left
    }

    /// Published apps write `first ' ' last`; the grammar has no such form, so it is joined as text with a warning.
    private mutating func warnAboutJoinedOperands(at offset: Int) {
        warn(
            "There is no operator between two values; they are joined as text",
            suggestion: "Write `+` between them",
            code: .joinedOperands,
            at: offset
        )
    }

    /// The operator at the position, after white space, with its length.
    private mutating func peekOperator(after operand: Expression) -> (BinaryOperator, Int)? {
        skipSpace()
        let next = position + 1 < bytes.count ? bytes[position + 1] : 0
        switch peek {
        case UInt8(ascii: "*"): return (.multiply, 1)
        case UInt8(ascii: "/"): return (.divide, 1)
        case UInt8(ascii: "%"): return (.remainder, 1)
        case UInt8(ascii: "+"): return next == UInt8(ascii: "+") ? (.addNumbers, 2) : (.add, 1)
        case UInt8(ascii: "-"): return (.subtract, 1)
        case UInt8(ascii: "<"): return next == UInt8(ascii: "=") ? (.lessOrEqual, 2) : (.less, 1)
        case UInt8(ascii: ">"): return next == UInt8(ascii: "=") ? (.greaterOrEqual, 2) : (.greater, 1)
        case UInt8(ascii: "="): return (.equal, runLength(of: UInt8(ascii: "="), limit: 3))
        case UInt8(ascii: "!"):
            guard next == UInt8(ascii: "=") else { return nil }
            return (.unequal, position + 2 < bytes.count && bytes[position + 2] == UInt8(ascii: "=") ? 3 : 2)
        case let byte?: return joins(operand, byte) ? (.join, 0) : nil
        case nil: return nil
        }
    }

    private func runLength(of byte: UInt8, limit: Int) -> Int {
        var length = 1
        while length < limit, position + length < bytes.count, bytes[position + length] == byte { length += 1 }
        return length
    }

    /// Whether the operand at the position stands side by side with the one before: one of both has to be a text.
    private func joins(_ operand: Expression, _ byte: UInt8) -> Bool {
        if byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\"") { return true }
        guard isTextLiteral(operand) else { return false }
        return ExpressionParser.startsName(byte) || byte == UInt8(ascii: "`") || byte == UInt8(ascii: "(")
            || byte.isASCIIDigit
    }

    private func isTextLiteral(_ operand: Expression) -> Bool {
        if case .constant(.text) = operand.kind {
            return bytes[operand.offset] == UInt8(ascii: "'") || bytes[operand.offset] == UInt8(ascii: "\"")
        }
        return false
    }

    private mutating func parseSigned() throws(TemplateError) -> Expression {
        skipSpace()
        let offset = position
        switch peek {
        case UInt8(ascii: "!"):
            try enter()
            defer { depth -= 1 }
            position += 1
            return Expression(kind: .not(try parseSigned()), offset: offset)
        case UInt8(ascii: "-"):
            try enter()
            defer { depth -= 1 }
            position += 1
            return negative(of: try parseSigned(), offset: offset)
        case UInt8(ascii: "+"):
            try enter()
            defer { depth -= 1 }
            position += 1
            return try parseSigned()
        default:
            return try parseAccess()
        }
    }

    private func negative(of operand: Expression, offset: Int) -> Expression {
        if case .constant(.number(let number)) = operand.kind {
            return Expression(kind: .constant(.number(number.negated)), offset: offset)
        }
        return Expression(kind: .negative(operand), offset: offset)
    }
}
