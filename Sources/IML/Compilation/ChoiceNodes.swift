import PatchbayText

/// `if(condition, then, else)`: one branch is looked at.
final class IfNode: Node {
    let condition: any Node
    let then: any Node
    let otherwise: any Node

    init(condition: any Node, then: any Node, otherwise: any Node) {
        self.condition = condition
        self.then = then
        self.otherwise = otherwise
    }

    func evaluate(_ run: inout Evaluation, in scope: Scope) throws(EvaluationError) -> Value {
        try run.spend(1)
        return try condition.evaluate(&run, in: scope).isTruthy
            ? then.evaluate(&run, in: scope) : otherwise.evaluate(&run, in: scope)
    }

    func appendText(to output: inout OutputBuffer, _ run: inout Evaluation, in scope: Scope) throws(EvaluationError) {
        try run.spend(1)
        try (condition.evaluate(&run, in: scope).isTruthy ? then : otherwise).appendText(to: &output, &run, in: scope)
    }
}

/// `ifempty(a, b, …)`: the first that is not empty, else the last; nothing after it is looked at.
final class IfEmptyNode: Node {
    let choices: Operands

    init(_ choices: [any Node]) {
        self.choices = Operands(choices)
    }

    func evaluate(_ run: inout Evaluation, in scope: Scope) throws(EvaluationError) -> Value {
        try run.spend(1)
        return try choices.firstValue(&run, in: scope) { !$0.isEmpty }
    }

    func appendText(to output: inout OutputBuffer, _ run: inout Evaluation, in scope: Scope) throws(EvaluationError) {
        try run.spend(1)
        // What is empty leaves no text: it is the same whether the last choice is taken or not.
        try choices.visit { choice throws(EvaluationError) in
            let value = try choice.evaluate(&run, in: scope)
            value.appendText(to: &output)
            return !value.isEmpty
        }
    }
}

/// `switch(value, case, result, …, [else])`: cases up to the one that fits, and its result, are looked at.
final class SwitchNode: Node {
    let subject: any Node
    let cases: [(when: any Node, then: any Node)]
    let otherwise: (any Node)?

    /// Takes the arguments of a call: the value, pairs, and perhaps one more.
    init(_ arguments: [any Node]) {
        subject = arguments[0]
        let rest = arguments[1...]
        cases = stride(from: 1, to: arguments.count - 1, by: 2).map { (arguments[$0], arguments[$0 + 1]) }
        otherwise = rest.count % 2 == 1 ? rest.last : nil
    }

    func evaluate(_ run: inout Evaluation, in scope: Scope) throws(EvaluationError) -> Value {
        try run.spend(1)
        let text = try self.text(of: subject, &run, in: scope)
        for choice in cases where try self.text(of: choice.when, &run, in: scope).hasSameBytes(as: text) {
            return try choice.then.evaluate(&run, in: scope)
        }
        return try otherwise?.evaluate(&run, in: scope) ?? .undefined
    }

    private func text(of node: any Node, _ run: inout Evaluation, in scope: Scope) throws(EvaluationError) -> String {
        let value = try node.evaluate(&run, in: scope)
        try run.spend(reading: value)
        return value.text
    }
}
