import PatchbayAuth
import PatchbayText
import PatchbayTransport
import Testing

struct EncodingTests {
    @Test(arguments: [
        ("https://x.example/a", "https://x.example/a?t=%2F"),
        ("https://x.example/a?b=1", "https://x.example/a?b=1&t=%2F"),
        ("https://x.example?", "https://x.example?t=%2F"), ("https://x.example/a#f", "https://x.example/a?t=%2F#f"),
        ("https://x.example/a?t=old#f", "https://x.example/a?t=old#f"),
        ("https://x.example/?b&", "https://x.example/?b&t=%2F"),
    ])
    func addsToAnAddressesQuery(address: String, result: String) {
        #expect(address.addingQuery("t", "/") == result)
    }

    @Test(arguments: [
        ("https://x.example/a?t=1", "https://x.example/a?t=%2F"), ("https://x.example/a", "https://x.example/a?t=%2F"),
        ("https://x.example/a?b=1&t=1&c&t#f", "https://x.example/a?b=1&c&t=%2F#f"),
        ("https://x.example/?xt=1", "https://x.example/?xt=1&t=%2F"),
    ])
    func setsAParameterOfTheQuery(address: String, result: String) {
        #expect(address.settingQuery("t", "/") == result)
    }

    /// RFC 9110, section 5.6.7: one moment in its three forms.
    @Test(arguments: [
        "Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994",
    ])
    func readsHTTPDates(text: String) {
        #expect(HTTPDate.seconds(text) == 784_111_777)
    }

    @Test(arguments: [
        "", "now", "Sun, 06 Nov 1994 08:49:37", "Sun, 06 Foo 1994 08:49:37 GMT", "Sun, 06 Nov 1994 25:49:37 GMT",
        "1 2 3 4 5 6",
    ])
    func refusesWhatIsNoHTTPDate(text: String) {
        #expect(HTTPDate.seconds(text) == nil)
    }

    @Test(arguments: [0, 784_111_777, 951_782_400, 1_709_164_800, 4_102_444_799, -86_400.0])
    func writesWhatItReads(seconds: Double) {
        #expect(HTTPDate.seconds(HTTPDate.text(seconds)) == seconds)
    }

    @Test func writesTheRFCsDate() {
        #expect(HTTPDate.text(784_111_777.9) == "Sun, 06 Nov 1994 08:49:37 GMT")
    }

    @Test func takesAddressesApart() throws {
        let address = try AddressParts("https://user@[2001:db8::1]:8443/a/b?c=d#e")
        #expect(String(decoding: address.scheme, as: UTF8.self) == "https")
        #expect(String(decoding: address.authority, as: UTF8.self) == "[2001:db8::1]:8443")
        #expect(String(decoding: address.path, as: UTF8.self) == "/a/b")
        #expect(String(decoding: address.query, as: UTF8.self) == "c=d")
        #expect(address.text(query: "x=y".utf8) == "https://user@[2001:db8::1]:8443/a/b?x=y#e")
        #expect(address.text(query: []) == "https://user@[2001:db8::1]:8443/a/b#e")
        #expect(throws: PlatformError.self) { try AddressParts("/relative") }
        #expect(throws: PlatformError.self) { try AddressParts("https:/x") }
    }

    @Test(arguments: [
        ("http://localhost/", true), ("http://127.0.0.1:9000/", true), ("http://[::1]:1/", true),
        ("http://a.localhost/", true),
        ("http://127.0.0.1.example/", false), ("http://example.com/", false), ("http://localhost.example/", false),
    ])
    func knowsTheLoopback(url: String, isLoopback: Bool) throws {
        #expect(try AddressParts(url).isLoopback == isLoopback)
    }
}
