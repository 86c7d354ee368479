public import PatchbayAuth

/// OAuth 1.0a (RFC 5849): three legs with a user, two without, and the signature of every request.
///
/// The spec's directives are `requestToken`, `authorize`, `accessToken`, `info` and `invalidate`; any of them may be
/// missing. The root `oauth` object is part of every directive's own; modules bring theirs.
public struct OAuth1Handler: AuthenticationHandler {
    /// Makes the handler.
    public init() {}

    /// `oauth1`.
    public var name: String { "oauth1" }

    /// What a user interface calls it.
    public var label: String { "OAuth 1.0a" }

    /// The directives, in the order the flow runs them.
    public var directives: [Directive] {
        let refused: Set<String> = [
            "aws", "pagination", "response.limit", "response.iterate", "response.output", "response.wrapper",
        ]
        return [
            Directive("requestToken", refusing: refused),
            Directive("authorize", refusing: refused, opensInBrowser: true),
            Directive("accessToken", refusing: refused, issuesCredentials: true),
            Directive("info", refusing: refused),
            Directive("invalidate", refusing: refused),
        ]
    }

    /// The object every directive's own one builds on.
    public var rootKeys: Set<String> { ["oauth"] }

    /// Requests with an `oauth` object are signed.
    public var signingKey: String? { "oauth" }

    /// The credentials and options of an `oauth` object.
    public var options: [HandlerOption] {
        let texts = [
            "consumer_key", "consumer_secret", "private_key", "token", "token_secret", "verifier", "callback", "realm",
            "timestamp", "nonce", "version", "body_hash",
        ]
        return texts.map { HandlerOption($0) } + [
            HandlerOption("signature_method", .word(SignatureMethod.allCases.map(\.rawValue))),
            HandlerOption("transport_method", .word(ParameterTransport.allCases.map(\.rawValue))),
            HandlerOption("allow_insecure", .flag),
            HandlerOption("callback_confirmed", .flag),
        ]
    }

    /// Recognizes a spec by `requestToken` or `accessToken`, or by a root `oauth` that is no part of a request or of
    /// OAuth 2.0.
    public func recognizes(_ shape: SpecShape) -> Bool {
        if shape.has("requestToken") || shape.has("accessToken") { return true }
        return shape.has("oauth") && !shape.has("token") && !shape.has("url")
    }

    /// A user is needed where there is an `authorize` directive.
    public func needsUser(_ shape: SpecShape) -> Bool {
        shape.has("authorize")
    }

    /// Asks the service who the connection belongs to.
    public func verify(_ session: any AuthorizationSession) async throws {
        try await session.perform("info")
    }

    /// Tells the service that the token is no longer used.
    public func invalidate(_ session: any AuthorizationSession) async throws {
        try await session.perform("invalidate")
    }
}
