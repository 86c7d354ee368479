import IML

/// What all calls of a runtime share beside its services.
final class SharedState: Sendable {
    /// What handlers learned about services.
    let signingStates = SigningStates()
    /// Refreshes of connections that are under way.
    let refreshes = ConnectionRefreshes()
    /// Authorizations users came back from in vain.
    let refusals = RefusedAuthorizations()
    /// What finds connections' secrets.
    let finders = ConnectionFinders()
    /// The last calls.
    let executions: ExecutionLog
    /// What every template sees before a call adds its own.
    let baseScope: Scope

    /// Prepares what calls share.
    init(_ services: RuntimeServices) {
        let limits = services.limits
        executions = ExecutionLog(capacity: limits.loggedCalls, mostBytes: limits.loggedBytes)
        var scope = Scope(randomBytes: services.randomBytes)
        scope[.environment] = .collection(services.environment)
        scope[.temp] = .collection([:])
        scope[.data] = .collection([:])
        scope[.metadata] = ["expect": .array([]), "interface": .array([])]
        scope[.scenario] = .collection([:])
        baseScope = scope
    }
}
