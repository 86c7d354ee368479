import IML
public import PatchbayAuth
import PatchbayText

/// OAuth 2.0 (RFC 6749) with PKCE (RFC 7636): authorization code, client credentials and password grants.
///
/// The spec's directives are `preauthorize`, `authorize`, `token`, `info`, `refresh` and `invalidate`. A spec without
/// `authorize` gets its token without a user. What the requests hold is the spec's own business; this handler adds the
/// `state`, the PKCE parameters where they are asked for, and decides when to refresh.
public struct OAuth2Handler: AuthenticationHandler {
    /// Makes the handler.
    ///
    /// - Parameter randomBytes: Gives unpredictable bytes, for PKCE's code verifier.
    public init(randomBytes: @escaping @Sendable (Int) -> [UInt8]) {
        self.randomBytes = randomBytes
    }

    let randomBytes: @Sendable (Int) -> [UInt8]

    /// `oauth2`.
    public var name: String { "oauth2" }

    /// What a user interface calls it.
    public var label: String { "OAuth 2.0" }

    /// The directives, in the order the flow runs them.
    public var directives: [Directive] {
        let refused: Set<String> = [
            "pagination", "response.limit", "response.iterate", "response.output", "response.wrapper",
        ]
        return [
            Directive("preauthorize", refusing: refused),
            Directive("authorize", refusing: refused, opensInBrowser: true),
            Directive("token", refusing: refused, issuesCredentials: true),
            Directive("info", refusing: refused),
            Directive("refresh", refusing: refused),
            Directive("invalidate", refusing: refused),
        ]
    }

    /// The root `oauth` object holds options such as `pkce`.
    public var rootKeys: Set<String> { ["oauth"] }

    /// What the root `oauth` object holds.
    public var options: [HandlerOption] { [HandlerOption("pkce", .flag)] }

    /// Recognizes a spec with a `token` directive that is not OAuth1's.
    public func recognizes(_ shape: SpecShape) -> Bool {
        shape.has("token") && !shape.has("requestToken") && !shape.has("accessToken")
    }

    /// A user is needed where there is an `authorize` directive.
    public func needsUser(_ shape: SpecShape) -> Bool {
        shape.has("authorize")
    }

    /// Sends the user to the service, or gets the token where no user is needed.
    public func begin(_ session: any AuthorizationSession) async throws -> AuthorizationStep {
        try await session.perform("preauthorize")
        guard needsUser(session.shape) else { return try await finish(session, proof: nil) }
        let proof = ProofKey(randomBytes(32))
        await session.offer(proof.templateEntries)
        var destination = try await session.destination(of: "authorize").address
        if let state = session.flowState { destination = destination.settingQuery("state", state) }
        if try await asksForProof(session) {
            destination = destination.addingQuery("code_challenge", proof.challenge)
                .addingQuery("code_challenge_method", "S256")
        }
        let pending = PendingAuthorization(notes: ["codeVerifier": .text(proof.verifier)])
        return .user(UserStep(url: destination.text, comesBack: .callback, pending: pending))
    }

    /// Takes the code the service sent back and exchanges it for a token.
    public func resume(
        _ session: any AuthorizationSession,
        pending: PendingAuthorization,
        answer: AuthorizationAnswer
    ) async throws -> AuthorizationStep {
        let query = try OAuth2Callback(answer).query
        let proof = pending.notes["codeVerifier"]?.asText.map(ProofKey.init(verifier:))
        if let proof { await session.offer(proof.templateEntries) }
        try await session.accept("authorize", query: query)
        return try await finish(session, proof: proof)
    }

    /// Asks the service who the connection belongs to.
    public func verify(_ session: any AuthorizationSession) async throws {
        try await session.perform("info")
    }

    /// Tells the service that the token is no longer used.
    public func invalidate(_ session: any AuthorizationSession) async throws {
        try await session.perform("invalidate")
    }

    private func finish(
        _ session: any AuthorizationSession,
        proof: ProofKey?
    ) async throws -> AuthorizationStep {
        var options = DirectiveOptions()
        if let proof, try await asksForProof(session) {
            options.bodyEntries = ["code_verifier": .text(proof.verifier)]
        }
        try await session.perform("token", options: options)
        try await session.perform("info")
        return .authorized
    }

    private func asksForProof(_ session: any AuthorizationSession) async throws -> Bool {
        try await session.rootObject("oauth")["pkce"].isTruthy
    }
}
