import Testing

@testable import PatchbayText

struct OriginTests {
    @Test(arguments: [
        ("http://Example.com/a?b#c", "http://example.com"), ("https://example.com:443", "https://example.com"),
        ("http://example.com:443", "http://example.com:443"), ("HTTP://example.com:80/", "http://example.com"),
        ("https://B\u{DC}CHER.example", "https://xn--bcher-kva.example"),
        ("https://[2001:DB8::1]:8443/", "https://[2001:db8::1]:8443"),
        ("http://a_b.example.:", "http://a_b.example."), ("http://127.0.0.1:9000", "http://127.0.0.1:9000"),
    ])
    func isSchemeHostAndPort(text: String, origin: String) throws {
        #expect(try Origin(WebAddress(text)).description == origin)
        #expect(try Origin(WebAddress(origin)) == Origin(WebAddress(text)))
    }

    @Test(arguments: [
        ("/a", "it does not begin with http:// or https://"), ("", "it does not begin with http:// or https://"),
        ("ftp://a", "only http and https can be requested"), ("http://", "it has no host"),
        ("http:///a", "it has no host"),
        ("http://:80", "it has no host"), ("http://a:b", "its port is not a number from 1 to 65535"),
        ("http://u:p@a", "it has a user name before the host; send credentials in an Authorization header"),
        ("http://[a]", "the brackets of its host hold no IPv6 address"),
        ("http://[::1", "the brackets of its host hold no IPv6 address"),
        ("http://[::1]a", "the brackets of its host hold no IPv6 address"),
        ("http://a..b", "its host 'a..b' is not a host name"), ("http://a b", "its host 'a b' is not a host name"),
        ("http://\u{2603}.net", "its host '\u{2603}.net' is not a host name"),
    ])
    func whatCannotBeRequestedHasNone(text: String, reason: String) {
        #expect(throws: Origin.Flaw(reason: reason)) { try Origin(WebAddress(text)) }
    }
}
