public import PatchbayText

/// How a ``CurlTransport`` behaves for all of its requests.
public struct TransportConfiguration: Sendable {
    /// The `User-Agent` of requests that name none.
    public var userAgent = "Patchbay/1.0"

    /// Which addresses may be reached; public ones unless told otherwise.
    public var addressGuard = AddressGuard()

    /// Origins whose requests go elsewhere; none unless told otherwise.
    public var redirects = OriginRedirects()

    /// The proxies in use; none unless told otherwise.
    public var proxies = ProxySettings.none

    /// Where host names get their addresses from.
    public var nameResolution = NameResolution.system

    /// A PEM file with the certificates to trust instead of the system's.
    public var certificateFile: String?

    /// Whether HTTP/2 is offered to `https` servers.
    ///
    /// Plain `http` is always HTTP/1.1.
    public var offersHTTP2 = true

    /// Connections at a time, idle ones included, and requests that are on one; further ones wait, within their timeout.
    ///
    /// Requests of one ``TransportRequest/owner`` get at most half of them: what is under way is never ended for others, so
    /// the rest stays free for those. The second owner gets half of the rest, and so on.
    public var connections = 512

    /// Connections at a time to one host, and requests that are on one; shared between owners in the same way.
    public var connectionsPerHost = 256

    /// The descriptors a connection takes at most: two while it is made, when its name is looked up and when two addresses
    /// are tried, and one afterwards.
    public static let descriptorsPerConnection = 2

    /// The time after which an idle connection is not used again.
    public var idleConnectionLifetime: Duration = .seconds(60)

    /// Requests at a time, waiting ones included; a further one ends with ``TransportError/Code/overloaded``.
    ///
    /// They too are shared between owners: one gets at most half of them.
    public var requests = 10_000

    /// Told of every request when it has ended; runs in the task of its caller, and must not block.
    public var observer: (@Sendable (TransferReport) -> Void)?

    /// The configuration of a host that was not configured otherwise.
    public init() {}
}

/// What is told of a request that has ended, for metrics and logs.
public struct TransferReport: Sendable {
    /// The method.
    public let method: String

    /// Where the request went by its URL, before any redirection; `nil` when the URL could not be read.
    public let origin: Origin?

    /// The status code of the answer; `nil` when there was none.
    public let statusCode: Int?

    /// Why there was no answer.
    public let error: TransportError.Code?

    /// Where the time went.
    public let timings: TransportTimings

    init(
        _ method: String,
        _ origin: Origin?,
        statusCode: Int? = nil,
        error: TransportError.Code? = nil,
        timings: TransportTimings
    ) {
        self.method = method
        self.origin = origin
        self.statusCode = statusCode
        self.error = error
        self.timings = timings
    }
}
