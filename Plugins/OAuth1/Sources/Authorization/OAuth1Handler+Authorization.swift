import IML
public import PatchbayAuth
import PatchbayText

extension OAuth1Handler {
    /// The callback of a client that has none: the service shows a code instead (RFC 5849, section 2.1).
    static let outOfBand = "oob"

    /// Under this name the issued token waits for the callback.
    private static let issuedToken = "issuedToken"

    /// Gets temporary credentials and sends the user to the service; without `authorize` goes through to the end.
    ///
    /// - Throws: `PlatformError` when the service refuses, does not confirm the callback, or issues no token.
    public func begin(_ session: any AuthorizationSession) async throws -> AuthorizationStep {
        let answer = try await session.perform("requestToken").map(TokenAnswer.init)
        guard needsUser(session.shape) else { return try await finish(session) }
        let root = try await session.rootObject("oauth")
        if let answer { try check(answer, root) }
        let destination = try await session.destination(of: "authorize")
        let asked = destination.credentials["token"]
        let issued = asked.isEmpty ? answer?.token : asked.text
        if answer != nil, issued == nil { throw Self.noToken }
        var pending = PendingAuthorization()
        if let issued {
            pending.correlation = Secret(issued)
            pending.notes[Self.issuedToken] = .text(issued)
        }
        let address = destination.address
        let asking = asked.isEmpty ? address : address.addingQuery("oauth_token", asked.text)
        let isOutOfBand = try await isOutOfBand(session, root)
        return .user(UserStep(url: asking.text, comesBack: isOutOfBand ? .verifier : .callback, pending: pending))
    }

    /// Exchanges the temporary credentials and the verifier for the user's token.
    ///
    /// - Throws: `PlatformError` when the answer is refused or the service gives no token.
    public func resume(
        _ session: any AuthorizationSession,
        pending: PendingAuthorization,
        answer: AuthorizationAnswer
    ) async throws -> AuthorizationStep {
        let issued = pending.notes[Self.issuedToken].map { Secret($0.text) }
        try await session.accept("authorize", query: OAuth1Callback(answer, issued: issued).query)
        return try await finish(session)
    }

    private func finish(_ session: any AuthorizationSession) async throws -> AuthorizationStep {
        try await session.perform("accessToken")
        try await session.perform("info")
        return .authorized
    }

    /// Section 2.1: a service that does not confirm the callback speaks a protocol open to session fixation.
    private func check(_ answer: TokenAnswer, _ root: Value) throws(PlatformError) {
        guard root["callback_confirmed"] != .bool(false), !answer.confirmsCallback else { return }
        guard answer.token != nil else { throw Self.noToken }
        throw PlatformError(
            .runtimeError,
            "The service did not confirm the callback (oauth_callback_confirmed=true), as OAuth 1.0a wants it. "
                + "If it only knows OAuth 1.0, set \"callback_confirmed\": false in the connection's root oauth.",
            path: "requestToken"
        )
    }

    private static var noToken: PlatformError {
        PlatformError(
            .runtimeError,
            "The service's answer to requestToken holds no oauth_token, so there is nothing to authorize.",
            path: "requestToken"
        )
    }

    /// Whether the user brings the verifier: `oob` at the root, or in the directive's own object.
    private func isOutOfBand(_ session: any AuthorizationSession, _ root: Value) async throws -> Bool {
        if root["callback"].text == Self.outOfBand { return true }
        guard session.shape.has("requestToken") else { return false }
        let credentials = try await session.destination(of: "requestToken").credentials
        return credentials["callback"].text == Self.outOfBand
    }
}
