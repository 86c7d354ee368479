import PatchbayBundle

/// The origins a spec names itself: credentials may follow an answer's address there, and nowhere else.
///
/// Named is what stands written out in an address of the spec, and what the spec made of the connection's data, the
/// caller's parameters and the like in an address of the same run. From https nothing goes on to http.
struct SpecOrigins: Sendable {
    private let written: Set<String>
    private let isNeeded: Bool
    private var made: Set<String> = []

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
        if let origin = Self.origin(request.url) { made.insert(origin) }
    }

    /// Whether the spec names the origin of an address that an answer gave.
    ///
    /// - Parameters:
    ///   - url: The address.
    ///   - base: The spec's own base for relative addresses, if it has one.
    func name(_ url: String, base: String?) -> Bool {
        guard let origin = Self.origin(url) else { return false }
        var named = made.union(written.compactMap(Self.origin))
        if let base = base.flatMap(Self.origin) { named.insert(base) }
        let isDowngrade = origin.hasPrefix("http:") && named.contains { $0.hasPrefix("https:") }
        return named.contains(origin) && !isDowngrade
    }

    private static func origin(_ url: String) -> String? {
        (try? RequestAddress(absolute: url))?.canonicalOrigin
    }
}
