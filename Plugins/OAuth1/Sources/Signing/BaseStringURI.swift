import IML
import PatchbayAuth
import PatchbayText

/// The base string's address (RFC 5849, section 3.4.1.2): scheme, authority and path.
///
/// Scheme and host in small letters, the scheme's own default port left out, no user, query or fragment, `/` for an empty
/// path; the rest of the path as it is sent.
enum BaseStringURI {
    /// The address's bytes.
    ///
    /// - Parameters:
    ///   - address: The request's address, taken apart.
    ///   - host: The `Host` header when the request has one: it is what the service sees.
    /// - Throws: `InvalidConfigurationError` for a host or a port that cannot be one.
    static func bytes(of address: WebAddress, host: String?) throws(PlatformError) -> [UInt8] {
        guard let scheme = Origin.Scheme(address.scheme) else {
            throw invalid(
                "The address to sign has the scheme '\(address.scheme.lowercased())'; OAuth 1.0 signs http and https only."
            )
        }
        var result: [UInt8] = []
        result.reserveCapacity(address.text.utf8.count)
        result.append(text: scheme.rawValue)
        result.append(literal: "://")
        try append(host.map { HostAndPort($0) } ?? address.host, of: scheme, to: &result)
        appendPath(address.path, to: &result)
        return result
    }

    private static func append(
        _ named: HostAndPort,
        of scheme: Origin.Scheme,
        to result: inout [UInt8]
    ) throws(PlatformError) {
        guard !named.host.isEmpty else { throw invalid("The address to sign has no host.") }
        for byte in named.host.utf8 { result.append(byte.lowercasedASCII) }
        guard let port = named.portNumber(of: scheme) else {
            throw invalid("The address to sign has the port '\(named.port ?? "")'; a port is a number from 1 to 65535.")
        }
        guard port != scheme.defaultPort else { return }
        result.append(UInt8(ascii: ":"))
        result.append(text: String(port))
    }

    /// Appends the path; bytes that cannot stand in an address as they are get escaped, as they are when it is sent.
    private static func appendPath(_ path: Substring, to result: inout [UInt8]) {
        if path.utf8.first != UInt8(ascii: "/") { result.append(UInt8(ascii: "/")) }
        path.utf8.withContiguousBytes { PercentEncoding.append($0, keeping: mayStand, to: &result) }
    }

    private static let mayStand = ASCIISet.visible.subtracting(ASCIISet("\"<>\\^`{|}"))

    private static func invalid(_ message: String) -> PlatformError {
        PlatformError(.invalidConfigurationError, message, path: "url")
    }
}
