package import IML
package import PatchbayAuth

/// Keeps authorizations while their users are away, and hands each out once.
///
/// A flow is handed out to one asker only, however many ask at the same time and from however many hosts. Every method
/// may throw ``StoreError``.
package protocol FlowStore: Sendable {
    /// Keeps an authorization until its user is back.
    ///
    /// - Parameters:
    ///   - flow: The authorization.
    ///   - state: The unguessable text its callback will carry; it is not kept in a form it could be read from.
    func save(_ flow: FlowRecord, state: String) async throws

    /// Hands out the authorization whose callback carries a `state`.
    ///
    /// - Parameter correlation: What else the callback carries that has to be what the handler gave the authorization,
    ///   such as a request token; where it differs the authorization waits on. `nil` when it carries no such thing: that
    ///   is right for an authorization that was given none, and differs from any other.
    func takeFlow(state: String, correlation: Secret?, at now: Timestamp) async throws -> FlowOutcome

    /// Hands out the authorization a handler gave this correlation, such as the request token that was issued.
    func takeFlow(correlation: Secret, at now: Timestamp) async throws -> FlowOutcome

    /// Hands out the latest authorization that waits for a connection's user.
    func takeFlow(ofConnection id: String, at now: Timestamp) async throws -> FlowOutcome
}

extension FlowStore {
    /// Hands out the authorization whose callback carries a `state` and nothing else to tell it by.
    package func takeFlow(state: String, at now: Timestamp) async throws -> FlowOutcome {
        try await takeFlow(state: state, correlation: nil, at: now)
    }
}
