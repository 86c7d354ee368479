import PatchbayBundle
import PatchbayText

/// The origins a spec names itself: credentials may follow an answer's address there, and nowhere else.
///
/// Named is what stands written out in an address of the spec, and what the spec made of the connection's data, the
/// caller's parameters and the like in an address of the same run. From https nothing goes on to http.
struct SpecOrigins: Sendable {
    private let written: Set<String>
    private let isNeeded: Bool
    private var made: Set<Origin> = []

    /// Knows none.
    init() {
        (written, isNeeded) = ([], false)
    }

    /// Knows those of a communication.
    init(_ communication: Communication) {
        (written, isNeeded) = (communication.namedOrigins, communication.followsAnswers)
    }

    /// Takes note of an address that is about to be requested.
    mutating func note(_ request: OutgoingRequest) {
        guard isNeeded, !request.isAnswerGiven else { return }
        if let origin = try? Origin(request.address) { made.insert(origin) }
    }

    /// Whether the spec names the origin of an address that an answer gave.
    ///
    /// - Parameters:
    ///   - address: The address.
    ///   - base: The spec's own base for relative addresses, if it has one.
    func name(_ address: WebAddress, base: String?) -> Bool {
        guard let origin = try? Origin(address) else { return false }
        var named = made.union(written.compactMap(Self.origin))
        if let base = base.flatMap(Self.origin) { named.insert(base) }
        let isDowngrade = origin.scheme == .http && named.contains { $0.scheme == .https }
        return named.contains(origin) && !isDowngrade
    }

    private static func origin(_ url: String) -> Origin? { try? Origin(WebAddress(url)) }
}
