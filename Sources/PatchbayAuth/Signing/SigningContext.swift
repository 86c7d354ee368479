public import IML
public import PatchbayTransport

/// Everything beside the request and its credentials that a signature depends on.
public struct SigningContext: Sendable {
    /// The current time in seconds since 1970, from the host's clock, not corrected.
    public var now: Double

    /// Gives unpredictable bytes, as many as asked for.
    public var randomBytes: @Sendable (Int) -> [UInt8]

    /// The directive being sent, such as `requestToken`; `nil` for modules and RPCs.
    public var directive: String?

    /// This host's callback during an authorization, with the flow's `state`; `nil` elsewhere.
    public var callbackURL: String?

    /// What was learned about the service this request goes to.
    public var state: SigningState

    /// Makes a context.
    public init(
        now: Double,
        randomBytes: @escaping @Sendable (Int) -> [UInt8],
        directive: String? = nil,
        callbackURL: String? = nil,
        state: SigningState = SigningState()
    ) {
        self.now = now
        self.randomBytes = randomBytes
        self.directive = directive
        self.callbackURL = callbackURL
        self.state = state
    }
}

/// What a handler learned about one service from its answers; kept in memory per origin and handler.
public struct SigningState: Sendable, Equatable {
    /// Seconds to add to the host's clock to get the service's.
    public var clockOffset: Double

    /// Whatever else the handler learned, such as the parts of a challenge.
    public var learned: Fields

    /// Starts knowing nothing.
    public init(clockOffset: Double = 0, learned: Fields = [:]) {
        self.clockOffset = clockOffset
        self.learned = learned
    }
}

/// An answer to a signed request, with what its signer may want to know about it.
public struct SignedAnswer: Sendable {
    /// The request as it was sent.
    public var request: SignableRequest
    /// The status code.
    public var statusCode: Int
    /// The header lines of the answer.
    public var headers: HeaderFields

    /// Wraps an answer.
    public init(request: SignableRequest, statusCode: Int, headers: HeaderFields) {
        self.request = request
        self.statusCode = statusCode
        self.headers = headers
    }
}
