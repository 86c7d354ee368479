import OAuth1
import PatchbayAuth
import PatchbayTransport
import Testing

/// Traps 13 to 20: the base string's address and method.
struct AddressTrapTests {
    private func uri(_ url: String, host: String? = nil) throws -> String {
        let headers: HeaderFields = host.map { ["host": $0] } ?? [:]
        return try OAuth1Signer().report(on: SignableRequest("GET", url, headers: headers), stamp: .fixed).baseStringURI
    }

    @Test(arguments: [
        ("http://x.example:80/", "http://x.example/"), ("https://x.example:443/", "https://x.example/"),
        ("http://x.example:443/", "http://x.example:443/"), ("https://x.example:80/", "https://x.example:80/"),
        ("https://x.example:08443/", "https://x.example:8443/"),
    ])
    func trap13DropsTheSchemesOwnPortOnly(url: String, expected: String) throws {
        #expect(try uri(url) == expected)
    }

    @Test func trap14DropsAnEmptyPort() throws {
        #expect(try uri("https://x.example:/a") == "https://x.example/a")
    }

    @Test(arguments: ["0", "65536", "http", "-1", "+80", "99999999999999999999", "8 0"])
    func trap14RefusesWhatIsNoPort(port: String) {
        let error = #expect(throws: PlatformError.self) { try uri("https://x.example:\(port)/") }
        #expect(error?.message.contains("port") == true)
    }

    @Test(arguments: ["https:///a", "https://", "/a", "x.example/a", "ftp://x.example/", "mailto:a@x.example"])
    func refusesAddressesThatAreNone(url: String) {
        #expect(throws: PlatformError.self) { try uri(url) }
    }

    @Test(arguments: [
        ("HTTPS://X.Example/Path/UPPER", "https://x.example/Path/UPPER"), ("https://x.example", "https://x.example/"),
        ("https://x.example?a=1", "https://x.example/"), ("https://x.example//a//", "https://x.example//a//"),
    ])
    func trap15LowersSchemeAndHostOnly(url: String, expected: String) throws {
        #expect(try uri(url) == expected)
    }

    @Test func trap16LeavesQueryFragmentAndUserOut() throws {
        #expect(try uri("https://me:pw@x.example/a?b=c#d?e") == "https://x.example/a")
        #expect(try uri("https://x.example/a#d?e=f") == "https://x.example/a")
    }

    @Test(arguments: [
        ("http://[2001:DB8::1]/a", "http://[2001:db8::1]/a"), ("http://[::1]:80/", "http://[::1]/"),
        ("http://[::1]:8080/", "http://[::1]:8080/"),
    ])
    func trap17KeepsTheBracketsOfIPv6(url: String, expected: String) throws {
        #expect(try uri(url) == expected)
    }

    @Test(arguments: [
        ("service.example", "http://service.example/a"), ("Service.Example:80", "http://service.example/a"),
        ("service.example:8080", "http://service.example:8080/a"), ("[::1]:8080", "http://[::1]:8080/a"),
    ])
    func trap18TakesTheHostHeader(host: String, expected: String) throws {
        #expect(try uri("http://203.0.113.7:9000/a", host: host) == expected)
    }

    @Test(arguments: [
        ("https://x.example/a b/c", "https://x.example/a%20b/c"),
        ("https://x.example/a;p=1/b", "https://x.example/a;p=1/b"),
        ("https://x.example/%7e%2F%c3", "https://x.example/%7e%2F%c3"),
        ("https://x.example/ü|", "https://x.example/%C3%BC%7C"),
        ("https://x.example/!$&'()*+,:@=", "https://x.example/!$&'()*+,:@="),
    ])
    func trap19KeepsThePathAsItIsSent(url: String, expected: String) throws {
        #expect(try uri(url) == expected)
    }

    @Test(arguments: [("get", "GET&"), ("Patch", "PATCH&"), ("X-M", "X-M&")])
    func trap20CapitalizesTheMethod(method: String, prefix: String) throws {
        let request = SignableRequest(method, "https://x.example/")
        #expect(try OAuth1Signer().report(on: request, stamp: .fixed).baseString.hasPrefix(prefix))
        var signed = request
        try OAuth1Signer().sign(&signed, stamp: .fixed)
        #expect(signed.method == method, "what is sent stays as it is")
    }
}
