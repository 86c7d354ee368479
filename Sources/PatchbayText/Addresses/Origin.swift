/// Scheme, host and port of an address that can be requested (RFC 6454).
public struct Origin: Sendable, Hashable, CustomStringConvertible {
    /// The schemes that can be requested.
    public enum Scheme: String, Sendable, Hashable, CaseIterable {
        /// HTTP in the clear.
        case http
        /// HTTP over TLS.
        case https

        /// The scheme of an address, in any case; `nil` for another.
        public init?(_ text: some StringProtocol) {
            guard let scheme = Self.allCases.first(where: { text.isSameIgnoringASCIICase($0.rawValue) }) else {
                return nil
            }
            self = scheme
        }

        /// The port when an address names none.
        public var defaultPort: Int {
            switch self {
            case .http: 80
            case .https: 443
            }
        }
    }

    /// Why an address has no origin.
    public struct Flaw: Error, Sendable, Hashable {
        /// What is wrong with the address, as it goes on behind "because": `it has no host`.
        public let reason: String
    }

    /// The scheme.
    public let scheme: Scheme

    /// The host in small letters and in ASCII; an IPv6 address without its brackets.
    public let host: String

    /// The port, the scheme's own when none was written.
    public let port: Int

    /// Takes the origin of an address.
    ///
    /// - Throws: ``Flaw``, which repeats nothing of the address but its host, since queries carry secrets.
    public init(_ address: WebAddress) throws(Flaw) {
        guard address.isAbsolute else { throw Flaw(reason: "it does not begin with http:// or https://") }
        guard let scheme = Scheme(address.scheme) else { throw Flaw(reason: "only http and https can be requested") }
        guard !address.hasUserInformation else {
            throw Flaw(reason: "it has a user name before the host; send credentials in an Authorization header")
        }
        let written = address.host
        let host = try Self.host(written.host)
        guard let port = written.portNumber(of: scheme) else {
            throw Flaw(reason: "its port is not a number from 1 to 65535")
        }
        self.init(scheme: scheme, host: host, port: port)
    }

    /// Makes an origin.
    ///
    /// - Parameters:
    ///   - scheme: The scheme.
    ///   - host: The host in small letters and in ASCII, an IPv6 address without brackets.
    ///   - port: The port.
    package init(scheme: Scheme, host: String, port: Int) {
        self.scheme = scheme
        self.host = host
        self.port = port
    }

    private static func host(_ written: Substring) throws(Flaw) -> String {
        if written.starts(withBytesOf: "[") {
            let inner = HostAndPort.unbracketed(written)
            guard case .v6? = IPAddress(inner) else {
                throw Flaw(reason: "the brackets of its host hold no IPv6 address")
            }
            return inner.lowercased()
        }
        guard !written.isEmpty else { throw Flaw(reason: "it has no host") }
        guard let host = HostName.asciiForm(String(written)), HostName.isWellFormed(host) else {
            throw Flaw(reason: "its host '\(written)' is not a host name")
        }
        return host.lowercased()
    }

    /// Host and port as in a `Host` line: without the scheme's own port (RFC 9110, section 7.2).
    public var authority: String {
        let host = HostAndPort.bracketed(host)
        return port == scheme.defaultPort ? host : "\(host):\(port)"
    }

    /// The text it is read from.
    public var description: String { "\(scheme.rawValue)://\(authority)" }
}
