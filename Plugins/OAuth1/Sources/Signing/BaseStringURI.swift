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
    static func bytes(of address: AddressParts, host: String?) throws(PlatformError) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(address.bytes.count)
        for byte in address.scheme { result.append(byte.lowercasedASCII) }
        let scheme = String(decoding: result, as: UTF8.self)
        result += Array("://".utf8)
        let authority = host.map { Array($0.utf8)[...] } ?? address.authority
        try append(authority, defaultPort: defaultPort(of: scheme), to: &result)
        appendPath(address.path, to: &result)
        return result
    }

    private static func defaultPort(of scheme: String) throws(PlatformError) -> Int {
        switch scheme {
        case "http": return 80
        case "https": return 443
        default:
            throw invalid("The address to sign has the scheme '\(scheme)'; OAuth 1.0 signs http and https only.")
        }
    }

    private static func append(
        _ authority: ArraySlice<UInt8>,
        defaultPort: Int,
        to result: inout [UInt8]
    ) throws(PlatformError) {
        let (host, port) = split(authority)
        guard !host.isEmpty else { throw invalid("The address to sign has no host.") }
        for byte in host { result.append(byte.lowercasedASCII) }
        guard !port.isEmpty else { return }
        let text = String(decoding: port, as: UTF8.self)
        guard let number = Int(text), (1...65_535).contains(number), text.utf8.first != UInt8(ascii: "+") else {
            throw invalid("The address to sign has the port '\(text)'; a port is a number from 1 to 65535.")
        }
        guard number != defaultPort else { return }
        result.append(UInt8(ascii: ":"))
        result += Array(String(number).utf8)
    }

    /// The host, in its brackets if it has any, and what follows its colon.
    private static func split(_ authority: ArraySlice<UInt8>) -> (host: ArraySlice<UInt8>, port: ArraySlice<UInt8>) {
        var searched = authority
        if authority.first == UInt8(ascii: "["), let end = authority.firstIndex(of: UInt8(ascii: "]")) {
            searched = authority[(end + 1)...]
        }
        guard let colon = searched.firstIndex(of: UInt8(ascii: ":")) else { return (authority, []) }
        return (authority[..<colon], authority[(colon + 1)...])
    }

    /// Appends the path; bytes that cannot stand in an address as they are get escaped, as they are when it is sent.
    private static func appendPath(_ path: ArraySlice<UInt8>, to result: inout [UInt8]) {
        if path.first != UInt8(ascii: "/") { result.append(UInt8(ascii: "/")) }
        path.withUnsafeBufferPointer { PercentEncoding.append($0, keeping: mayStand, to: &result) }
    }

    private static let mayStand = ASCIISet.visible.subtracting(ASCIISet("\"<>\\^`{|}"))

    private static func invalid(_ message: String) -> PlatformError {
        PlatformError(.invalidConfigurationError, message, path: "url")
    }
}
