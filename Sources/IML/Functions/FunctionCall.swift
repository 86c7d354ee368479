/// One call of a function: its arguments, and what it may see and spend.
///
/// It lives as long as the call: what it points to is held by the run and by the node that makes the call.
struct FunctionCall: ~Copyable {
    /// The function that is called; the table of functions holds it.
    private unowned(unsafe) let function: Builtin
    /// What the expression sees; whoever makes the call holds it.
    private unowned(unsafe) let storage: ScopeStorage
    /// Memory for the arguments, of which the first `count` are there.
    private let memory: UnsafeMutableBufferPointer<Value>
    /// How many arguments there are.
    private(set) var count = 0
    /// Which of the first 64 arguments are lent, a bit each: they belong to somebody else, who keeps them.
    private var lent: UInt64 = 0
    /// The code of the `map` that was left to this call.
    ///
    /// The first argument is then the list of that `map`, and what this function looks at stands at its path in the
    /// elements. The node of the `map` holds the code.
    private unowned(unsafe) var mapping: Builtin.Code?
    /// Steps that are left until the budget is asked for more, or, where there is none, until the end.
    var stepsLeft: Int

    /// Begins a call without arguments.
    ///
    /// - Parameters:
    ///   - function: What is called.
    ///   - memory: Room for the arguments, not initialized, which outlives the call.
    ///   - storage: What the expression sees.
    init(of function: Builtin, memory: UnsafeMutableBufferPointer<Value>, in storage: ScopeStorage) {
        self.function = function
        self.storage = storage
        self.memory = memory
        stepsLeft = storage.limits.steps
    }

    deinit {
        let areAllLent = count <= 64 && lent &+ 1 == 1 << UInt64(count)
        guard count > 0, !areAllLent, let start = memory.baseAddress else { return }
        for position in 0..<count where !isLent(position) { (start + position).deinitialize(count: 1) }
    }

    /// Adds an argument.
    mutating func append(_ argument: consuming Value) {
        memory.initializeElement(at: count, to: argument)
        count += 1
    }

    /// Adds an argument that somebody else keeps until the call has ended, without a reference of its own to it.
    @inline(__always)
    mutating func lend(_ argument: borrowing Value) {
        guard count < 64 else { return append(copy argument) }
        // The bits of a value are a value as long as the one they are of is kept; they are not deinitialized.
        withUnsafeBytes(of: argument) { bits in
            UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(memory)[offset(of: count)...])
                .copyMemory(from: bits)
        }
        lent |= 1 << UInt64(count)
        count += 1
    }

    /// Whether the next argument is only looked at with ``visitElements(_:)``.
    var wantsElements: Bool { count == 0 && function.visitsElements }

    /// Adds an array as the first argument of which the function sees what stands at the mapping's path in each element.
    @inline(__always)
    mutating func lend(_ list: borrowing Value, mappedBy mapping: Builtin.Code) {
        lend(list)
        self.mapping = mapping
    }

    /// How many elements the first argument has; `nil` when it is no array.
    @inline(__always)
    var elementCount: Int? { count > 0 ? place(0).elements?.count : nil }

    /// Looks at each element of the first argument, where that is an array.
    ///
    /// - Returns: Whether it is one.
    @inline(__always)
    func visitElements(
        _ visit: (UnsafePointer<Value>) throws(EvaluationError) -> Void
    ) throws(EvaluationError) -> Bool {
        guard count > 0, let elements = place(0).elements else { return false }
        guard let start = elements.baseAddress else { return true }
        if let path = mapping?.elementPath {
            for position in elements.indices { try path.look(in: start + position, visit) }
        } else {
            for position in elements.indices { try visit(start + position) }
        }
        return true
    }

    private func isLent(_ position: Int) -> Bool {
        position < 64 && lent & (1 << UInt64(position)) != 0
    }

    private func offset(of position: Int) -> Int { position * MemoryLayout<Value>.stride }

    /// The arguments, evaluated; those left out at the end are not there.
    var arguments: UnsafeBufferPointer<Value> { UnsafeBufferPointer(rebasing: memory[..<count]) }

    /// The function's name.
    var name: String { function.name }

    /// What the expression sees: the time, chance, limits and the time zone.
    var scope: Scope { Scope(storage) }

    /// How far the evaluation may go.
    var limits: EvaluationLimits { storage.limits }

    /// The time zone to take without an argument that names one.
    var zone: Zone { storage.zone }

    /// The time the evaluation takes place at.
    var now: Timestamp { storage.now }

    /// A random position below a bound, which has to be positive.
    func drawIndex(below bound: Int) -> Int { scope.drawIndex(below: bound) }

    /// Counts work, before it is done.
    ///
    /// A step stands for about 5 ns of it, whatever the function does, so that the limit of steps is one of time;
    /// `patchbay-bench steps` shows what a step of each function takes.
    ///
    /// - Throws: When the evaluation has no steps left, and the interruption when the budget lets it go on no longer.
    @inline(__always)
    mutating func spend(_ steps: Int) throws(EvaluationError) {
        stepsLeft -= steps
        if stepsLeft < 0 { try storage.takeSteps(for: &stepsLeft) }
    }

    /// The most steps the call can still take.
    var mostSteps: Int { stepsLeft + (storage.budget?.left ?? 0) }

    /// What the evaluations of the call may do together.
    var budget: EvaluationBudget? { storage.budget }

    /// The text as a value, when it is not longer than allowed.
    @inline(__always)
    func result(_ text: String) throws(EvaluationError) -> Value {
        if text.utf8.count > limits.outputBytes { throw .output(limit: limits.outputBytes) }
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
        let limit = limits.outputBytes
        if output.count > limit { throw .output(limit: limit) }
        return isText
    }

    /// The bytes as a value, when they are not more than allowed.
    func result(_ bytes: [UInt8]) throws(EvaluationError) -> Value {
        if bytes.count > limits.outputBytes { throw .output(limit: limits.outputBytes) }
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
