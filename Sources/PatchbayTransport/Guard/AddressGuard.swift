public import PatchbayText

/// Decides which addresses a bundle's requests may reach, so that an app cannot use this machine to talk to the
/// operator's own network.
///
/// It is asked about the address of every connection after the name was resolved, right before the socket is opened, and
/// again when a kept connection is reused: a name that resolves to something else the second time gains nothing by it.
/// How an address is written in the URL (`127.1`, `0x7f000001`, `[::ffff:127.0.0.1]`) does not matter either.
public struct AddressGuard: Sendable, Hashable {
    /// Whether private, loopback, carrier and unspecified addresses are allowed (`--allow-private`).
    ///
    /// Link-local addresses stay refused even then, since clouds hand out credentials there; name them in
    /// ``allowedHosts`` when they are meant.
    public var allowPrivate: Bool

    /// The hosts that are allowed one by one (`--allow-host`).
    public var allowedHosts: [HostPattern]

    /// Makes a guard; without arguments it allows public addresses only.
    public init(allowPrivate: Bool = false, allowedHosts: [HostPattern] = []) {
        self.allowPrivate = allowPrivate
        self.allowedHosts = allowedHosts
    }

    /// Says whether a connection may be made.
    ///
    /// - Parameters:
    ///   - address: The resolved address.
    ///   - port: The port of the connection.
    ///   - host: The host of the URL in small letters, an IPv6 address without brackets.
    /// - Returns: Why it may not, or `nil` when it may.
    public func refusal(of address: IPAddress, port: Int, host: String) -> TransportError? {
        let reach = address.reach
        if reach == .public || allowPrivate && reach.isAllowedByAllowPrivate {
            return nil
        }
        if allowedHosts.contains(where: { $0.allows(host: host, address: address, port: port) }) {
            return nil
        }
        return TransportError(.addressRefused, Self.message(address, reach, host: host))
    }

    private static func message(_ address: IPAddress, _ reach: IPAddress.Reach, host: String) -> String {
        let text = address.description
        let verb = text == host ? "it is" : "it resolves to \(text), which is"
        let pattern = IPAddress(anyFormOf: host) == nil ? host : text
        let broad = reach.isAllowedByAllowPrivate ? " or --allow-private" : ""
        return """
            Requests to \(host) are refused: \(verb) not a public address (\(reach.rawValue)). \
            Start with --allow-host \(pattern)\(broad) to allow it.
            """
    }
}

extension IPAddress.Reach {
    /// Whether `--allow-private` is enough to reach this.
    var isAllowedByAllowPrivate: Bool {
        switch self {
        case .loopback, .private, .carrierShared, .unspecified: true
        case .public, .linkLocal, .multicast, .reserved: false
        }
    }
}
