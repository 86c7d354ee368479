public import IML

/// One authentication type: it owns a kind of connection spec and everything that is special about it.
///
/// The core finds a handler by the shape of a connection's communication (``recognizes(_:)``), asks it to run the
/// authorization as steps, and gives it each outgoing request to sign. It never names a kind itself: a new one is a
/// directory under `Plugins/`, its line in the registry, and tests.
///
/// A handler keeps no state of its own. What it learns goes into the connection's data through the session, into the
/// ``PendingAuthorization`` while the user is away, or into a ``SigningState`` per service.
public protocol AuthenticationHandler: Sendable {
    /// The handler's name in the API and in diagnostics, such as `oauth1`. Lower case, unique in a registry.
    var name: String { get }

    /// What a user interface calls it, such as `OAuth 1.0a`.
    var label: String { get }

    /// The directives a connection spec of this kind may hold, in the order the flow runs them.
    ///
    /// Empty for a kind whose spec is a plain request (or an array of them) itself.
    var directives: [Directive] { get }

    /// The keys a spec of this kind may hold at its root beside the directives, such as `oauth`.
    var rootKeys: Set<String> { get }

    /// The key of a request whose object holds this kind's credentials and options, such as `oauth` or `aws`.
    ///
    /// `nil` for a kind that signs nothing. A request without that key is not given to ``sign(_:with:context:)``.
    var signingKey: String? { get }

    /// The entries of the object under ``signingKey``, or under ``rootKeys``, for validation.
    ///
    /// Empty for a kind that does not say: whatever stands there passes.
    var options: [HandlerOption] { get }

    /// Whether this handler owns connection specs of a shape.
    func recognizes(_ shape: SpecShape) -> Bool

    /// Whether an authorization of such a spec sends the user to the service in a browser.
    func needsUser(_ shape: SpecShape) -> Bool

    /// Starts the authorization of a new connection, or of an existing one again.
    ///
    /// - Parameter session: The connection as far as a handler may see and use it.
    /// - Returns: That it is done, or where the user has to go.
    /// - Throws: `PlatformError` when the service or the spec refuses; nothing of the connection is kept then.
    func begin(_ session: any AuthorizationSession) async throws -> AuthorizationStep

    /// Goes on with an authorization once the user is back.
    ///
    /// - Parameters:
    ///   - session: The connection, with `temp` as it was when the user was sent away.
    ///   - pending: What the handler asked to be kept meanwhile.
    ///   - answer: What the user, or the service by way of the user's browser, brought back.
    /// - Returns: That it is done, or the next place the user has to go.
    /// - Throws: `PlatformError` when the answer is not acceptable; the connection stays as it was.
    func resume(
        _ session: any AuthorizationSession,
        pending: PendingAuthorization,
        answer: AuthorizationAnswer
    ) async throws -> AuthorizationStep

    /// Checks that an authorized connection still works, by asking the service.
    func verify(_ session: any AuthorizationSession) async throws

    /// Whether the connection must be refreshed before its next call.
    func needsRefresh(_ session: any AuthorizationSession) async throws -> Bool

    /// Gets new credentials without the user, where the kind can.
    ///
    /// - Returns: Whether there was a way to refresh; `false` leaves the connection as it is.
    func refresh(_ session: any AuthorizationSession) async throws -> Bool

    /// Tells the service that the connection is no longer used.
    func invalidate(_ session: any AuthorizationSession) async throws

    /// Signs one attempt of one request.
    ///
    /// Called again for every retry and every redirect hop, on the request as it goes out that time.
    ///
    /// - Parameters:
    ///   - request: The request as it will be sent; what the handler leaves in it goes on the wire byte for byte.
    ///   - credentials: The evaluated object under ``signingKey``.
    ///   - context: Time, randomness and what was learned about the service.
    /// - Throws: `PlatformError` of type `InvalidConfigurationError` when the object does not say enough.
    func sign(_ request: inout SignableRequest, with credentials: Value, context: SigningContext) throws

    /// Looks at an answer to a signed request and decides whether signing once more, knowing more, could succeed.
    ///
    /// - Returns: What was learned (a clock offset, a challenge); `nil` when the answer stands. At most one more attempt
    ///   is made for a request.
    func reconsider(_ refusal: SignedAnswer, context: SigningContext) -> SigningState?

    /// Looks at an answer that stands, good or bad, for what the next requests to the service may be signed with.
    ///
    /// - Returns: What was learned, such as the nonce to use next; `nil` for nothing new.
    func learn(from answer: SignedAnswer, context: SigningContext) -> SigningState?
}

extension AuthenticationHandler {
    /// No directives.
    public var directives: [Directive] { [] }

    /// No keys beside the directives.
    public var rootKeys: Set<String> { [] }

    /// Signs nothing.
    public var signingKey: String? { nil }

    /// Does not say.
    public var options: [HandlerOption] { [] }

    /// No user is needed.
    public func needsUser(_ shape: SpecShape) -> Bool { false }

    /// A kind without a user in the middle has nothing to resume.
    public func resume(
        _ session: any AuthorizationSession,
        pending: PendingAuthorization,
        answer: AuthorizationAnswer
    ) async throws -> AuthorizationStep {
        throw PlatformError(.runtimeError, "A \(label) connection has no authorization step that waits for a user.")
    }

    /// Never due.
    public func needsRefresh(_ session: any AuthorizationSession) async throws -> Bool { false }

    /// There is no way to refresh.
    public func refresh(_ session: any AuthorizationSession) async throws -> Bool { false }

    /// The service is not told.
    public func invalidate(_ session: any AuthorizationSession) async throws {}

    /// Leaves the request as it is.
    public func sign(_ request: inout SignableRequest, with credentials: Value, context: SigningContext) throws {}

    /// Every answer stands.
    public func reconsider(_ refusal: SignedAnswer, context: SigningContext) -> SigningState? { nil }

    /// There is nothing to learn from answers that stand.
    public func learn(from answer: SignedAnswer, context: SigningContext) -> SigningState? { nil }
}
