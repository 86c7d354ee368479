public import IML
public import PatchbayAuth
import PatchbayText
import PatchbayTransport

/// HTTP Digest authentication (RFC 7616): proves that one knows a password without sending it.
///
/// A request's `digest` object is `{username, password}`. The first request to a service goes out unsigned; its challenge
/// is learned from the 401 and answered, and later requests answer it at once, each with the next nonce count or the nonce the service named for it.
///
/// A connection spec of this kind has a root `digest` and an `info` directive that checks it.
public struct DigestHandler: AuthenticationHandler {
    private let counts = NonceCounts()

    /// Makes the handler.
    public init() {}

    /// `digest`.
    public var name: String { "digest" }

    /// What a user interface calls it.
    public var label: String { "HTTP Digest" }

    /// The one request that shows whether the password is right.
    public var directives: [Directive] {
        [Directive("info", refusing: ["pagination", "response.limit", "response.iterate", "response.output"])]
    }

    /// The object every directive's own one builds on.
    public var rootKeys: Set<String> { ["digest"] }

    /// Requests with a `digest` object are answered for.
    public var signingKey: String? { "digest" }

    /// Who asks.
    public var options: [HandlerOption] { [HandlerOption("username"), HandlerOption("password")] }

    /// Recognizes a spec by its root `digest`, unless it is a request itself.
    public func recognizes(_ shape: SpecShape) -> Bool {
        shape.has("digest") && !shape.has("url")
    }

    /// Makes the connection valid by a good answer to `info`.
    public func begin(_ session: any AuthorizationSession) async throws -> AuthorizationStep {
        try await verify(session)
        return .authorized
    }

    /// Asks the service with the credentials.
    public func verify(_ session: any AuthorizationSession) async throws {
        try await session.perform("info")
    }

    /// Answers the challenge the service is known to pose; leaves the request as it is while none is known.
    ///
    /// - Throws: `InvalidConfigurationError` when there is no username.
    public func sign(
        _ request: inout SignableRequest,
        with credentials: Value,
        context: SigningContext
    ) throws {
        let credentials = try DigestCredentials(credentials)
        request.headers.remove("authorization")
        guard let challenge = DigestChallenge(context.state.learned) else { return }
        let answer = DigestAnswer(
            challenge: challenge,
            count: counts.next(of: challenge.nonce),
            clientNonce: Hex.encode(context.randomBytes(16))
        )
        request.headers.set("Authorization", try answer.header(for: request, credentials))
    }

    /// Learns the challenge of a 401, unless the request answered that very one: then the password is wrong.
    public func reconsider(_ refusal: SignedAnswer, context: SigningContext) -> SigningState? {
        guard refusal.statusCode == 401,
            let challenge = DigestChallenge.strongest(in: refusal.headers.values("www-authenticate"))
        else { return nil }
        let sent = refusal.request.headers.first("authorization") ?? ""
        if sent.contains("nonce=\"\(challenge.nonce)\""), !challenge.isStale { return nil }
        var state = context.state
        state.learned = challenge.fields
        return state
    }

    /// Goes on with the nonce a service wants next (section 3.5, `nextnonce`), so that no request is refused for its old
    /// one.
    public func learn(from answer: SignedAnswer, context: SigningContext) -> SigningState? {
        guard let info = answer.headers.first("authentication-info"),
            let challenge = DigestChallenge(context.state.learned),
            let next = ChallengeReader.parameters(in: info)["nextnonce"]?.text, !next.isEmpty,
            !next.isExactly(challenge.nonce),
            answer.request.headers.contains("authorization")
        else { return nil }
        var state = context.state
        state.learned["nonce"] = .text(next)
        return state
    }
}
