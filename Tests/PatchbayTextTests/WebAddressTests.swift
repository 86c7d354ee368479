import Testing

@testable import PatchbayText

struct WebAddressTests {
    @Test func isTakenApart() {
        let address = WebAddress("HTTPS://user@[2001:db8::1]:8443/a/b?c=d#e")
        #expect(address.isAbsolute)
        #expect(address.scheme == "HTTPS")
        #expect(address.isEncrypted)
        #expect(address.originText == "HTTPS://user@[2001:db8::1]:8443")
        #expect(address.authority == "user@[2001:db8::1]:8443")
        #expect(address.hasUserInformation)
        #expect(address.host.text == "[2001:db8::1]:8443")
        #expect(address.host.host == "[2001:db8::1]")
        #expect(address.host.port == "8443")
        #expect(address.path == "/a/b")
        #expect(address.query == "c=d")
        #expect(address.fragment == "e")
        #expect(address.pathAndQuery == "/a/b?c=d")
        #expect(address.withoutFragment.text == "HTTPS://user@[2001:db8::1]:8443/a/b?c=d")
    }

    /// Text, origin, path, query, fragment.
    @Test(
        arguments: [
            ("", "", "", nil, nil), ("/a?b", "", "/a", "b", nil), ("a:b", "", "a:b", nil, nil),
            ("https:/x", "", "https:/x", nil, nil), ("a/b://c", "", "a/b://c", nil, nil),
            ("://x/y", "://x", "/y", nil, nil),
            ("http://a", "http://a", "", nil, nil), ("http://a?", "http://a", "", "", nil),
            ("http://a#", "http://a", "", nil, ""), ("http://a#b?c/d", "http://a", "", nil, "b?c/d"),
            ("http://a?b?c#d#e", "http://a", "", "b?c", "d#e"), ("http://a/b:c@d", "http://a", "/b:c@d", nil, nil),
            (
                "http://\u{FC}\u{301}.example/\u{301}?\u{301}#\u{301}", "http://\u{FC}\u{301}.example", "/\u{301}",
                "\u{301}",
                "\u{301}"
            ),
        ] as [(String, String, String, String?, String?)]
    )
    func endsItsPartsWhereTheyEnd(
        text: String,
        origin: String,
        path: String,
        query: String?,
        fragment: String?
    ) {
        let address = WebAddress(text)
        #expect(address.originText.isExactly(origin))
        #expect(address.path.isExactly(path))
        #expect(address.query.map { ExactText($0) } == query.map { ExactText($0) })
        #expect(address.fragment.map { ExactText($0) } == fragment.map { ExactText($0) })
        #expect(WebAddress(originText: origin, path: path, query: query, fragment: fragment) == address)
    }

    @Test(arguments: [
        ("https://x.example/a?b#c", "x=y", "https://x.example/a?x=y#c"),
        ("https://x.example#c", "x", "https://x.example?x#c"),
        ("https://x.example/a?b#c", "", "https://x.example/a#c"), ("/a", "b", "/a?b"),
    ])
    func takesAnotherQuery(text: String, query: String, result: String) {
        #expect(WebAddress(text).replacingQuery(with: query.utf8).text == result)
    }

    @Test(arguments: [
        ("https://x.example/a", "https://x.example/a?t=%2F"),
        ("https://x.example/a?b=1", "https://x.example/a?b=1&t=%2F"),
        ("https://x.example?", "https://x.example?t=%2F"), ("https://x.example/a#f", "https://x.example/a?t=%2F#f"),
        ("https://x.example/a?t=old#f", "https://x.example/a?t=old#f"),
        ("https://x.example/?b&", "https://x.example/?b&t=%2F"),
    ])
    func addsToAnAddressesQuery(address: String, result: String) {
        #expect(WebAddress(address).addingQuery("t", "/").text == result)
    }

    @Test(arguments: [
        ("https://x.example/a?t=1", "https://x.example/a?t=%2F"), ("https://x.example/a", "https://x.example/a?t=%2F"),
        ("https://x.example/a?b=1&t=1&c&t#f", "https://x.example/a?b=1&c&t=%2F#f"),
        ("https://x.example/?xt=1", "https://x.example/?xt=1&t=%2F"),
    ])
    func setsAParameterOfTheQuery(address: String, result: String) {
        #expect(WebAddress(address).settingQuery("t", "/").text == result)
    }

    /// Host, port.
    @Test(
        arguments: [
            ("a.example", "a.example", nil), ("a.example:80", "a.example", "80"), ("a:", "a", ""), (":80", "", "80"),
            ("[::1]", "[::1]", nil), ("[::1]:80", "[::1]", "80"), ("[::1", "[", ":1"), ("a:b:c", "a", "b:c"),
            ("", "", nil),
            ("u@a:1", "u@a", "1"),
        ] as [(String, String, String?)]
    )
    func aPortFollowsItsHost(text: String, host: String, port: String?) {
        let named = HostAndPort(text)
        #expect(named.host == host)
        #expect(named.port.map { String($0) } == port)
    }

    @Test(
        arguments: [
            ("a", 443), ("a:", 443), ("a:8443", 8_443), ("a:0080", 80), ("a:65535", 65_535), ("a:65536", nil),
            ("a:0", nil),
            ("a:+1", nil), ("a:1x", nil), ("a:000080", nil), ("a:١", nil),
        ] as [(String, Int?)]
    )
    func aPortIsANumber(text: String, number: Int?) {
        #expect(HostAndPort(text).portNumber(of: .https) == number)
    }

    @Test(arguments: [
        ("http://localhost/", true), ("http://LOCALHOST:1", true), ("http://127.0.0.1:9000/", true),
        ("http://127.9.9.9/", true), ("http://[::1]:1/", true), ("http://[::ffff:127.0.0.1]/", true),
        ("http://a.localhost/", true), ("http://127.0.0.1.example/", false), ("http://example.com/", false),
        ("http://localhost.example/", false), ("http://alocalhost/", false), ("http://[::2]/", false), ("/", false),
    ])
    func knowsTheLoopback(url: String, isLoopback: Bool) {
        #expect(WebAddress(url).host.isLoopback == isLoopback)
    }
}
