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

    private func status(_ policy: AccessPolicy, _ claims: AccessPolicy.Claims) -> Int? {
        policy.refusal(of: claims)?.status
    }

    private func claims(
        _ path: String = "/v1/apps",
        host: String? = "127.0.0.1:8700",
        origin: String? = nil,
        fetchSite: String? = nil,
        authorization: String? = nil
    ) -> AccessPolicy.Claims {
        AccessPolicy.Claims(
            path: path,
            host: host,
            origin: origin,
            fetchSite: fetchSite,
            authorization: authorization
        )
    }

    @Test(arguments: [
        "localhost", "localhost:8700", "127.0.0.1:1", "[::1]:8700", "LOCALHOST:8700", "hooks.example.com",
    ])
    func ownNamesAreLetIn(host: String) {
        #expect(status(open, claims(host: host)) == nil)
    }

    @Test(arguments: [
        "evil.example", "evil.example:8700", "localhost.evil.example", "127.0.0.1.evil.example", "", "[::2]",
    ])
    func namesMadeToResolveToThisMachineAreNot(host: String) {
        #expect(status(open, claims(host: host)) == 403)
    }

    @Test func aMissingHostIsNot() {
        #expect(status(open, claims(host: nil)) == 403)
    }

    @Test func pagesOfThisHostAreLetInAndOthersNot() {
        #expect(status(open, claims(origin: "http://127.0.0.1:8700")) == nil)
        #expect(status(open, claims(origin: "https://hooks.example.com")) == nil)
        #expect(status(open, claims(origin: "http://127.0.0.1:3000")) == 403)
        #expect(status(open, claims(origin: "https://evil.example")) == 403)
        #expect(status(open, claims(origin: "null")) == 403)
        #expect(status(open, claims(fetchSite: "cross-site")) == 403)
        #expect(status(open, claims(fetchSite: "same-origin")) == nil)
        #expect(status(open, claims(fetchSite: "none")) == nil)
    }

    @Test func theTokenDecidesWhereThereIsOne() {
        let right = "0123456789abcdef"
        #expect(status(closed, claims()) == 401)
        #expect(status(closed, claims(authorization: "Bearer wrong")) == 401)
        #expect(status(closed, claims(authorization: "Basic \(right)")) == 401)
        #expect(status(closed, claims(authorization: "Bearer \(right)")) == nil)
        #expect(status(closed, claims(authorization: "bearer \(right)")) == nil)
        #expect(status(closed, claims(host: "anything.example", authorization: "Bearer \(right)")) == nil)
    }

    @Test func browsersComeBackFromServicesWithoutAToken() {
        #expect(status(closed, claims("/oauth/cb/app")) == nil)
        #expect(status(open, claims("/oauth/cb/app-oauth1", fetchSite: "cross-site")) == nil)
        #expect(status(open, claims("/oauth/cb/app", host: "evil.example")) == 403)
        #expect(status(closed, claims("/oauth/cb/apples")) == 401)
    }
}
