/// A host and perhaps a port, as they stand in an address and in a `Host` line, each as it is written.
public struct HostAndPort: Sendable {
    /// Both, as they are written.
    public let text: Substring

    /// The host, an IPv6 address in its brackets.
    public let host: Substring

    /// What follows the colon behind the host, perhaps nothing; `nil` without a colon.
    public let port: Substring?

    /// Takes them apart at the first colon that is not within brackets.
    public init(_ text: some StringProtocol) {
        let text = Substring(text)
        self.text = text
        var searched = text.utf8[...]
        if searched.first == UInt8(ascii: "["), let end = searched.firstIndex(of: UInt8(ascii: "]")) {
            searched = searched[end...]
        }
        if let colon = searched.firstIndex(of: UInt8(ascii: ":")) {
            (host, port) = (text[..<colon], text[text.utf8.index(after: colon)...])
        } else {
            (host, port) = (text, nil)
        }
    }

    /// The number of the port: the scheme's own where none or nothing is written (RFC 3986, section 3.2.3).
    ///
    /// - Parameter scheme: The scheme of the address.
    /// - Returns: `nil` when what is written is no number from 1 to 65535 in at most five digits.
    public func portNumber(of scheme: Origin.Scheme) -> Int? {
        guard let port, !port.isEmpty else { return scheme.defaultPort }
        guard port.utf8.count <= 5, port.utf8.allSatisfy(\.isASCIIDigit), let number = Int(port), number <= 65_535,
            number > 0
        else { return nil }
        return number
    }

    /// Whether the host is this machine by its very name, so that nothing leaves it.
    public var isLoopback: Bool { HostName.isLoopback(Self.unbracketed(host)) }

    /// A host without the brackets of an IPv6 address.
    public static func unbracketed(_ host: some StringProtocol) -> String {
        guard host.starts(withBytesOf: "["), host.utf8.reversed().first == UInt8(ascii: "]") else {
            return String(host)
        }
        return String(host.dropFirst().dropLast())
    }

    /// A host as it stands in an address: an IPv6 address in brackets.
    public static func bracketed(_ host: String) -> String {
        host.utf8.contains(UInt8(ascii: ":")) ? "[\(host)]" : host
    }
}
