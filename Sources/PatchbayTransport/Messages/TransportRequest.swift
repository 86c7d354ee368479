public import PatchbayText

/// One request as it goes on the wire.
///
/// What stands here is sent byte for byte: nothing is re-encoded, reordered or normalised after a signature was made
/// over it. Redirects are not followed.
public struct TransportRequest: Sendable {
    /// The method, any token of RFC 9110, section 5.6.2; case matters.
    public var method: String

    /// The absolute `http` or `https` address.
    ///
    /// Its path and query are sent as they are written, with dots, double slashes and percent-escapes untouched; a
    /// fragment is not sent. Control characters, spaces and a user name are refused.
    public var address: WebAddress

    /// The address as text.
    public var url: String {
        get { address.text }
        set { address = WebAddress(newValue) }
    }

    /// The header lines.
    ///
    /// One given here wins over what the transport would add by itself.
    public var headers: HeaderFields

    /// The body's bytes; `nil` when there is none.
    public var body: [UInt8]?

    /// The time for the whole exchange, from the call to the last byte of the answer.
    public var timeout: Duration

    /// Whether to offer compression with `Accept-Encoding`.
    ///
    /// Compressed answers are decoded in any case.
    public var acceptsCompression: Bool

    /// Certificates in PEM that are trusted for this request in addition to the system's.
    public var trustedCertificates: String?

    /// What this request may cost.
    public var limits: TransportLimits

    /// Takes the body of a successful (2xx) answer piece by piece instead of gathering it; `nil` gathers it.
    ///
    /// It is called on the transport's own thread: while it runs, nothing else of the transport does, so that a client
    /// with one request may block in it to set the pace. What it takes does not count towards the limit of the answer.
    public var takesBody: (@Sendable ([UInt8]) -> Void)?

    /// Whose request it is.
    ///
    /// Owners share the connections there are, each in the order of its requests: one owner takes at most half of them, and
    /// of those to one host, so that the others' requests go out at once however long its own take.
    public var owner: String

    /// Makes a request for an address, with the defaults of everything else: a `GET` without header lines of its own.
    public init(_ address: WebAddress) {
        self.init(url: "")
        self.address = address
    }

    /// Makes a request.
    ///
    /// - Parameters:
    ///   - method: Any token; `GET` unless given.
    ///   - url: The absolute address, already percent-encoded.
    ///   - headers: The header lines.
    ///   - body: The body's bytes.
    ///   - timeout: The time for the whole exchange; 40 seconds unless given.
    ///   - acceptsCompression: Whether `Accept-Encoding` is sent.
    ///   - trustedCertificates: Additional certificates in PEM.
    ///   - limits: The bounds of the request and its answer.
    ///   - owner: Whose request it is; those without one share as one owner does.
    public init(
        method: String = "GET",
        url: String,
        headers: HeaderFields = HeaderFields(),
        body: [UInt8]? = nil,
        timeout: Duration = .seconds(40),
        acceptsCompression: Bool = true,
        trustedCertificates: String? = nil,
        limits: TransportLimits = .default,
        owner: String = ""
    ) {
        self.method = method
        address = WebAddress(url)
        self.headers = headers
        self.body = body
        self.timeout = timeout
        self.acceptsCompression = acceptsCompression
        self.trustedCertificates = trustedCertificates
        self.limits = limits
        self.owner = owner
    }
}

extension TransportRequest: CustomStringConvertible, CustomDebugStringConvertible {
    /// Method, address without query, and sizes: nothing that is secret in a usual request.
    public var description: String {
        "\(method) \(address.originText)\(address.path) (\(headers.count) header lines, \(body?.count ?? 0) bytes)"
    }

    /// The same as the description.
    public var debugDescription: String { description }
}
