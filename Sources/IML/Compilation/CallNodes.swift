/// A call of a function of the language.
final class BuiltinNode: Node {
    let builtin: Builtin
    let arguments: [any Node]
    let offset: Int

    init(_ builtin: Builtin, _ arguments: [any Node], offset: Int) {
        self.builtin = builtin
        self.arguments = arguments
        self.offset = offset
    }

    func evaluate(_ run: inout Evaluation) throws(EvaluationError) -> Value {
        let values = try arguments.values(&run)
        try run.spend(values.count + 1)
        var call = FunctionCall(of: builtin, arguments: values, scope: run.scope, steps: run.stepsLeft)
        do {
            let value = try builtin.body(&call)
            run.stepsLeft = call.stepsLeft
            return value
        } catch {
            run.fails(at: offset)
            throw error
        }
    }
}

/// A call of a function of the app, answered from outside.
final class AppCallNode: Node {
    let name: String
    let arguments: [any Node]
    let offset: Int

    init(_ name: String, _ arguments: [any Node], offset: Int) {
        self.name = name
        self.arguments = arguments
        self.offset = offset
    }

    func evaluate(_ run: inout Evaluation) throws(EvaluationError) -> Value {
        let values = try arguments.values(&run)
        try run.spend(values.count + 1)
        do throws(EvaluationError) {
            guard let journal = run.scope.journal else {
                throw EvaluationError(.runtimeError, "The app's functions cannot be called here.", function: name)
            }
            return try journal.answer(to: ScriptCall(function: name, arguments: values))
        } catch {
            run.fails(at: offset)
            throw error
        }
    }
}

extension [any Node] {
    /// The values of all, in order.
    fileprivate func values(_ run: inout Evaluation) throws(EvaluationError) -> [Value] {
        var values: [Value] = []
        values.reserveCapacity(count)
        for node in self { values.append(try node.evaluate(&run)) }
        return values
    }
}

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
        return try (try condition.evaluate(&run)).isTruthy ? then.evaluate(&run) : otherwise.evaluate(&run)
    }
}

/// `ifempty(a, b, …)`: the first that is not empty, else the last; nothing after it is looked at.
final class IfEmptyNode: Node {
    let choices: [any Node]

    init(_ choices: [any Node]) {
        self.choices = choices
    }

    func evaluate(_ run: inout Evaluation) throws(EvaluationError) -> Value {
        try run.spend(1)
        var value = Value.undefined
        for choice in choices {
            value = try choice.evaluate(&run)
            if !value.isEmpty { return value }
        }
        return value
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
        let text = try subject.evaluate(&run).text
        for choice in cases where try choice.when.evaluate(&run).text.hasSameBytes(as: text) {
            return try choice.then.evaluate(&run)
        }
        return try otherwise?.evaluate(&run) ?? .undefined
    }
}
