/// One run of a template: what it sees, and what it may still spend.
struct Evaluation: ~Copyable {
    /// The scope's content; not owned, and safe: ``run(in:_:)`` makes every evaluation, and holds the scope meanwhile.
    unowned(unsafe) let storage: ScopeStorage
    /// The platform's variables, by the index of their ``Root``; they last as long as the run.
    let variables: UnsafePointer<Value>
    /// A place where undefined stands, as long as the run.
    var nowhere: UnsafePointer<Value> { variables - 1 }
    /// The longest text or run of bytes that may come out.
    let outputLimit: Int
    /// Steps that are left until the budget is asked for more, or, where there is none, until the end.
    var stepsLeft: Int
    /// Where in its source the expression that failed stands.
    private(set) var failurePlace: Int?

    /// What an evaluation takes however little there is to evaluate.
    private static let stepsOfItself = 16

    private init(_ storage: ScopeStorage) {
        self.storage = storage
        variables = UnsafePointer(storage.variables)
        outputLimit = storage.limits.outputBytes
        stepsLeft = storage.firstSteps() - Evaluation.stepsOfItself
    }

    /// Runs something in a scope.
    @inline(__always)
    static func run<Result>(
        in scope: Scope,
        _ body: (inout Evaluation) throws(EvaluationError) -> Result
    ) throws(EvaluationError) -> Result {
        defer { withExtendedLifetime(scope) {} }
        var run = Evaluation(scope.storage)
        guard let budget = scope.storage.budget else { return try body(&run) }
        defer { budget.takeBack(run.stepsLeft) }
        return try body(&run)
    }

    /// What the expressions see.
    var scope: Scope { Scope(storage) }

    /// Notes where a failure happened; the innermost place counts.
    mutating func fails(at offset: Int) {
        if failurePlace == nil { failurePlace = offset }
    }

    /// Counts work.
    ///
    /// - Throws: When no steps are left, and the interruption when the budget lets it go on no longer.
    @inline(__always)
    mutating func spend(_ steps: Int) throws(EvaluationError) {
        stepsLeft -= steps
        if stepsLeft < 0 { try storage.takeSteps(for: &stepsLeft) }
    }

    /// Evaluates a part, unless an earlier run of the same evaluation has its value (``ScriptJournal``).
    ///
    /// - Parameters:
    ///   - isWaitedFor: Whether the value is worth keeping however few steps it took here.
    ///   - evaluate: Evaluates it.
    @inline(__always)
    mutating func remembering(
        isWaitedFor: Bool = false,
        _ evaluate: (inout Evaluation) throws(EvaluationError) -> Value
    ) throws(EvaluationError) -> Value {
        if storage.journal == nil { return try evaluate(&self) }
        return try remembered(isWaitedFor, evaluate)
    }

    @inline(never)
    private mutating func remembered(
        _ isWaitedFor: Bool,
        _ evaluate: (inout Evaluation) throws(EvaluationError) -> Value
    ) throws(EvaluationError) -> Value {
        guard let journal = storage.journal else { return try evaluate(&self) }
        let (part, known) = journal.visit()
        if let known {
            try spend(1)
            return known
        }
        let before = stepsTaken
        let value = try evaluate(&self)
        journal.keep(value, of: part, steps: isWaitedFor ? .max : stepsTaken - before)
        return value
    }

    /// Steps taken so far, counted from anywhere.
    private var stepsTaken: Int { (storage.budget?.mark ?? 0) - stepsLeft }

    /// Counts what it takes to read a value as a text or a number.
    @inline(__always)
    mutating func spend(reading value: borrowing Value) throws(EvaluationError) {
        let work = value.readingWork
        if work > 0 { try spend(work) }
    }
}
