import PatchbayText

/// A URL taken apart: where to connect, and the bytes of the request line.
///
/// Only the origin is interpreted; path and query stay the bytes they are.
struct RequestAddress: Sendable {
    /// Where the request goes.
    let origin: Origin

    /// Path and query as written, beginning with `/`; a fragment is left out.
    let target: [UInt8]

    /// Reads an absolute URL.
    ///
    /// - Throws: ``TransportError`` with code ``TransportError/Code/invalidURL``. The message never repeats the URL
    ///   beyond its host, since queries carry secrets.
    init(_ url: String) throws(TransportError) {
        let bytes = Array(url.utf8)
        guard bytes.count <= Self.mostBytes else {
            throw Self.refusal("it is longer than 64 KiB")
        }
        if let index = bytes.firstIndex(where: { $0 == 0x20 || $0.isASCIIControl }) {
            throw Self.refusal(Self.complaint(about: bytes[index], at: index))
        }
        let (scheme, start) = try Self.scheme(bytes)
        let end = bytes[start...].firstIndex(where: Self.endsAuthority) ?? bytes.endIndex
        origin = try Self.origin(scheme, bytes[start..<end])
        target = Self.target(bytes[end...])
    }

    private static let mostBytes = 64 * 1024

    private static func scheme(_ bytes: [UInt8]) throws(TransportError) -> (Origin.Scheme, start: Int) {
        guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")), bytes[(colon + 1)...].starts(with: "//".utf8) else {
            throw refusal("it does not begin with http:// or https://")
        }
        let name = String(decoding: bytes[..<colon].map(\.lowercasedASCII), as: UTF8.self)
        guard let scheme = Origin.Scheme(rawValue: name) else {
            throw refusal("only http and https can be requested")
        }
        return (scheme, colon + 3)
    }

    private static func endsAuthority(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "/") || byte == UInt8(ascii: "?") || byte == UInt8(ascii: "#")
    }

    private static func origin(_ scheme: Origin.Scheme, _ authority: ArraySlice<UInt8>) throws(TransportError) -> Origin
    {
        guard !authority.contains(UInt8(ascii: "@")) else {
            throw refusal("it has a user name before the host; send credentials in an Authorization header")
        }
        if authority.first == UInt8(ascii: "[") {
            return try originWithIPv6(scheme, authority)
        }
        let colon = authority.firstIndex(of: UInt8(ascii: ":")) ?? authority.endIndex
        let written = String(decoding: authority[..<colon], as: UTF8.self)
        guard !written.isEmpty else {
            throw refusal("it has no host")
        }
        guard let host = HostName.asciiForm(written), HostName.isWellFormed(host) else {
            throw refusal("its host '\(written)' is not a host name")
        }
        return Origin(scheme: scheme, host: host.lowercased(), port: try port(scheme, authority[colon...]))
    }

    private static func originWithIPv6(
        _ scheme: Origin.Scheme,
        _ authority: ArraySlice<UInt8>
    ) throws(TransportError) -> Origin {
        guard let bracket = authority.firstIndex(of: UInt8(ascii: "]")),
            case let host = String(decoding: authority[..<bracket].dropFirst(), as: UTF8.self),
            case .v6? = IPAddress(host)
        else {
            throw refusal("the brackets of its host hold no IPv6 address")
        }
        let port = try port(scheme, authority[(bracket + 1)...])
        return Origin(scheme: scheme, host: host.lowercased(), port: port)
    }

    /// Reads what follows the host: nothing, or a colon and perhaps digits (RFC 3986, section 3.2.3).
    private static func port(_ scheme: Origin.Scheme, _ rest: ArraySlice<UInt8>) throws(TransportError) -> Int {
        guard let first = rest.first else { return scheme.defaultPort }
        let digits = rest.dropFirst()
        if first == UInt8(ascii: ":"), digits.isEmpty {
            return scheme.defaultPort
        }
        guard first == UInt8(ascii: ":"), digits.count <= 5, digits.allSatisfy(\.isASCIIDigit),
            case let port = digits.reduce(0, { $0 * 10 + Int($1 - 0x30) }), (1...65_535).contains(port)
        else {
            throw refusal("its port is not a number from 1 to 65535")
        }
        return port
    }

    private static func target(_ rest: ArraySlice<UInt8>) -> [UInt8] {
        let sent = rest.prefix { $0 != UInt8(ascii: "#") }
        return sent.first == UInt8(ascii: "/") ? Array(sent) : [UInt8(ascii: "/")] + sent
    }

    private static func complaint(about byte: UInt8, at index: Int) -> String {
        let name = byte == 0x20 ? "a space (write %20)" : "a control character (\(byte.inHexadecimal))"
        return "it has \(name) at byte \(index + 1)"
    }

    private static func refusal(_ reason: String) -> TransportError {
        TransportError(.invalidURL, "The URL cannot be requested: \(reason).")
    }
}
