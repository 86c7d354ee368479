import IML
import PatchbayAuth
import PatchbayAuthTesting
import Testing

struct HandlerRegistryTests {
    /// A kind that takes specs with a key, or any spec.
    private struct Kind: AuthenticationHandler {
        let name: String
        var key: String?
        var signingKey: String?
        var label: String { name }

        func recognizes(_ shape: SpecShape) -> Bool { key.map(shape.has) ?? true }
        func begin(_ session: any AuthorizationSession) async throws -> AuthorizationStep { .authorized }
        func verify(_ session: any AuthorizationSession) async throws {}
    }

    private let registry = HandlerRegistry([
        Kind(name: "first", key: "a", signingKey: "sign"),
        Kind(name: "second", key: "a", signingKey: "sign"),
        Kind(name: "other", key: "b", signingKey: "other"),
        Kind(name: "any"),
    ])

    private func owner(_ keys: Set<String>) -> String? {
        registry.handler(for: SpecShape(isArray: false, keys: keys))?.name
    }

    @Test func theFirstThatRecognizesAShapeOwnsIt() {
        #expect(owner(["a"]) == "first")
        #expect(owner(["a", "b"]) == "first")
        #expect(owner(["b"]) == "other")
        #expect(owner([]) == "any")
    }

    @Test func nobodyOwnsWhatNobodyRecognizes() {
        let registry = HandlerRegistry([Kind(name: "first", key: "a")])
        #expect(registry.handler(for: SpecShape(isArray: true, keys: [])) == nil)
    }

    @Test func findsByNameAndSigningKey() {
        #expect(registry.handler(named: "other")?.name == "other")
        #expect(registry.handler(named: "missing") == nil)
        #expect(registry.signer(forKey: "sign")?.name == "first")
        #expect(registry.signer(forKey: "missing") == nil)
        #expect(registry.signingKeys == ["sign", "other"])
    }

    @Test func aKindWithoutAUserHasNothingToResume() async throws {
        let kind = Kind(name: "any")
        let session = ScriptedSession(keys: [])
        await #expect(throws: PlatformError.self) {
            _ = try await kind.resume(session, pending: PendingAuthorization(), answer: .callback([:]))
        }
        #expect(try await kind.refresh(session) == false)
        #expect(try await kind.needsRefresh(session) == false)
        #expect(!kind.needsUser(session.shape))
    }
}
