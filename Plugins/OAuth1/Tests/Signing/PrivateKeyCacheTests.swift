import IML
import PatchbayAuth
import Testing

@testable import OAuth1

struct PrivateKeyCacheTests {
    @Test func parsesAKeyOnceAndForgetsTheOldest() throws {
        let vectors = try SignatureVector.bundled("signatures")
        let keys = Set(vectors.map { $0.object["private_key"].text }).filter { !$0.isEmpty }.map { Secret($0) }
        try #require(keys.count == 2)
        let cache = PrivateKeyCache(capacity: 1)
        _ = try cache.key(keys[0])
        _ = try cache.key(keys[0])
        #expect(cache.count == 1)
        _ = try cache.key(keys[1])
        #expect(cache.count == 1)
    }

    @Test func keepsNothingOfWhatIsNoKey() {
        let cache = PrivateKeyCache()
        #expect(throws: PlatformError.self) { try cache.key(Secret("none")) }
        #expect(cache.count == 0)
    }
}
