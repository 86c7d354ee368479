import PatchbayTesting
import Testing

@testable import Digest

/// Whatever a service asks for, the work on it grows with its length.
struct GrowthTests {
    @Test(arguments: [
        TextReading(
            "challenge",
            in: ["Digest …", "Digest realm=\"…\", nonce=\"a\"", "Digest realm=a, nonce=a, qop=\"…\""]
        ) {
            let challenge = DigestChallenge.strongest(in: [$0])
            _ = (challenge?.isStale, challenge?.hashesUsername)
        },
        TextReading("nonce") {
            let counts = NonceCounts()
            _ = counts.next(of: $0) + counts.next(of: "a" + $0)
        },
    ])
    func workGrowsNoFasterThanTheText(_ reading: TextReading) {
        #expect(reading.excesses().isEmpty)
    }

    @Test(arguments: [
        Bulk("challenges", "", "Digest realm=a, nonce=b, ") { _ = DigestChallenge.strongest(in: [$0]) },
        Bulk("parameters of a challenge", "Digest ", "a#=b, ") { _ = DigestChallenge.strongest(in: [$0]) },
    ])
    func workGrowsNoFasterThanItsParts(_ challenges: Bulk) {
        #expect(challenges.excess() == nil)
    }
}
