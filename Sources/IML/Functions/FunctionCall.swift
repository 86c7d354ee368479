/// One call of a function: its arguments, and what it may see and spend.
struct FunctionCall: ~Copyable {
    /// The function's name.
    let name: String
    /// The time, chance, limits and the time zone.
    private let context: ScopeContext
    private let arguments: Arguments
    /// The code of the `map` that was left to this call.
    ///
    /// The first argument is then the list of that `map`, and what this function looks at stands at its path in the
    /// elements.
    private let mapping: Builtin.Code?
    /// The run the call is a part of; it has it until it ends.
    private var run: Evaluation

    /// Begins a call.
    ///
    /// - Parameters:
    ///   - function: What is called.
    ///   - arguments: What it is given.
    ///   - mapping: The code of the `map` that is left to the call; the first argument is the array it is of.
    ///   - context: What it may see.
    ///   - run: The run it is a part of.
    @inline(__always)
    init(
        of function: Builtin,
        _ arguments: consuming Arguments,
        mappedBy mapping: Builtin.Code? = nil,
        in context: ScopeContext,
        _ run: consuming Evaluation
    ) {
        name = function.name
        self.context = context
        self.arguments = arguments
        self.mapping = mapping
        self.run = run
    }

    /// Ends the call, and gives back the run.
    @inline(__always)
    consuming func end() -> Evaluation { run }

    /// How many arguments there are.
    var count: Int { arguments.count }

    /// The argument at a position from 0; undefined when it was left out.
    @inline(__always)
    func value(_ position: Int) -> Value { arguments[position] }

    /// Whether the argument was left out, is null or undefined.
    @inline(__always)
    func isMissing(_ position: Int) -> Bool { arguments[position].isMissing }

    /// The arguments from a position on.
    func values(from start: Int) -> [Value] { (min(start, count)..<count).map { arguments[$0] } }

    /// How many elements the first argument has; `nil` when it is no array.
    @inline(__always)
    var elementCount: Int? { arguments[0].asArray?.count }

    /// Looks at each element of the first argument, where that is an array.
    ///
    /// - Returns: Whether it is one.
    @inline(__always)
    func visitElements(
        _ visit: (Value) throws(EvaluationError) -> Void
    ) throws(EvaluationError) -> Bool {
        guard case .array(let elements) = arguments[0] else { return false }
        if let path = mapping?.elementPath {
            for element in elements { try path.look(in: element, visit) }
        } else {
            for element in elements { try visit(element) }
        }
        return true
    }

    /// How far the evaluation may go.
    var limits: EvaluationLimits { context.settings.limits }

    /// The time zone to take without an argument that names one.
    var zone: Zone { context.settings.zone }

    /// The time the evaluation takes place at.
    var now: Timestamp { context.settings.now }

    /// A random position below a bound, which has to be positive.
    func drawIndex(below bound: Int) -> Int { context.drawIndex(below: bound) }

    /// Counts work, before it is done.
    ///
    /// A step stands for about 5 ns of it, whatever the function does, so that the limit of steps is one of time;
    /// `patchbay-bench steps` shows what a step of each function takes.
    ///
    /// - Throws: When the evaluation has no steps left, and the interruption when the budget lets it go on no longer.
    @inline(__always)
    mutating func spend(_ steps: Int) throws(EvaluationError) {
        try run.spend(steps)
    }

    /// The most steps the call can still take.
    var mostSteps: Int { run.mostSteps }

    /// What the evaluations of the call may do together.
    var budget: EvaluationBudget? { run.budget }

    /// The text as a value, when it is not longer than allowed.
    @inline(__always)
    func result(_ text: String) throws(EvaluationError) -> Value {
        if text.utf8.count > run.outputLimit { throw .output(limit: run.outputLimit) }
        return .text(text)
    }

    /// What a writer writes as a value: null where it writes nothing.
    @inline(__always)
    mutating func written(_ write: Builtin.Writer) throws(EvaluationError) -> Value {
        var isText = false
        let text = try String.written { output throws(EvaluationError) in isText = try append(write, to: &output) }
        return isText ? .text(text) : .null
    }

    /// Appends what a writer writes, when that does not make more than allowed; gives whether it wrote a text.
    @inline(__always)
    mutating func append(
        _ write: Builtin.Writer,
        to output: inout OutputBuffer
    ) throws(EvaluationError) -> Bool {
        let start = output.count
        let isText = try write(&self, &output)
        try spend((output.count - start) >> 4)
        if output.count > run.outputLimit { throw .output(limit: run.outputLimit) }
        return isText
    }

    /// The bytes as a value, when they are not more than allowed.
    func result(_ bytes: [UInt8]) throws(EvaluationError) -> Value {
        if bytes.count > run.outputLimit { throw .output(limit: run.outputLimit) }
        return .binary(Binary(bytes))
    }
}

extension EvaluationError {
    /// The evaluation works too long.
    static func steps(limit: Int) -> EvaluationError {
        EvaluationError(.runtimeError, "The evaluation takes more than \(limit) steps.", limit: "steps")
    }

    /// The budget does not let the evaluation go on.
    static let interrupted = EvaluationError(.moduleTimeoutError, "The evaluation took too long.", limit: "time")

    /// A text grows too long.
    static func output(limit: Int) -> EvaluationError {
        EvaluationError(.runtimeError, "The evaluation gives more than \(limit) bytes.", limit: "output")
    }

    /// A value nests too deep.
    static func depth(limit: Int) -> EvaluationError {
        EvaluationError(.runtimeError, "The value nests deeper than \(limit) levels.", limit: "depth")
    }
}
