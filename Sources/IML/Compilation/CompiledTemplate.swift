/// What a template was compiled to; immutable and shared by the template's copies.
final class CompiledTemplate: Sendable {
    private enum Piece: Sendable {
        case text(String)
        case node(any Node)
    }

    private enum Form: Sendable {
        case constant(Value)
        case expression(any Node)
        case pieces([Piece], literalBytes: Int)
    }

    let source: String
    let warnings: [TemplateError]
    let roots: [(name: String, offset: Int)]
    let calls: Set<String>
    private let form: Form

    init(_ parsed: ParsedTemplate, source: String, functions: FunctionNames) throws(TemplateError) {
        var compiler = ExpressionCompiler(source: source, functions: functions)
        var pieces: [Piece] = []
        for piece in parsed.pieces {
            switch piece {
            case .text(let text): pieces.append(.text(text))
            case .expression(nil): pieces.append(.node(ConstantNode(.undefined)))
            case .expression(let expression?): pieces.append(.node(try compiler.compile(expression)))
            }
        }
        self.source = source
        warnings = parsed.warnings
        roots = compiler.roots
        calls = compiler.calls
        form = CompiledTemplate.form(of: pieces)
    }

    /// The value when it is the same for every scope.
    var constant: Value? {
        if case .constant(let value) = form { return value }
        return nil
    }

    private static func form(of pieces: [Piece]) -> Form {
        if pieces.count == 1, case .node(let node) = pieces[0] {
            return (node as? ConstantNode).map { .constant($0.value) } ?? .expression(node)
        }
        var merged: [Piece] = []
        var literal = ""
        for piece in pieces {
            switch piece {
            case .text(let text): literal += text
            case .node(let node as ConstantNode): literal += node.value.text
            case .node:
                if !literal.isEmpty { merged.append(.text(literal)) }
                literal = ""
                merged.append(piece)
            }
        }
        if merged.isEmpty { return .constant(.text(literal)) }
        if !literal.isEmpty { merged.append(.text(literal)) }
        let literalBytes = merged.reduce(0) { if case .text(let text) = $1 { $0 + text.utf8.count } else { $0 } }
        return .pieces(merged, literalBytes: literalBytes)
    }

    /// The value; an error gets its place in the source.
    func evaluate(_ run: inout Evaluation) throws(EvaluationError) -> Value {
        do {
            switch form {
            case .constant(let value): return value
            case .expression(let node): return try node.evaluate(&run)
            case .pieces(let pieces, let literalBytes): return try concatenate(pieces, literalBytes, &run)
            }
        } catch {
            throw error.at(run.failurePlace ?? 0, in: source)
        }
    }

    private func concatenate(
        _ pieces: [Piece],
        _ literalBytes: Int,
        _ run: inout Evaluation
    ) throws(EvaluationError) -> Value {
        var text = ""
        text.reserveCapacity(literalBytes + 24)
        for piece in pieces {
            switch piece {
            case .text(let literal): text += literal
            case .node(let node):
                switch try node.evaluate(&run) {
                case .text(let value): text += value
                case .undefined, .null: break
                case let other: text += other.text
                }
                if text.utf8.count > run.scope.limits.outputBytes {
                    throw .output(limit: run.scope.limits.outputBytes)
                }
            }
        }
        return .text(text)
    }
}
