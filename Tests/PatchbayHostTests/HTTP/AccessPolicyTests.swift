import PatchbayAuth
import Testing

@testable import PatchbayHost

struct AccessPolicyTests {
    private let open = AccessPolicy(token: nil, listeningHost: "127.0.0.1", publicURL: "https://hooks.example.com")
    private let closed = AccessPolicy(
        token: Secret("0123456789abcdef"),
        listeningHost: "0.0.0.0",
        publicURL: "http://localhost:8700"
    )

    private func status(_ policy: AccessPolicy, _ change: (inout AccessPolicy.Claims) -> Void) -> Int? {
        var claims = AccessPolicy.Claims(path: "/v1/apps", host: "127.0.0.1:8700")
        change(&claims)
        return policy.refusal(of: claims)?.status
    }

    @Test(arguments: [
        "localhost", "localhost:8700", "127.0.0.1:1", "[::1]:8700", "LOCALHOST:8700", "hooks.example.com",
    ])
    func ownNamesAreLetIn(host: String) {
        #expect(status(open) { $0.host = host } == nil)
    }

    @Test(arguments: [
        "evil.example", "evil.example:8700", "localhost.evil.example", "127.0.0.1.evil.example", "", "[::2]",
    ])
    func namesMadeToResolveToThisMachineAreNot(host: String) {
        #expect(status(open) { $0.host = host } == 403)
    }

    @Test func aMissingHostIsNot() {
        #expect(status(open) { $0.host = nil } == 403)
    }

    @Test func pagesOfThisHostAreLetInAndOthersNot() {
        #expect(status(open) { $0.origin = "http://127.0.0.1:8700" } == nil)
        #expect(status(open) { $0.origin = "https://hooks.example.com" } == nil)
        #expect(status(open) { $0.origin = "http://127.0.0.1:3000" } == 403)
        #expect(status(open) { $0.origin = "https://evil.example" } == 403)
        #expect(status(open) { $0.origin = "null" } == 403)
        #expect(status(open) { $0.fetchSite = "cross-site" } == 403)
        #expect(status(open) { $0.fetchSite = "same-origin" } == nil)
        #expect(status(open) { $0.fetchSite = "none" } == nil)
    }

    @Test func theTokenDecidesWhereThereIsOne() {
        #expect(status(closed) { _ in } == 401)
        #expect(status(closed) { $0.authorization = "Bearer wrong" } == 401)
        #expect(status(closed) { $0.authorization = "Basic 0123456789abcdef" } == 401)
        #expect(status(closed) { $0.authorization = "Bearer 0123456789abcdef" } == nil)
        #expect(status(closed) { $0.authorization = "bearer 0123456789abcdef" } == nil)
        #expect(
            status(closed) {
                $0.host = "anything.example"; $0.authorization = "Bearer 0123456789abcdef"
            } == nil
        )
    }

    @Test func browsersComeBackFromServicesWithoutAToken() {
        #expect(status(closed) { $0.path = "/oauth/cb/app" } == nil)
        #expect(
            status(open) {
                $0.path = "/oauth/cb/app-oauth1"
                $0.fetchSite = "cross-site"
            } == nil
        )
        #expect(
            status(open) {
                $0.path = "/oauth/cb/app"
                $0.host = "evil.example"
            } == 403
        )
    }
}
