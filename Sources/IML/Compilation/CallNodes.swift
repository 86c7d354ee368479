/// A call of a function of the language.
final class BuiltinNode: Node {
    private let builtin: Builtin
    private let code: Builtin.Code
    /// The arguments, without the first where that is left to the function.
    private let arguments: Operands
    private let offset: Int
    /// The `map` that is the first argument of a function that only looks at the elements.
    ///
    /// The function finds them in the array the `map` is of, so that no array has to be made of them.
    private let mapping: Mapping?
    /// Steps of the call itself.
    private let steps: Int

    fileprivate struct Mapping: Sendable {
        let map: BuiltinNode
        let list: PathNode
    }

    init(_ builtin: Builtin, _ arguments: [any Node], offset: Int) {
        self.builtin = builtin
        if let prepared = builtin.prepare?(arguments.map({ ($0 as? ConstantNode)?.value })) {
            code = prepared
        } else {
            code = builtin.code
        }
        mapping = builtin.visitsElements ? (arguments.first as? BuiltinNode)?.asMapping : nil
        self.arguments = Operands(mapping == nil ? arguments : Array(arguments.dropFirst()))
        self.offset = offset
        steps = arguments.count * 4 + 8
    }

    private var asMapping: Mapping? {
        guard code.elementPath != nil, let list = arguments.first as? PathNode else { return nil }
        return Mapping(map: self, list: list)
    }

    func evaluate(_ run: inout Evaluation, in scope: Scope) throws(EvaluationError) -> Value {
        if scope.hasJournal {
            try run.remembering(in: scope) { run throws(EvaluationError) in try value(&run, in: scope) }
        } else {
            try value(&run, in: scope)
        }
    }

    private func value(_ run: inout Evaluation, in scope: Scope) throws(EvaluationError) -> Value {
        var given = Arguments()
        let mapping = try give(&given, &run, in: scope)
        var call = FunctionCall(of: builtin, given, mappedBy: mapping, in: scope.context, run)
        do throws(EvaluationError) {
            let value = if let write = code.writer { try call.written(write) } else { try code.body(&call) }
            run = call.end()
            return value
        } catch {
            run = call.end()
            run.fails(at: offset)
            throw error
        }
    }

    func appendText(to output: inout OutputBuffer, _ run: inout Evaluation, in scope: Scope) throws(EvaluationError) {
        guard !scope.hasJournal, let write = code.writer else {
            return try evaluate(&run, in: scope).appendText(to: &output)
        }
        var given = Arguments()
        let mapping = try give(&given, &run, in: scope)
        var call = FunctionCall(of: builtin, given, mappedBy: mapping, in: scope.context, run)
        do throws(EvaluationError) {
            _ = try call.append(write, to: &output)
            run = call.end()
        } catch {
            run = call.end()
            run.fails(at: offset)
            throw error
        }
    }

    /// Evaluates the arguments.
    ///
    /// - Returns: The code of the `map` that is left to the function; the first argument is then the array it is of.
    @inline(__always)
    private func give(
        _ given: inout Arguments,
        _ run: inout Evaluation,
        in scope: Scope
    ) throws(EvaluationError) -> Builtin.Code? {
        let code = try mapping.flatMap { mapping throws(EvaluationError) in
            try mapping.give(&given, &run, in: scope)
        }
        try arguments.visit { argument throws(EvaluationError) in
            given.append(try argument.evaluate(&run, in: scope))
            return false
        }
        try run.spend(steps)
        return code
    }
}

extension BuiltinNode.Mapping {
    /// Gives a function the array, or else what `map` makes of what is none.
    @inline(never)
    fileprivate func give(
        _ given: inout Arguments,
        _ run: inout Evaluation,
        in scope: Scope
    ) throws(EvaluationError) -> Builtin.Code? {
        let list = try list.evaluate(&run, in: scope)
        guard case .array = list else {
            given.append(try map.evaluate(&run, in: scope))
            return nil
        }
        try run.spend(map.steps)
        given.append(list)
        return map.code
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

    func evaluate(_ run: inout Evaluation, in scope: Scope) throws(EvaluationError) -> Value {
        try run.remembering(isWaitedFor: true, in: scope) { run throws(EvaluationError) in try answer(&run, in: scope) }
    }

    private func answer(_ run: inout Evaluation, in scope: Scope) throws(EvaluationError) -> Value {
        var values: [Value] = []
        for argument in arguments { values.append(try argument.evaluate(&run, in: scope)) }
        try run.spend(values.count * 4 + 8)
        do throws(EvaluationError) {
            guard let journal = scope.journal else {
                throw EvaluationError(.runtimeError, "The app's functions cannot be called here.", function: name)
            }
            return try journal.answer(to: ScriptCall(function: name, arguments: values))
        } catch {
            run.fails(at: offset)
            throw error
        }
    }
}
