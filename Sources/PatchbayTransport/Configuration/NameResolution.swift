public import PatchbayText

/// Where host names get their addresses from.
public struct NameResolution: Sendable {
    private let addresses: [String: [IPAddress]]
    private let asksSystem: Bool
    private var resolver: (@Sendable (String) -> [IPAddress])?

    /// The system's resolver.
    public static let system = NameResolution(addresses: [:], asksSystem: true)

    /// Only the given names resolve, to the given addresses; for tests that must not depend on a network.
    ///
    /// - Parameter addresses: Addresses by name. A name with none does not resolve.
    public static func fixed(_ addresses: [String: [IPAddress]]) -> NameResolution {
        NameResolution(addresses: addresses, asksSystem: false)
    }

    /// The system's resolver but for the given names.
    ///
    /// - Parameter addresses: Addresses by name. A name with none does not resolve.
    public static func system(except addresses: [String: [IPAddress]]) -> NameResolution {
        NameResolution(addresses: addresses, asksSystem: true)
    }

    /// A resolver of one's own, asked anew for each request.
    ///
    /// - Parameter resolver: Gives the addresses of a name in small letters; none for one that does not resolve. Called
    ///   on whatever thread prepares the request.
    public static func asking(_ resolver: @escaping @Sendable (String) -> [IPAddress]) -> NameResolution {
        var resolution = NameResolution(addresses: [:], asksSystem: false)
        resolution.resolver = resolver
        return resolution
    }

    private init(addresses: [String: [IPAddress]], asksSystem: Bool) {
        self.addresses = Dictionary(addresses.map { ($0.lowercased(), $1) }, uniquingKeysWith: +)
        self.asksSystem = asksSystem
    }

    enum Answer {
        case askSystem
        case fixed([IPAddress])
    }

    /// What is known about a name, in small letters, before anyone is asked.
    func answer(for host: String) -> Answer {
        if let known = addresses[host] {
            return .fixed(known)
        }
        if let resolver, IPAddress(anyFormOf: host) == nil {
            return .fixed(resolver(host))
        }
        return asksSystem || IPAddress(anyFormOf: host) != nil ? .askSystem : .fixed([])
    }
}
