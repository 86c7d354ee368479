import IML
import OAuth1
import PatchbayAuth
import PatchbayTransport
import Testing

/// Traps 1 to 8: what becomes of parameters in the base string.
struct ParameterTrapTests {
    /// The request's own parameters as they are normalized: those of the protocol begin with `oauth_`.
    private func normalized(_ url: String, form: String? = nil) throws -> [String] {
        let report = try OAuth1Signer().report(on: SignableRequest("POST", url, form: form), stamp: .fixed)
        return report.normalizedParameters.split(separator: "&").map(String.init).filter { !$0.hasPrefix("oauth_") }
    }

    @Test func trap01EncodesAllButUnreservedCharacters() throws {
        #expect(
            try normalized("https://x.example/?a=!*'(),/:;@$+-._~") == [
                "a=%21%2A%27%28%29%2C%2F%3A%3B%40%24%20-._~"
            ]
        )
    }

    @Test func trap02WritesASpaceAsPercent20() throws {
        #expect(
            try normalized("https://x.example/?a3=2+q&b=2%20q", form: "c=2+q") == ["a3=2%20q", "b=2%20q", "c=2%20q"]
        )
    }

    @Test func trap03EncodesUTF8InCapitals() throws {
        #expect(try normalized("https://x.example/?a=%e2%82%ac&b=ü") == ["a=%E2%82%AC", "b=%C3%BC"])
    }

    @Test func trap04EncodesOnce() throws {
        let report = try OAuth1Signer().report(on: SignableRequest("GET", "https://x.example/?a=%2F"), stamp: .fixed)
        #expect(report.normalizedParameters.hasPrefix("a=%2F&"))
        #expect(report.baseString.contains("&a%3D%252F%26"))
    }

    @Test func trap05LeavesTheSentQueryAlone() throws {
        var request = SignableRequest("GET", "https://x.example/?a[0]=%5bx%5D&b=1+2&&c#f")
        try OAuth1Signer().sign(&request, stamp: .fixed)
        #expect(request.url == "https://x.example/?a[0]=%5bx%5D&b=1+2&&c#f")
    }

    @Test func trap06SortsEncodedNamesAndThenValuesByBytes() throws {
        #expect(
            try normalized("https://x.example/?a1=x&a=2&a=10&a=1&A=3&a%5B=4&%C3%BC=5&a-=6") == [
                "%C3%BC=5", "A=3", "a=1", "a=10", "a=2", "a%5B=4", "a-=6", "a1=x",
            ]
        )
    }

    @Test func trap07KeepsRepeatedNames() throws {
        #expect(
            try normalized("https://x.example/?a=1&a=1&b=2", form: "a=1&b=0") == ["a=1", "a=1", "a=1", "b=0", "b=2"]
        )
    }

    @Test func trap08KeepsEmptyValues() throws {
        #expect(try normalized("https://x.example/?c2&d=&=e", form: "c") == ["=e", "c=", "c2=", "d="])
    }

    @Test func brokenEscapesStandForThemselves() throws {
        #expect(try normalized("https://x.example/?a=100%&b=%zz&c=%4") == ["a=100%25", "b=%25zz", "c=%254"])
    }

    /// Nothing is quadratic: a form of fifty thousand parameters is signed in well under a second.
    @Test(.timeLimit(.minutes(1))) func signsLargeForms() throws {
        let form = (0..<50_000).map { "name\($0 % 977)=value\($0)" }.joined(separator: "&")
        #expect(try normalized("https://x.example/", form: form).count == 50_000)
    }
}
