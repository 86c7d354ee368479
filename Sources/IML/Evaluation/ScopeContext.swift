/// What a scope holds besides variables: the time, chance and limits.
///
/// It never changes, so that whoever evaluates reads it without a check; a scope that changes takes another one.
final class ScopeContext: Sendable {
    let settings: Settings

    struct Settings: Sendable {
        var now: Timestamp
        var executionId: String
        var randomBytes: (@Sendable (Int) -> [UInt8])?
        var journal: ScriptJournal?
        var limits: EvaluationLimits
        var budget: EvaluationBudget?
        /// The time zone functions take when they are not told one; follows ``Root/environment``.
        var zone = Zone.utc
    }

    init(_ settings: Settings) {
        self.settings = settings
    }
}
