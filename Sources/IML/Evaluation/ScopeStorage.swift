/// What a scope holds, shared by its copies until one of them changes.
///
/// Unchecked, and safe: only ``Scope`` changes it, and only while it is the sole owner, so nobody reads meanwhile.
final class ScopeStorage: @unchecked Sendable {
    var slots: [Value]
    var extras: Fields
    /// The time zone functions take when they are not told one; follows ``Root/environment``.
    var zone: Zone
    var now: Timestamp
    var executionId: String
    var randomBytes: (@Sendable (Int) -> [UInt8])?
    var journal: ScriptJournal?
    var limits: EvaluationLimits

    init(
        now: Timestamp,
        executionId: String,
        randomBytes: (@Sendable (Int) -> [UInt8])?,
        journal: ScriptJournal?,
        limits: EvaluationLimits
    ) {
        slots = [Value](repeating: .undefined, count: Root.names.count)
        extras = Fields()
        zone = .utc
        self.now = now
        self.executionId = executionId
        self.randomBytes = randomBytes
        self.journal = journal
        self.limits = limits
    }

    /// A copy with an owner of its own.
    init(copying other: ScopeStorage) {
        slots = other.slots
        extras = other.extras
        zone = other.zone
        now = other.now
        executionId = other.executionId
        randomBytes = other.randomBytes
        journal = other.journal
        limits = other.limits
    }
}
