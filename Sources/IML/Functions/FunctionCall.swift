/// One call of a function: its arguments, and what it may see and spend.
struct FunctionCall {
    /// The function that is called.
    let function: Builtin
    /// The arguments, evaluated; those left out at the end are not there.
    let arguments: [Value]
    /// What the expression sees: the time, chance, limits and the time zone.
    let scope: Scope
    /// Steps that are left.
    private(set) var stepsLeft: Int

    init(of function: Builtin, arguments: [Value], scope: Scope, steps: Int) {
        self.function = function
        self.arguments = arguments
        self.scope = scope
        stepsLeft = steps
    }

    /// The function's name.
    var name: String { function.name }

    /// How many arguments there are.
    var count: Int { arguments.count }

    /// The time zone to take without an argument that names one.
    var zone: Zone { scope.zone }

    /// The time the evaluation takes place at.
    var now: Timestamp { scope.now }

    /// A random position below a bound, which has to be positive.
    func drawIndex(below bound: Int) -> Int { scope.drawIndex(below: bound) }

    /// Counts work: a step for an element, a piece or some 64 bytes handled.
    ///
    /// - Throws: When the evaluation has no steps left.
    mutating func spend(_ steps: Int) throws(EvaluationError) {
        stepsLeft -= steps
        if stepsLeft < 0 { throw .steps(limit: scope.limits.steps) }
    }

    /// The text as a value, when it is not longer than allowed.
    func result(_ text: String) throws(EvaluationError) -> Value {
        if text.utf8.count > scope.limits.outputBytes { throw .output(limit: scope.limits.outputBytes) }
        return .text(text)
    }

    /// The bytes as a value, when they are not more than allowed.
    func result(_ bytes: [UInt8]) throws(EvaluationError) -> Value {
        if bytes.count > scope.limits.outputBytes { throw .output(limit: scope.limits.outputBytes) }
        return .binary(Binary(bytes))
    }
}

extension EvaluationError {
    /// The evaluation works too long.
    static func steps(limit: Int) -> EvaluationError {
        EvaluationError(.runtimeError, "The evaluation takes more than \(limit) steps.", limit: "steps")
    }

    /// A text grows too long.
    static func output(limit: Int) -> EvaluationError {
        EvaluationError(.runtimeError, "The evaluation gives more than \(limit) bytes.", limit: "output")
    }

    /// A value nests too deep.
    static func depth(limit: Int) -> EvaluationError {
        EvaluationError(.runtimeError, "The value nests deeper than \(limit) levels.", limit: "depth")
    }
}
