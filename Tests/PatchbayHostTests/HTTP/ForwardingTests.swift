import PatchbayText
import PatchbayTransport
import Testing

@testable import PatchbayHost

/// What proxies say, and who is believed.
struct ForwardingTests {
    private func forwarding(_ lines: [(String, String)]) -> Forwarding? {
        Forwarding(HeaderFields(lines))
    }

    @Test func everyFormIsRead() throws {
        #expect(forwarding([("Accept", "*/*")]) == nil)
        let all = try #require(
            forwarding([
                ("X-Forwarded-For", "203.0.113.1,  10.0.0.1"), ("x-forwarded-for", "10.0.0.2"),
                ("Forwarded", #"for=192.0.2.60;proto=http;by=203.0.113.43, For="[2001:db8::1]:4711";host="a,b""#),
                ("X-Forwarded-Host", "hooks.example.com"), ("X-Real-IP", "203.0.113.1"),
            ])
        )
        #expect(all.listed == ["203.0.113.1", "10.0.0.1", "10.0.0.2"])
        #expect(all.standard == ["192.0.2.60", "[2001:db8::1]:4711"])
        #expect(all.hosts == ["a,b", "hooks.example.com"])
        #expect(all.single == ["203.0.113.1"])
    }

    @Test(arguments: [
        ("203.0.113.9", "203.0.113.9"), ("203.0.113.9:80", "203.0.113.9"), ("2001:db8::1", "2001:db8::1"),
        ("[2001:db8::1]", "2001:db8::1"), ("[2001:db8::1]:80", "2001:db8::1"), ("::ffff:203.0.113.9", "203.0.113.9"),
        ("unknown", nil), ("_hidden", nil), ("", nil), ("203.0.113", nil),
    ])
    func addressesAreReadWithOrWithoutAPort(_ text: String, _ address: String?) {
        #expect(Forwarding.address(in: text)?.description == address)
    }

    @Test(arguments: [
        // The nearest that is no proxy counts, whatever its client wrote before it.
        ("10.0.0.1", [("X-Forwarded-For", "1.1.1.1, 203.0.113.9, 10.0.0.2")], "203.0.113.9"),
        ("10.0.0.1", [("Forwarded", "for=1.1.1.1, for=203.0.113.9")], "203.0.113.9"),
        ("10.0.0.1", [("X-Forwarded-For", "10.0.0.3, 10.0.0.2")], "10.0.0.3"),
        // Nobody else is believed.
        ("203.0.113.5", [("X-Forwarded-For", "203.0.113.9")], "203.0.113.5"),
        ("10.0.0.1", [], "10.0.0.1"),
        // A word that is no address ends the chain, and two that differ are none.
        ("10.0.0.1", [("X-Forwarded-For", "203.0.113.9, unknown, 10.0.0.2")], "10.0.0.2"),
        ("10.0.0.1", [("X-Forwarded-For", "203.0.113.9"), ("Forwarded", "for=1.1.1.1")], "10.0.0.1"),
        ("10.0.0.1", [("X-Forwarded-For", "203.0.113.9"), ("Forwarded", "for=203.0.113.9")], "203.0.113.9"),
        ("10.0.0.1", [("X-Real-IP", "203.0.113.9")], "10.0.0.1"),
    ])
    func theClientIsTheNearestThatIsNoTrustedProxy(
        _ peer: String,
        _ lines: [(String, String)],
        _ client: String
    ) throws {
        let proxies = try TrustedProxies(["10.0.0.0/24"])
        let found = proxies.client(behind: try #require(IPAddress(peer)), forwarding(lines))
        #expect(found.description == client)
    }

    @Test(arguments: ["proxy.example", "0.0.0.0/0", "::/0", "10.0.0.0/33", ""])
    func whatNamesNoProxyIsRefused(_ text: String) {
        let error = #expect(throws: ConfigurationError.self) { try TrustedProxies([text]) }
        #expect(error?.message.hasPrefix("--trusted-proxy '\(text)': ") == true)
    }

    @Test func oneClientOfAProxyHasSoManyRequestsAtATime() throws {
        let requests = ForwardedRequests(most: 2)
        let client = try #require(IPAddress("2001:db8::1"))
        let neighbour = try #require(IPAddress("2001:db8::2"))
        var first: ForwardedRequests.Presence? = try requests.enter(client)
        let second = try requests.enter(neighbour)
        #expect(throws: Problem.self) { try requests.enter(client) }
        let stranger = try #require(IPAddress("2001:db8:0:1::1"))
        #expect(throws: Never.self) { try requests.enter(stranger) }
        first = nil
        #expect(throws: Never.self) { try requests.enter(client) }
        withExtendedLifetime((first, second)) {}
    }
}
