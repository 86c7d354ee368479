import PatchbayText

/// A checked request in the form the transfer engine takes it; texts for libcurl end with a zero byte.
struct PreparedRequest: Sendable {
    /// How libcurl frames the request.
    enum Framing: Sendable {
        /// Header only.
        case withoutBody
        /// Header only, and an answer without a body whatever its header says.
        case head
        /// With a `Content-Length`, zero too.
        case withBody(RequestBody)
    }

    /// Who is at the other end.
    let destination: Destination

    /// The method where `framing` does not imply it.
    let method: [UInt8]?

    /// How the request is framed.
    let framing: Framing

    /// The address to connect to, without path and query.
    let connectionURL: [UInt8]

    /// The target of the request line, byte for byte.
    let target: [UInt8]

    /// The header lines, and those that libcurl must leave out.
    let headers: HeaderLines

    /// The proxy; `nil` for a direct connection.
    let proxy: [UInt8]?

    /// `host:port:addresses` where the name is not the resolver's to answer.
    let resolution: [UInt8]?

    /// Certificates to trust in addition, in PEM.
    let certificates: String?

    /// Whether the request may be performed twice (RFC 9110, section 9.2.2), so that one on a kept connection that
    /// turned out dead is sent again.
    let isIdempotent: Bool

    /// The bounds.
    let limits: TransportLimits

    /// Takes the body of a successful answer piece by piece; `nil` gathers it.
    let takesBody: (@Sendable ([UInt8]) -> Void)?
}

/// The other end of a connection, as the guard and messages need it.
struct Destination: Sendable {
    /// Where the connection goes: the URL's origin, or what it was redirected to.
    let origin: Origin

    /// Whether the operator named the other end, so that the guard lets it pass: a redirection's target, a proxy.
    let isNamedByOperator: Bool

    /// Whether a proxy stands between.
    let isProxied: Bool

    /// Host and port for messages, such as `api.example.com` or `127.0.0.1:9000`.
    var name: String { origin.authority }
}

/// A text as libcurl takes it.
func zeroTerminated(_ text: String) -> [UInt8] {
    var bytes = [UInt8]()
    bytes.reserveCapacity(text.utf8.count + 1)
    bytes.append(contentsOf: text.utf8)
    bytes.append(0)
    return bytes
}
