/// A call of a function of the language.
final class BuiltinNode: Node {
    private let builtin: Builtin
    private let code: Builtin.Code
    private let arguments: Operands
    private let offset: Int

    init(_ builtin: Builtin, _ arguments: [any Node], offset: Int) {
        self.builtin = builtin
        if let prepared = builtin.prepare?(arguments.map({ ($0 as? ConstantNode)?.value })) {
            code = prepared
        } else {
            code = builtin.code
        }
        self.arguments = Operands(arguments)
        self.offset = offset
    }

    func evaluate(_ run: inout Evaluation) throws(EvaluationError) -> Value {
        try run.remembering { run throws(EvaluationError) in
            try call(&run) { (code, call) throws(EvaluationError) in
                if let write = code.writer { return try call.written(write) }
                return try code.body(&call)
            }
        }
    }

    func appendText(to output: inout OutputBuffer, _ run: inout Evaluation) throws(EvaluationError) {
        if run.storage.journal != nil { return try evaluate(&run).appendText(to: &output) }
        try call(&run) { (code, call) throws(EvaluationError) in
            if let write = code.writer {
                _ = try call.append(write, to: &output)
            } else {
                try code.body(&call).appendText(to: &output)
            }
        }
    }

    func pass(to call: inout FunctionCall, _ run: inout Evaluation) throws(EvaluationError) {
        if call.wantsElements, code.elementPath != nil, let list = arguments.first.place(in: run),
            list.elements != nil
        {
            // The other function looks at the elements where they stand, so that no array has to be made of them.
            try run.spend(arguments.count * 4 + 8)
            call.lend(list.pointee, mappedBy: code)
        } else {
            call.append(try evaluate(&run))
        }
    }

    @inline(__always)
    private func call<Result>(
        _ run: inout Evaluation,
        _ body: (Builtin.Code, inout FunctionCall) throws(EvaluationError) -> Result
    ) throws(EvaluationError) -> Result {
        // Memory of a size the compiler knows is taken without a question.
        if arguments.count <= 4 {
            return try withUnsafeTemporaryAllocation(of: Value.self, capacity: 4) { memory throws(EvaluationError) in
                try call(in: memory, &run, body)
            }
        }
        return try callWithMany(&run, body)
    }

    @inline(never)
    private func callWithMany<Result>(
        _ run: inout Evaluation,
        _ body: (Builtin.Code, inout FunctionCall) throws(EvaluationError) -> Result
    ) throws(EvaluationError) -> Result {
        let count = arguments.count
        return try withUnsafeTemporaryAllocation(of: Value.self, capacity: count) { memory throws(EvaluationError) in
            try call(in: memory, &run, body)
        }
    }

    @inline(__always)
    private func call<Result>(
        in memory: UnsafeMutableBufferPointer<Value>,
        _ run: inout Evaluation,
        _ body: (Builtin.Code, inout FunctionCall) throws(EvaluationError) -> Result
    ) throws(EvaluationError) -> Result {
        var call = FunctionCall(of: builtin, memory: memory, in: run.storage)
        try arguments.visit { argument throws(EvaluationError) in
            try argument.pass(to: &call, &run)
            return false
        }
        try run.spend(arguments.count * 4 + 8)
        call.stepsLeft = run.stepsLeft
        do throws(EvaluationError) {
            let result = try body(code, &call)
            run.stepsLeft = call.stepsLeft
            return result
        } catch {
            run.stepsLeft = call.stepsLeft
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
        try run.remembering(isWaitedFor: true) { run throws(EvaluationError) in try answer(&run) }
    }

    private func answer(_ run: inout Evaluation) throws(EvaluationError) -> Value {
        var values: [Value] = []
        for argument in arguments { values.append(try argument.evaluate(&run)) }
        try run.spend(values.count * 4 + 8)
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
