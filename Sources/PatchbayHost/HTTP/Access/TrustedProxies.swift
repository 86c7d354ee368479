import PatchbayText
import PatchbayTransport

/// The proxies that are believed when they say for whom they ask (`--trusted-proxy`).
struct TrustedProxies: Sendable, Hashable {
    /// Where they are.
    var blocks: [AddressBlock] = []

    /// Whether there are any.
    var isEmpty: Bool { blocks.isEmpty }

    /// Reads the values of `--trusted-proxy`.
    ///
    /// - Throws: ``ConfigurationError`` that shows the one that is no address or range.
    init(_ texts: [String] = []) throws(ConfigurationError) {
        for text in texts {
            guard let block = AddressBlock(text) ?? IPAddress(text).map(AddressBlock.init) else {
                throw ConfigurationError(
                    "--trusted-proxy '\(text)': expected an address or a range, such as 10.0.0.5 or 10.0.0.0/8."
                )
            }
            guard !block.isBoundless else {
                throw ConfigurationError("--trusted-proxy '\(text)': this would believe everyone; name your proxies.")
            }
            blocks.append(block)
        }
    }

    /// No proxies.
    static let none = TrustedProxies()

    private init() {}

    /// Whether a connection from an address is one of theirs.
    func contains(_ address: IPAddress) -> Bool {
        blocks.contains { $0.contains(address) }
    }

    /// Who asks through a connection: the nearest address that is not a trusted proxy's.
    ///
    /// Where a proxy's two ways of saying it differ, one of them came from its client, and nobody knows which; a word that
    /// is no address ends the chain. The proxy counts as the client then.
    ///
    /// - Parameters:
    ///   - peer: The other end of the connection.
    ///   - forwarding: What the request's header says.
    func client(behind peer: IPAddress, _ forwarding: Forwarding?) -> IPAddress {
        guard contains(peer), let forwarding else { return peer }
        let chains = [forwarding.listed, forwarding.standard].filter { !$0.isEmpty }
        let clients = Set(chains.map { nearestStranger(in: $0, behind: peer) })
        return clients.count == 1 ? clients.first ?? peer : peer
    }

    private func nearestStranger(in chain: [String], behind peer: IPAddress) -> IPAddress {
        var nearest = peer
        for text in chain.reversed() {
            guard let address = Forwarding.address(in: text) else { return nearest }
            nearest = address
            if !contains(address) { break }
        }
        return nearest
    }
}
