/// What a scope holds, shared by its copies until one of them changes.
///
/// Unchecked, and safe: only ``Scope`` changes it, and only while it is the sole owner, so nobody reads meanwhile.
/// For the same reason accesses need no check when they run.
final class ScopeStorage: @unchecked Sendable {
    /// The platform's variables, by the index of their ``Root``; memory of this object alone, which does not move.
    ///
    /// Before the first one stands undefined, for whoever needs a place where nothing is.
    let variables: UnsafeMutablePointer<Value>
    @exclusivity(unchecked) var extras: Fields
    /// The time zone functions take when they are not told one; follows ``Root/environment``.
    @exclusivity(unchecked) var zone: Zone
    @exclusivity(unchecked) var now: Timestamp
    @exclusivity(unchecked) var executionId: String
    @exclusivity(unchecked) var randomBytes: (@Sendable (Int) -> [UInt8])?
    @exclusivity(unchecked) var journal: ScriptJournal?
    @exclusivity(unchecked) var limits: EvaluationLimits
    @exclusivity(unchecked) var budget: EvaluationBudget?

    init(
        now: Timestamp,
        executionId: String,
        randomBytes: (@Sendable (Int) -> [UInt8])?,
        journal: ScriptJournal?,
        limits: EvaluationLimits,
        budget: EvaluationBudget?
    ) {
        variables = .allocate(capacity: 1 + Root.names.count) + 1
        (variables - 1).initialize(repeating: .undefined, count: 1 + Root.names.count)
        extras = Fields()
        zone = .utc
        self.now = now
        self.executionId = executionId
        self.randomBytes = randomBytes
        self.journal = journal
        self.limits = limits
        self.budget = budget
    }

    /// A copy with an owner of its own.
    init(copying other: ScopeStorage) {
        variables = .allocate(capacity: 1 + Root.names.count) + 1
        (variables - 1).initialize(from: other.variables - 1, count: 1 + Root.names.count)
        extras = other.extras
        zone = other.zone
        now = other.now
        executionId = other.executionId
        randomBytes = other.randomBytes
        journal = other.journal
        limits = other.limits
        budget = other.budget
    }

    deinit {
        (variables - 1).deinitialize(count: 1 + Root.names.count)
        (variables - 1).deallocate()
    }
}

extension ScopeStorage {
    /// Steps an evaluation begins with.
    @inline(__always)
    func firstSteps() -> Int {
        budget?.lend() ?? limits.steps
    }

    /// Gets more steps for an evaluation that has used up those it had.
    ///
    /// - Parameter stepsLeft: How many it used beyond, as a negative number; then those it has now.
    /// - Throws: When there are no more, and the interruption when it may not go on.
    @inline(never)
    func takeSteps(for stepsLeft: inout Int) throws(EvaluationError) {
        let overdrawn = -stepsLeft
        stepsLeft = 0
        guard let budget else { throw .steps(limit: limits.steps) }
        try budget.spend(overdrawn)
        stepsLeft = budget.lend()
    }
}
