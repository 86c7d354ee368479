import IML
import OAuth1
import PatchbayAuth
import Testing

struct BaseStringDifferenceTests {
    private func difference(_ change: (String) -> String) throws -> BaseStringDifference? {
        let request = SignableRequest("POST", "https://x.example/a?b=1%202&c=%2F", form: "d=4")
        let report = try OAuth1Signer().report(on: request, stamp: .fixed)
        return report.firstDifference(from: change(report.baseString))
    }

    @Test func findsNoneInTheSame() throws {
        #expect(try difference { $0 } == nil)
        #expect(try difference { "\n \($0) \n" } == nil)
    }

    @Test(arguments: [
        ("POST&", "GET&", "method"), ("https%3A", "http%3A", "address"), ("%2Fa&", "%2Fa%2F&", "address"),
        ("b%3D1%25202%26", "b%3D1%2B2%26", "b"), ("c%3D%252F%26", "c%3D%25252F%26", "c"), ("%26d%3D4", "", "d"),
        ("%26d%3D4", "%26d%3D4%26d%3D5", "d"), ("oauth_nonce%3Dabc", "oauth_nonce%3Dabd", "oauth_nonce"),
    ])
    func namesTheFirst(old: String, new: String, part: String) throws {
        #expect(try difference { $0.replacing(old, with: new) }?.part == part)
    }

    @Test func explainsWhatHappened() throws {
        #expect(try difference { $0.replacing("1%25202", with: "1%2B2") }?.explanation.contains("%20") == true)
        #expect(try difference { $0.replacing("%252F", with: "%25252F") }?.explanation.contains("once more") == true)
        #expect(try difference { $0.replacing("%26d%3D4", with: "") }?.theirs == nil)
        let swapped = try difference { $0.replacing("b%3D1%25202%26c%3D%252F", with: "c%3D%252F%26b%3D1%25202") }
        #expect(swapped?.explanation.contains("order") == true)
    }

    @Test(arguments: [
        ("%3A", "%3a", "address", "capitals"), ("%3D", "%3d", "parameters", "capitals"),
    ])
    func tellsOtherEscapesFromOtherContent(old: String, new: String, part: String, said: String) throws {
        let found = try #require(try difference { $0.replacing(old, with: new) })
        #expect(found.part == part)
        #expect(found.explanation.contains(said))
        #expect(found.ours != found.theirs)
    }

    @Test func tellsThatAllParametersAreEncodedOnceMore() throws {
        let found = try difference { base in
            let parts = base.split(separator: "&")
            return "\(parts[0])&\(parts[1])&\(parts[2].replacing("%", with: "%25"))"
        }
        #expect(found?.part == "parameters")
        #expect(found?.explanation.contains("encoded once") == true)
    }

    @Test(arguments: ["", "POST", "a&b", "a&b&c&d"])
    func saysWhatABaseStringIs(text: String) throws {
        #expect(try difference { _ in text }?.part == "base string")
    }

    @Test func reportsEveryStep() throws {
        let request = SignableRequest("GET", "https://x.example/a?b=1")
        let report = try OAuth1Signer(["transport_method": "query"]).report(on: request, stamp: .fixed)
        #expect(report.baseStringURI == "https://x.example/a")
        #expect(report.normalizedParameters.hasPrefix("b=1&oauth_consumer_key=ck&"))
        #expect(report.url.hasPrefix("https://x.example/a?b=1&oauth_consumer_key=ck&"))
        #expect(report.headers.isEmpty)
        #expect(report.body == nil)
    }
}
