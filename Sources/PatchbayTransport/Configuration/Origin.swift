/// Scheme, host and port of an address (RFC 6454).
public struct Origin: Sendable, Hashable, CustomStringConvertible {
    /// The schemes this transport speaks.
    public enum Scheme: String, Sendable, Hashable {
        /// HTTP in the clear.
        case http
        /// HTTP over TLS.
        case https

        /// The port when a URL names none.
        public var defaultPort: Int {
            switch self {
            case .http: 80
            case .https: 443
            }
        }
    }

    /// The scheme.
    public let scheme: Scheme

    /// The host in small letters; an IPv6 address without its brackets.
    public let host: String

    /// The port, the scheme's own when none was written.
    public let port: Int

    /// Reads an absolute URL that has nothing after the port but perhaps a `/`, such as `http://127.0.0.1:9000`.
    ///
    /// - Throws: ``TransportError`` with code ``TransportError/Code/invalidURL``.
    public init(_ text: String) throws(TransportError) {
        let address = try RequestAddress(text)
        guard address.target == [UInt8(ascii: "/")] else {
            throw TransportError(.invalidURL, "an origin has no path or query: only scheme, host and port")
        }
        self = address.origin
    }

    init(scheme: Scheme, host: String, port: Int) {
        self.scheme = scheme
        self.host = host
        self.port = port
    }

    /// Host and port as in a `Host` line: without the scheme's own port (RFC 9110, section 7.2).
    public var authority: String {
        port == scheme.defaultPort ? bracketedHost : "\(bracketedHost):\(port)"
    }

    /// The text it is read from.
    public var description: String { "\(scheme.rawValue)://\(authority)" }

    var bracketedHost: String {
        host.utf8.contains(UInt8(ascii: ":")) ? "[\(host)]" : host
    }
}
