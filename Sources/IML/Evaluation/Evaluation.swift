/// One run of a template: what it may still spend, and what comes of it.
///
/// What it sees, the scope, goes beside it from node to node, so that nobody has to take a reference to it.
struct Evaluation: ~Copyable {
    /// The longest text or run of bytes that may come out.
    let outputLimit: Int
    /// Steps that are left until the budget is asked for more, or, where there is none, until the end.
    private(set) var stepsLeft: Int
    /// What the evaluations of the call may do together.
    let budget: EvaluationBudget?
    /// The most steps without a budget.
    private let stepLimit: Int
    /// Where in its source the expression that failed stands.
    private(set) var failurePlace: Int?

    /// What an evaluation takes however little there is to evaluate.
    private static let stepsOfItself = 16

    private init(in scope: borrowing Scope) {
        let limits = scope.limits
        outputLimit = limits.outputBytes
        stepLimit = limits.steps
        budget = scope.budget
        stepsLeft = (budget?.lend() ?? stepLimit) - Evaluation.stepsOfItself
    }

    /// Runs something in a scope.
    @inline(__always)
    static func run<Result>(
        in scope: Scope,
        _ body: (inout Evaluation) throws(EvaluationError) -> Result
    ) throws(EvaluationError) -> Result {
        var run = Evaluation(in: scope)
        defer { run.budget?.takeBack(run.stepsLeft) }
        return try body(&run)
    }

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
        if stepsLeft < 0 { try takeSteps() }
    }

    /// Gets more steps when those there were are used up and overdrawn.
    ///
    /// - Throws: When there are no more, and the interruption when it may not go on.
    @inline(never)
    private mutating func takeSteps() throws(EvaluationError) {
        let overdrawn = -stepsLeft
        stepsLeft = 0
        guard let budget else { throw .steps(limit: stepLimit) }
        try budget.spend(overdrawn)
        stepsLeft = budget.lend()
    }

    /// The most steps that can still be taken.
    var mostSteps: Int { stepsLeft + (budget?.left ?? 0) }

    /// Evaluates a part, unless an earlier run of the same evaluation has its value (``ScriptJournal``).
    ///
    /// - Parameters:
    ///   - isWaitedFor: Whether the value is worth keeping however few steps it took here.
    ///   - scope: Where the journal of the runs is.
    ///   - evaluate: Evaluates it.
    @inline(__always)
    mutating func remembering(
        isWaitedFor: Bool = false,
        in scope: Scope,
        _ evaluate: (inout Evaluation) throws(EvaluationError) -> Value
    ) throws(EvaluationError) -> Value {
        if !scope.hasJournal { return try evaluate(&self) }
        return try remembered(in: scope, isWaitedFor, evaluate)
    }

    @inline(never)
    private mutating func remembered(
        in scope: Scope,
        _ isWaitedFor: Bool,
        _ evaluate: (inout Evaluation) throws(EvaluationError) -> Value
    ) throws(EvaluationError) -> Value {
        guard let journal = scope.journal else { return try evaluate(&self) }
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
    private var stepsTaken: Int { (budget?.mark ?? 0) - stepsLeft }

    /// Counts what it takes to read a value as a text or a number.
    @inline(__always)
    mutating func spend(reading value: borrowing Value) throws(EvaluationError) {
        let work = value.readingWork
        if work > 0 { try spend(work) }
    }
}
