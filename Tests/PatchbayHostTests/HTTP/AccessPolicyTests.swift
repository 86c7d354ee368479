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
        authorization: String? = nil,
        forwarding: Forwarding? = nil
    ) -> AccessPolicy.Claims {
        AccessPolicy.Claims(
            path: path,
            host: host,
            origin: origin,
            fetchSite: fetchSite,
            authorization: authorization,
            forwarding: forwarding
        )
    }

    @Test(arguments: ["localhost", "localhost:8700", "127.0.0.1:1", "[::1]:8700", "LOCALHOST:8700"])
    func ownNamesAreLetIn(host: String) {
        #expect(status(open, claims(host: host)) == nil)
    }

    @Test(arguments: [
        "evil.example", "evil.example:8700", "localhost.evil.example", "127.0.0.1.evil.example", "", "[::2]",
    ])
    func namesMadeToResolveToThisMachineAreNot(host: String) {
        #expect(status(open, claims(host: host)) == 403)
    }

    @Test(arguments: [
        "/", "/v1/apps", "/v1/health", "/openapi.json", "/metrics", "/mcp", "//v1/apps", "/oauth", "/oauth/cbs",
        "/hooksy",
        "/connections", "/connect.jsx", "/%68ooks/x", "/.//hooks",
    ])
    func aPublicNameOpensNoAPI(path: String) {
        #expect(status(open, claims(path, host: "hooks.example.com")) == 403)
        #expect(status(open, claims(path, host: "HOOKS.example.com:443")) == 403)
    }

    @Test(arguments: ["/hooks/h", "/hooks", "//hooks//h", "/connect/t", "/connect.js", "/oauth/cb/app"])
    func aPublicNameOpensWhatIsThereForStrangers(path: String) {
        #expect(status(open, claims(path, host: "hooks.example.com")) == nil)
        #expect(status(closed, claims(path, host: "hooks.example.com")) == nil)
        #expect(status(open, claims(path, host: "evil.example")) == (path.contains("hooks") ? nil : 403))
    }

    @Test func whatAProxyPassesOnFromElsewhereReachesNoAPI() {
        func passedOn(_ change: (inout Forwarding) -> Void) -> Forwarding {
            var forwarding = Forwarding()
            change(&forwarding)
            return forwarding
        }
        #expect(status(open, claims(forwarding: passedOn { _ in })) == nil)
        #expect(status(open, claims(forwarding: passedOn { $0.listed = ["127.0.0.1", "::1"] })) == nil)
        #expect(status(open, claims(forwarding: passedOn { $0.hosts = ["localhost:5173"] })) == nil)
        for word in ["203.0.113.9", "unknown", "", "[2001:db8::1]:80", "10.0.0.1:4711"] {
            #expect(status(open, claims(forwarding: passedOn { $0.listed = [word, "127.0.0.1"] })) == 403, "\(word)")
            #expect(status(open, claims(forwarding: passedOn { $0.standard = [word] })) == 403)
            #expect(status(open, claims(forwarding: passedOn { $0.single = [word] })) == 403)
        }
        #expect(status(open, claims(forwarding: passedOn { $0.hosts = ["hooks.example.com"] })) == 403)
        let elsewhere = passedOn { $0.listed = ["203.0.113.9"] }
        #expect(status(open, claims("/oauth/cb/app", forwarding: elsewhere)) == nil)
        #expect(status(closed, claims(authorization: "Bearer 0123456789abcdef", forwarding: elsewhere)) == nil)
    }

    @Test func aPublicNameOfThisMachineIsItsOwn() {
        let policy = AccessPolicy(token: nil, listeningHost: "127.0.0.1", publicURL: "http://127.0.0.7:80/patchbay")
        #expect(status(policy, claims(host: "127.0.0.7:80")) == nil)
    }

    @Test func aMissingHostIsNot() {
        #expect(status(open, claims(host: nil)) == 403)
    }

    @Test func pagesOfThisHostAreLetInAndOthersNot() {
        #expect(status(open, claims(origin: "http://127.0.0.1:8700")) == nil)
        #expect(status(open, claims(origin: "https://hooks.example.com")) == 403)
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
