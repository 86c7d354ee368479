/// A part of a compiled expression.
///
/// Classes, not an enum or closures: a call through a class-bound witness touches no reference count of the tree.
protocol Node: AnyObject, Sendable {
    /// The value of this part.
    func evaluate(_ run: inout Evaluation) throws(EvaluationError) -> Value

    /// Appends the text of the value.
    func appendText(to output: inout OutputBuffer, _ run: inout Evaluation) throws(EvaluationError)

    /// Makes the value an argument of a call.
    func pass(to call: inout FunctionCall, _ run: inout Evaluation) throws(EvaluationError)
}

extension Node {
    func pass(to call: inout FunctionCall, _ run: inout Evaluation) throws(EvaluationError) {
        call.append(try evaluate(&run))
    }

    func appendText(to output: inout OutputBuffer, _ run: inout Evaluation) throws(EvaluationError) {
        try evaluate(&run).appendText(to: &output)
    }
}

/// A value known when the template was compiled.
final class ConstantNode: Node {
    let value: Value

    init(_ value: Value) {
        self.value = value
    }

    func evaluate(_ run: inout Evaluation) throws(EvaluationError) -> Value { value }

    func pass(to call: inout FunctionCall, _ run: inout Evaluation) throws(EvaluationError) {
        // The node has the value for longer than the call lasts.
        call.lend(value)
    }
}

/// A text known when the template was compiled.
final class LiteralNode: Node {
    let text: String

    init(_ text: String) {
        self.text = text
    }

    func evaluate(_ run: inout Evaluation) throws(EvaluationError) -> Value { .text(text) }

    func appendText(to output: inout OutputBuffer, _ run: inout Evaluation) throws(EvaluationError) {
        output.append(text: text)
    }
}

/// A variable of any other name.
final class NameNode: Node {
    let name: String

    init(_ name: String) {
        self.name = name
    }

    func evaluate(_ run: inout Evaluation) throws(EvaluationError) -> Value {
        run.scope.storage.extras[valueOf: name]
    }
}

/// A word for something that changes from one evaluation to the next.
final class VariableNode: Node {
    let variable: Variable

    init(_ variable: Variable) {
        self.variable = variable
    }

    func evaluate(_ run: inout Evaluation) throws(EvaluationError) -> Value {
        switch variable {
        case .now: .date(run.scope.now)
        case .timestamp:
            .number(Number(run.scope.now.millisecondsSinceEpoch.flooredQuotient(by: 1_000)))
        case .uuid: run.scope.drawUUID()
        case .random: run.scope.drawRandom()
        case .executionId: .text(run.scope.executionId)
        }
    }
}
