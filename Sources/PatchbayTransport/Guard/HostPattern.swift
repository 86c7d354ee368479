import PatchbayText

/// Which hosts an operator allows although their addresses are not public, as written after `--allow-host`.
///
/// | pattern | allows |
/// |---|---|
/// | `localhost`, `db.internal` | this name in a URL, whatever it resolves to |
/// | `*.internal.example` | every name below that domain, not the domain itself |
/// | `127.0.0.1`, `[::1]` | this address, whatever name resolved to it |
/// | `10.0.0.0/8`, `fd00::/8` | these addresses |
/// | any of the first three with `:9000` | the same, at this port only |
public struct HostPattern: Sendable, Hashable, CustomStringConvertible {
    enum Subject: Sendable, Hashable {
        case name(String)
        case below(String)
        case addresses(AddressBlock)
    }

    /// The most bytes of a pattern: a name has 253 at most (RFC 1035, section 2.3.4), and a port may follow.
    private static let longest = 300

    let subject: Subject
    let port: Int?

    /// The pattern as it was written.
    public let description: String

    /// Reads a pattern.
    ///
    /// - Parameter text: What follows `--allow-host`.
    /// - Throws: ``ConfigurationError`` that shows the pattern and what is wrong with it.
    public init(_ text: String) throws(ConfigurationError) {
        description = text
        guard text.utf8.count <= Self.longest else { throw Self.refusal("…", "no host has so long a name") }
        if let block = AddressBlock(text) {
            guard !block.isBoundless else { throw Self.boundless(text) }
            (subject, port) = (.addresses(block), nil)
        } else if let address = IPAddress(text) {
            (subject, port) = (.addresses(AddressBlock(address)), nil)
        } else {
            let (host, port) = try Self.split(text)
            self.port = port
            subject = try Self.subject(host, in: text)
        }
    }

    /// Whether a connection may be made.
    ///
    /// - Parameters:
    ///   - host: The host of the URL, in small letters.
    ///   - address: What it resolved to; `nil` when a name pattern alone is to decide.
    ///   - port: The port of the connection.
    func allows(host: String, address: IPAddress?, port: Int) -> Bool {
        guard self.port == nil || self.port == port else { return false }
        let host = host.last == "." ? String(host.dropLast()) : host
        return switch subject {
        case .name(let name): host == name
        case .below(let domain): host.hasSuffix("." + domain) && host.utf8.count > domain.utf8.count + 1
        case .addresses(let block): address.map(block.contains) ?? false
        }
    }

    private static func subject(_ host: String, in text: String) throws(ConfigurationError) -> Subject {
        let host = host.lowercased()
        if host == "*" {
            throw boundless(text)
        }
        if host.contains("/") {
            throw refusal(
                text,
                "an address range is written as 10.0.0.0/8 or fd00::/8, a host without a scheme or path"
            )
        }
        if let address = IPAddress(host) {
            return .addresses(AddressBlock(address))
        }
        let domain = host.hasPrefix("*.") ? String(host.dropFirst(2)) : host
        guard HostName.isWellFormed(domain) else {
            throw refusal(text, "expected a host name, *.domain, an address or an address range")
        }
        return host.hasPrefix("*.") ? .below(domain) : .name(domain)
    }

    private static func split(_ text: String) throws(ConfigurationError) -> (host: String, port: Int?) {
        guard let colon = text.lastIndex(of: ":"), !text.hasSuffix("]") else {
            return (unbracketed(text), nil)
        }
        guard let port = Int(text[text.index(after: colon)...]), (1...65_535).contains(port) else {
            throw refusal(text, "the port after ':' must be a number from 1 to 65535")
        }
        return (unbracketed(String(text[..<colon])), port)
    }

    private static func unbracketed(_ host: String) -> String {
        host.hasPrefix("[") && host.hasSuffix("]") ? String(host.dropFirst().dropLast()) : host
    }

    private static func boundless(_ text: String) -> ConfigurationError {
        refusal(text, "this would allow every host; to allow private networks use --allow-private")
    }

    private static func refusal(_ text: String, _ reason: String) -> ConfigurationError {
        ConfigurationError("--allow-host '\(text)': \(reason).")
    }
}
