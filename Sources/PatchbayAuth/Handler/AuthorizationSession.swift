public import IML
public import PatchbayText
public import PatchbayTransport

/// A connection on its way to being authorized, as far as a handler may see and use it.
///
/// The session runs directives: it evaluates their templates, sends them through the host's transport with its limits,
/// takes `response.temp`, `response.data`, `metadata`, `uid` and `expires`, and raises their errors. A handler only says
/// which directive comes next and what must hold between them.
public protocol AuthorizationSession: AnyObject, Sendable {
    /// The outline of the spec: which directives it has.
    var shape: SpecShape { get }

    /// The address the service sends the user's browser back to.
    ///
    /// During an authorization it carries this flow's unguessable `state`.
    var callbackURL: String { get }

    /// This flow's unguessable `state` by itself; `nil` outside an authorization.
    ///
    /// For services that want the callback exactly as registered and carry a state of their own.
    var flowState: String? { get }

    /// The current time in seconds since 1970, from the host's clock.
    var now: Double { get }

    /// Sends a directive's request (or the spec's own requests, for `nil`) and takes its response into the connection.
    ///
    /// - Parameters:
    ///   - directive: The directive's name; `nil` for a spec that is itself a request or an array of requests.
    ///   - options: What the handler wants otherwise than the spec says.
    /// - Returns: The last answer; `nil` when nothing was sent (no such directive, or its condition did not hold).
    /// - Throws: `PlatformError` as the directive's `error` says.
    @discardableResult
    func perform(_ directive: String?, options: DirectiveOptions) async throws -> DirectiveAnswer?

    /// Lets the templates of the directives that follow read entries under `oauth`.
    func offer(_ entries: Fields) async

    /// Where a directive sends the user's browser: its `url` with its `qs`, and its evaluated signing object.
    ///
    /// - Throws: `PlatformError` when a template fails or the directive has no usable `url`.
    func destination(of directive: String) async throws -> BrowserDestination

    /// Evaluates a directive's response against what the callback brought, without sending anything.
    ///
    /// - Parameters:
    ///   - directive: The directive whose `response` is taken.
    ///   - query: What its templates read as `query`.
    /// - Throws: `PlatformError` as the directive's `valid` and `error` say.
    func accept(_ directive: String, query: Fields) async throws

    /// The evaluated object under a key at the root of the spec, such as `oauth`; undefined when there is none.
    func rootObject(_ key: String) async throws -> Value

    /// One entry of the connection's data.
    func data(_ key: String) async -> Value

    /// Puts entries into the connection's data, over what is there.
    ///
    /// They are stored before this returns when the connection exists already, so that a credential that replaces
    /// another is never lost. Undefined entries keep what is there.
    func store(_ entries: Fields) async throws

    /// Whether the expression under a directive's `condition` holds; `nil` when the directive has none.
    func condition(of directive: String) async throws -> Bool?
}

/// What a handler wants of a directive otherwise than its spec says.
public struct DirectiveOptions: Sendable {
    /// Entries added to the request's body where the spec has none of the name.
    public var bodyEntries: Fields

    /// Whether the request is sent even if its `condition` does not hold.
    public var ignoresCondition: Bool

    /// Asks for something special.
    public init(bodyEntries: Fields = [:], ignoresCondition: Bool = false) {
        self.bodyEntries = bodyEntries
        self.ignoresCondition = ignoresCondition
    }
}

extension AuthorizationSession {
    /// Sends a directive's request as its spec says and takes its response into the connection.
    ///
    /// - Parameter directive: The directive's name; `nil` for a spec that is itself a request or an array of requests.
    /// - Returns: The last answer; `nil` when nothing was sent.
    /// - Throws: `PlatformError` as the directive's `error` says.
    @discardableResult
    public func perform(_ directive: String?) async throws -> DirectiveAnswer? {
        try await perform(directive, options: DirectiveOptions())
    }
}

/// A service's answer to a directive.
public struct DirectiveAnswer: Sendable {
    /// The status code.
    public let statusCode: Int
    /// The header lines as received.
    public let headers: HeaderFields
    /// The body as the directive's `response.type` reads it.
    public let body: Value
    /// The body as received.
    public let bytes: [UInt8]

    /// Wraps an answer.
    public init(statusCode: Int, headers: HeaderFields, body: Value, bytes: [UInt8]) {
        self.statusCode = statusCode
        self.headers = headers
        self.body = body
        self.bytes = bytes
    }
}

/// Where a directive sends the user's browser.
public struct BrowserDestination: Sendable {
    /// The address with its own query parameters.
    public var address: WebAddress
    /// The evaluated signing object of the directive (its `oauth`), undefined when there is none.
    public var credentials: Value

    /// Describes a destination.
    public init(url: String, credentials: Value) {
        address = WebAddress(url)
        self.credentials = credentials
    }
}
