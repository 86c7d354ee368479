/// What a template was compiled to; immutable and shared by the template's copies.
final class CompiledTemplate: Sendable {
    let source: String
    let warnings: [TemplateError]
    let roots: [(name: String, offset: Int)]
    let parts: [Template.Part]
    let calls: Set<String>
    let callsAppFunctions: Bool
    private let node: any Node

    init(_ parsed: ParsedTemplate, source: String, functions: FunctionNames) throws(TemplateError) {
        var compiler = ExpressionCompiler(source: source, functions: functions)
        var pieces: [any Node] = []
        var parts: [Template.Part] = []
        for piece in parsed.pieces {
            let known = compiler.roots.count
            switch piece {
            case .text(let text): pieces.append(ConstantNode(.text(text)))
            case .expression(nil): pieces.append(ConstantNode(.undefined))
            case .expression(let expression?): pieces.append(try compiler.compile(expression))
            }
            if case .text(let text) = piece {
                parts.append(.text(text))
            } else {
                parts.append(.expression(roots: Array(compiler.roots[known...])))
            }
        }
        self.parts = parts
        self.source = source
        warnings = parsed.warnings
        roots = compiler.roots
        calls = compiler.calls
        node = pieces.count == 1 ? pieces[0] : ConcatenationNode.joining(pieces)
        callsAppFunctions = !calls.isDisjoint(with: functions.custom)
    }

    /// The value when it is the same for every scope.
    var constant: Value? { (node as? ConstantNode)?.value }

    /// The value; an error gets its place in the source.
    func evaluate(_ run: inout Evaluation, in scope: Scope) throws(EvaluationError) -> Value {
        do {
            return try node.evaluate(&run, in: scope)
        } catch {
            throw error.at(run.failurePlace ?? 0, in: source)
        }
    }
}
