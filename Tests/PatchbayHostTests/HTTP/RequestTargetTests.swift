import Testing

@testable import PatchbayHost

struct RequestTargetTests {
    @Test(arguments: [
        ("/v1/apps", "/v1/apps", "", nil), ("/", "/", "", nil), ("/a?b=c?d", "/a", "b=c?d", nil),
        ("/a?", "/a", "", nil),
        ("/a%3Fb?c", "/a%3Fb", "c", nil), ("//evil.example/a", "//evil.example/a", "", nil),
        ("http://localhost:8700/v1?a=b#c", "/v1", "a=b", "localhost:8700"), ("http://localhost", "/", "", "localhost"),
        ("http://localhost?a", "/", "a", "localhost"), ("https://a@b/c", "/c", "", "a@b"),
        ("*", "*", "", "*"), ("localhost:80", "localhost:80", "", "localhost:80"), ("", "", "", ""),
    ])
    func aTargetIsTakenApart(_ target: String, _ path: String, _ query: String, _ authority: String?) {
        let parts = RequestTarget(target)
        #expect(parts.path == path)
        #expect(parts.query == query)
        #expect(parts.authority == authority)
    }
}
