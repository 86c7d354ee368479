extension TransportError {
    /// The kinds of trouble; compare with the constants, there may be more of them later.
    public struct Code: RawRepresentable, Sendable, Hashable, CustomStringConvertible {
        /// The name, as in metrics and logs.
        public let rawValue: String

        /// Names a code.
        public init(rawValue: String) {
            self.rawValue = rawValue
        }

        /// The name.
        public var description: String { rawValue }
    }
}

/// Refused before anything was sent.
extension TransportError.Code {
    /// The URL is not an absolute `http` or `https` address that can be sent as it is written.
    public static let invalidURL = Self(rawValue: "invalidURL")
    /// The method is not a token, or one that cannot be sent.
    public static let invalidMethod = Self(rawValue: "invalidMethod")
    /// A header line would break the request apart, or contradicts its body.
    public static let invalidHeader = Self(rawValue: "invalidHeader")
    /// The request's body or header is larger than its limits.
    public static let requestTooLarge = Self(rawValue: "requestTooLarge")
    /// The certificates to trust in addition are not PEM.
    public static let invalidCertificates = Self(rawValue: "invalidCertificates")
    /// The guard refused the address: loopback, private, link-local or otherwise not public.
    public static let addressRefused = Self(rawValue: "addressRefused")
    /// Too many requests are under way already.
    public static let overloaded = Self(rawValue: "overloaded")
    /// The transport was shut down.
    public static let shutDown = Self(rawValue: "shutDown")
}

/// Trouble on the way.
extension TransportError.Code {
    /// The time was over.
    public static let timeout = Self(rawValue: "timeout")
    /// The host name has no address.
    public static let nameResolution = Self(rawValue: "nameResolution")
    /// Nothing listens at the address.
    public static let connectionRefused = Self(rawValue: "connectionRefused")
    /// No connection for another reason, such as no route to the host.
    public static let connectionFailed = Self(rawValue: "connectionFailed")
    /// The connection broke, or was closed before an answer.
    public static let connectionReset = Self(rawValue: "connectionReset")
    /// The proxy did not do its part.
    public static let proxy = Self(rawValue: "proxy")
    /// The server's certificate is not to be trusted.
    public static let certificate = Self(rawValue: "certificate")
    /// The TLS handshake failed for another reason.
    public static let tls = Self(rawValue: "tls")
    /// The caller's task was cancelled.
    public static let cancelled = Self(rawValue: "cancelled")
    /// The HTTP library failed in a way that has no name here.
    public static let engine = Self(rawValue: "engine")
}

/// Answers that cannot be used.
extension TransportError.Code {
    /// The answer ended before its announced end.
    public static let partialBody = Self(rawValue: "partialBody")
    /// The body is not what `Content-Encoding` says.
    public static let badContentEncoding = Self(rawValue: "badContentEncoding")
    /// The body is larger than the limit.
    public static let responseTooLarge = Self(rawValue: "responseTooLarge")
    /// The body decompresses to far more than was received.
    public static let decompressionRatio = Self(rawValue: "decompressionRatio")
    /// The header has too many lines or bytes.
    public static let tooManyHeaders = Self(rawValue: "tooManyHeaders")
    /// The answer is not HTTP.
    public static let malformedResponse = Self(rawValue: "malformedResponse")
}

extension TransportError.Code {
    /// Whether the network or the server's machine is the cause, so that the same request may succeed later.
    ///
    /// An answer that is no HTTP, or is not coded as it says, counts too: it comes from a server in trouble, or from
    /// something else that answered in its place.
    public var isConnectionTrouble: Bool {
        Self.connectionTroubles.contains(self)
    }

    private static let connectionTroubles: Set<Self> = [
        .timeout, .nameResolution, .connectionRefused, .connectionFailed, .connectionReset, .proxy, .tls, .partialBody,
        .malformedResponse, .badContentEncoding, .overloaded,
    ]
}
