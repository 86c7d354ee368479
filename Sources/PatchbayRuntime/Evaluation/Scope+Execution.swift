import IML

extension Scope {
    /// What every template of a call sees: an empty `temp`, the environment, the time and the call's id.
    init(_ execution: Execution, environment: Fields = [:]) {
        self = execution.shared.baseScope
        now = Timestamp(secondsSinceEpoch: execution.startedAt)
        executionId = execution.id
        budget = execution.budget
        guard !environment.isEmpty else { return }
        var shown = execution.services.environment
        shown.merge(environment)
        self[.environment] = .collection(shown)
    }
}
