/// Where host names get their addresses from.
public struct NameResolution: Sendable {
    private let addresses: [String: [IPAddress]]
    private let asksSystem: Bool

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
        return asksSystem || IPAddress(anyFormOf: host) != nil ? .askSystem : .fixed([])
    }
}
