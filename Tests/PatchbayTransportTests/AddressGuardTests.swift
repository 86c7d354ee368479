import PatchbayText
import Testing

@testable import PatchbayTransport

struct AddressGuardTests {
    @Test(arguments: [
        ("8.8.8.8", "public"), ("127.0.0.1", "loopback"), ("127.255.255.254", "loopback"), ("0.0.0.0", "unspecified"),
        ("0.1.2.3", "unspecified"), ("10.1.2.3", "private"), ("172.16.0.1", "private"), ("172.31.255.255", "private"),
        ("172.32.0.1", "public"), ("192.168.1.1", "private"), ("192.169.0.1", "public"),
        ("169.254.169.254", "linkLocal"),
        ("100.64.0.1", "carrierShared"), ("100.128.0.1", "public"), ("224.0.0.1", "multicast"),
        ("255.255.255.255", "reserved"), ("198.18.0.1", "reserved"), ("192.0.2.1", "reserved"),
        ("::1", "loopback"), ("::", "unspecified"), ("2606:4700::1", "public"), ("fe80::1", "linkLocal"),
        ("fd00:ec2::254", "private"), ("fc00::1", "private"), ("fec0::1", "private"), ("ff02::1", "multicast"),
        ("2001:db8::1", "reserved"), ("2001::1", "reserved"), ("4000::1", "reserved"),
        ("::ffff:127.0.0.1", "loopback"), ("::ffff:8.8.8.8", "public"), ("::ffff:169.254.169.254", "linkLocal"),
        ("::127.0.0.1", "loopback"), ("::ffff:0:10.0.0.1", "private"), ("64:ff9b::10.0.0.1", "private"),
        ("64:ff9b::169.254.169.254", "linkLocal"), ("64:ff9b::8.8.8.8", "public"), ("64:ff9b:1::1", "private"),
        ("2002:7f00:1::", "loopback"), ("2002:0808:0808::1", "public"), ("2001:4860::5efe:192.168.0.1", "private"),
    ])
    func knowsWhereAnAddressReaches(_ text: String, _ reach: String) throws {
        let address = try #require(IPAddress(text))
        #expect(String(describing: address.reach).hasSuffix(reach))
    }

    @Test func allowPrivateLeavesMetadataAddressesRefused() throws {
        let guarding = AddressGuard(allowPrivate: true)
        for (text, isAllowed) in [
            ("127.0.0.1", true), ("10.0.0.1", true), ("fd00::1", true), ("0.0.0.0", true), ("8.8.8.8", true),
            ("169.254.169.254", false), ("fe80::1", false), ("::ffff:169.254.169.254", false), ("224.0.0.1", false),
        ] {
            let refusal = guarding.refusal(of: try #require(IPAddress(text)), port: 80, host: "h")
            #expect((refusal == nil) == isAllowed, "\(text)")
        }
    }

    @Test(arguments: [
        ("localhost", "localhost", "127.0.0.1", 80, true), ("localhost", "localhost.", "127.0.0.1", 80, true),
        ("LOCALHOST", "localhost", "127.0.0.1", 80, true), ("localhost", "127.0.0.1", "127.0.0.1", 80, false),
        ("localhost:9000", "localhost", "127.0.0.1", 9000, true),
        ("localhost:9000", "localhost", "127.0.0.1", 80, false),
        ("*.internal", "db.internal", "10.0.0.1", 80, true), ("*.internal", "internal", "10.0.0.1", 80, false),
        ("*.internal", "evilinternal", "10.0.0.1", 80, false), ("*.internal:81", "a.b.internal", "10.0.0.1", 81, true),
        ("10.0.0.0/8", "anything", "10.9.9.9", 80, true), ("10.0.0.0/9", "anything", "10.200.0.1", 80, false),
        ("10.0.0.0/8", "h", "::ffff:10.0.0.1", 80, true), ("fd00::/8", "h", "fd12::1", 80, true),
        ("127.0.0.1", "evil.example", "127.0.0.1", 80, true), ("127.0.0.1:81", "h", "127.0.0.1", 80, false),
        ("[::1]", "h", "::1", 80, true), ("[::1]:81", "h", "::1", 81, true), ("::1", "h", "::1", 80, true),
        ("169.254.169.254", "h", "169.254.169.254", 80, true), ("224.0.0.0/4", "h", "224.0.0.1", 80, true),
    ])
    func patternsAllowWhatTheySay(_ pattern: String, _ host: String, _ address: String, _ port: Int, _ allows: Bool)
        throws
    {
        let guarding = AddressGuard(allowedHosts: [try HostPattern(pattern)])
        let refusal = guarding.refusal(of: try #require(IPAddress(address)), port: port, host: host)
        #expect((refusal == nil) == allows)
    }

    @Test(arguments: [
        "", "*", "http://localhost", "localhost:0", "localhost:99999", "localhost:x", "a b", "10.0.0.0/33", "*.", "a/b",
        "0.0.0.0/0", "::/0", "10.0.0.0/0", "0.0.0.0/1", "128.0.0.0/1", "8000::/1", "fc00::/6",
    ])
    func patternsThatAreNoneAreRefusedWithTheirText(_ pattern: String) {
        let error = #expect(throws: ConfigurationError.self) { try HostPattern(pattern) }
        #expect(error.map { "\($0)".contains("--allow-host '\(pattern)'") } == true)
    }
}
