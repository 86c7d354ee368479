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

    func evaluate(_ run: inout Evaluation) throws(EvaluationError) -> Value {
        try run.spend(1)
        return try condition.evaluate(&run).isTruthy ? then.evaluate(&run) : otherwise.evaluate(&run)
    }

    func appendText(to output: inout OutputBuffer, _ run: inout Evaluation) throws(EvaluationError) {
        try run.spend(1)
        try (condition.evaluate(&run).isTruthy ? then : otherwise).appendText(to: &output, &run)
    }
}

/// `ifempty(a, b, …)`: the first that is not empty, else the last; nothing after it is looked at.
final class IfEmptyNode: Node {
    let choices: Operands

    init(_ choices: [any Node]) {
        self.choices = Operands(choices)
    }

    func evaluate(_ run: inout Evaluation) throws(EvaluationError) -> Value {
        try run.spend(1)
        return try choices.firstValue(&run) { !$0.isEmpty }
    }

    func appendText(to output: inout OutputBuffer, _ run: inout Evaluation) throws(EvaluationError) {
        try run.spend(1)
        // What is empty leaves no text: it is the same whether the last choice is taken or not.
        try choices.visit { choice throws(EvaluationError) in
            if let place = choice.place(in: run) {
                if place.pointee.isEmpty { return false }
                place.appendText(to: &output)
                return true
            }
            let value = try choice.evaluate(&run)
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

    func evaluate(_ run: inout Evaluation) throws(EvaluationError) -> Value {
        try run.spend(1)
        let text = try self.text(of: subject, &run)
        for choice in cases where try self.text(of: choice.when, &run).hasSameBytes(as: text) {
            return try choice.then.evaluate(&run)
        }
        return try otherwise?.evaluate(&run) ?? .undefined
    }

    private func text(of node: any Node, _ run: inout Evaluation) throws(EvaluationError) -> String {
        let value = try node.evaluate(&run)
        try run.spend(reading: value)
        return value.text
    }
}
