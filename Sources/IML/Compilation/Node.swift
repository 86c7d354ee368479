import PatchbayText

/// A part of a compiled expression.
///
/// Classes, not an enum or closures: a call through a class-bound witness touches no reference count of the tree.
protocol Node: AnyObject, Sendable {
    /// The value of this part.
    func evaluate(_ run: inout Evaluation, in scope: Scope) throws(EvaluationError) -> Value

    /// Appends the text of the value.
    func appendText(to output: inout OutputBuffer, _ run: inout Evaluation, in scope: Scope) throws(EvaluationError)
}

extension Node {
    func appendText(to output: inout OutputBuffer, _ run: inout Evaluation, in scope: Scope) throws(EvaluationError) {
        try evaluate(&run, in: scope).appendText(to: &output)
    }
}

/// A value known when the template was compiled.
final class ConstantNode: Node {
    let value: Value

    init(_ value: Value) {
        self.value = value
    }

    func evaluate(_ run: inout Evaluation, in scope: Scope) throws(EvaluationError) -> Value { value }
}

/// A text known when the template was compiled, ready to be appended.
final class LiteralNode: Node {
    private let text: String

    init(_ text: String) {
        self.text = text
    }

    func evaluate(_ run: inout Evaluation, in scope: Scope) throws(EvaluationError) -> Value { .text(text) }

    func appendText(to output: inout OutputBuffer, _ run: inout Evaluation, in scope: Scope) throws(EvaluationError) {
        output.append(text: text)
    }
}

/// A variable of any other name.
final class NameNode: Node {
    let name: String

    init(_ name: String) {
        self.name = name
    }

    func evaluate(_ run: inout Evaluation, in scope: Scope) throws(EvaluationError) -> Value {
        scope[other: name]
    }
}

/// A word for something that changes from one evaluation to the next.
final class VariableNode: Node {
    let variable: Variable

    init(_ variable: Variable) {
        self.variable = variable
    }

    func evaluate(_ run: inout Evaluation, in scope: Scope) throws(EvaluationError) -> Value {
        switch variable {
        case .now: .date(scope.now)
        case .timestamp:
            .number(Number(scope.now.millisecondsSinceEpoch.flooredQuotient(by: 1_000)))
        case .uuid: scope.context.drawUUID()
        case .random: scope.context.drawRandom()
        case .executionId: .text(scope.executionId)
        }
    }
}
