/// A call of a function of the language.
final class BuiltinNode: Node {
    let builtin: Builtin
    let body: Builtin.Body
    let arguments: Operands
    let offset: Int

    init(_ builtin: Builtin, _ arguments: [any Node], offset: Int) {
        self.builtin = builtin
        body = builtin.prepare?(arguments.map { ($0 as? ConstantNode)?.value }) ?? builtin.body
        self.arguments = Operands(arguments)
        self.offset = offset
    }

    func evaluate(_ run: inout Evaluation) throws(EvaluationError) -> Value {
        let count = arguments.count
        return try withUnsafeTemporaryAllocation(of: Value.self, capacity: count) { memory throws(EvaluationError) in
            var call = FunctionCall(of: builtin, memory: memory, in: run.storage)
            try arguments.visit { argument throws(EvaluationError) in
                try argument.pass(to: &call, &run)
                return false
            }
            try run.spend(count + 1)
            call.stepsLeft = run.stepsLeft
            do throws(EvaluationError) {
                let value = try body(&call)
                run.stepsLeft = call.stepsLeft
                return value
            } catch {
                run.fails(at: offset)
                throw error
            }
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
        var values: [Value] = []
        for argument in arguments { values.append(try argument.evaluate(&run)) }
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
