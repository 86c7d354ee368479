import IML
import PatchbayText

/// A service's challenge (RFC 7616, section 3.3).
struct DigestChallenge: Sendable, Equatable {
    /// The hashes this host knows, weakest first.
    enum Algorithm: String, Sendable, CaseIterable, Comparable {
        case md5 = "MD5"
        case md5Session = "MD5-sess"
        case sha256 = "SHA-256"
        case sha256Session = "SHA-256-sess"

        /// Whether the nonces are part of the first hash.
        var isSession: Bool { self == .md5Session || self == .sha256Session }

        static func < (one: Self, other: Self) -> Bool {
            (allCases.firstIndex(of: one) ?? 0) < (allCases.firstIndex(of: other) ?? 0)
        }
    }

    /// The parameters as they came, by their names in small letters.
    let fields: Fields
    /// The hash to use.
    let algorithm: Algorithm

    /// Takes up a challenge that was learned; `nil` when it lacks what an answer needs, or wants what is not known here.
    init?(_ fields: Fields) {
        guard fields["nonce"] != nil, fields["realm"] != nil else { return nil }
        let named = fields["algorithm"]?.text.lowercased() ?? "md5"
        guard let algorithm = Algorithm.allCases.first(where: { $0.rawValue.lowercased().isExactly(named) }) else {
            return nil
        }
        self.fields = fields
        self.algorithm = algorithm
        if fields["qop"] != nil, quality == nil { return nil }
    }

    /// The challenge with the strongest hash; `nil` when none of the headers poses one that can be answered.
    static func strongest(in headers: [String]) -> DigestChallenge? {
        headers.flatMap { ChallengeReader.challenges(in: $0) }
            .filter { $0.scheme.isExactly("digest") }
            .compactMap { DigestChallenge($0.parameters) }
            .reduce(nil) { best, next in best.map { $0.algorithm >= next.algorithm ? $0 : next } ?? next }
    }

    /// The service's nonce.
    var nonce: String { fields[valueOf: "nonce"].text }
    /// What the password is for.
    var realm: String { fields[valueOf: "realm"].text }
    /// What has to come back unchanged.
    var opaque: String? { fields["opaque"]?.text }
    /// Whether only the nonce was refused, so that the password may be right.
    var isStale: Bool { fields["stale"]?.text.lowercased().isExactly("true") ?? false }
    /// Whether the username goes hashed.
    var hashesUsername: Bool { fields["userhash"]?.text.lowercased().isExactly("true") ?? false }

    /// What is protected: the request (`auth`) rather than its body too (`auth-int`); `nil` is RFC 2069's form.
    var quality: String? {
        let offered = fields[valueOf: "qop"].text.lowercased().parts(between: { ", ".utf8.contains($0) })
        return ["auth", "auth-int"].first { quality in offered.contains { $0.isExactly(quality) } }
    }
}
