import PatchbayTesting
import Testing

@testable import PatchbayText

/// Whatever a text is made of, the work on it grows with its length.
struct GrowthTests {
    @Test(arguments: [
        TextReading("text without blanks", in: ["  …  "]) { _ = $0.trimmingBlanks() },
        TextReading("text without white space", in: ["  …  "]) { _ = $0.trimmingWhitespace() },
        TextReading("text in another case") { _ = $0.isSameIgnoringASCIICase($0 + "a") },
        TextReading("exact text") { _ = Set([ExactText($0), ExactText($0 + "a")]) },
        TextReading("parts") { _ = $0.parts(between: "a") },
        TextReading("text in a text") { _ = $0.contains(bytesOf: $0 + "a") },
        TextReading("hexadecimal digits") { _ = Hex.decode($0.utf8) },
        TextReading("base64", in: ["YQ==…"]) { text in
            _ = (Base64.decode(text.utf8), Base64.decodeSkippingOthers(text.utf8))
        },
        TextReading("percent encoding") { text in
            _ = PercentEncoding.encode(text)
            _ = PercentEncoding.encodeUnescaped(text, keeping: .path)
            _ = (PercentEncoding.text(text.utf8), PercentEncoding.decodeStrictly(text.utf8))
        },
        TextReading("value in a form", in: ["a=…", "…&a=b"]) { _ = FormDecoding.value(of: "a", in: $0.utf8) },
        TextReading("nearest name") { _ = NearestName.near($0, among: ["getUser", "listUsers", $0 + "a"]) },
        TextReading("text of a cache") { text in
            _ = TextCache<Int>(capacity: 1, longestKey: 100).value(for: text) { text.utf8.count }
        },
        TextReading(
            "address",
            in: [
                "http://…", "http://a/…", "http://a?…", "http://a@…", "http://a#…", "http://[…]/", "http://a:…/",
                "http://….example/",
            ]
        ) { text in
            let address = WebAddress(text)
            _ = (address.host.isLoopback, address.isEncrypted, address.withoutFragment)
            _ = (address.addingQuery("a", text), address.settingQuery("a", text))
            _ = try Origin(address)
        },
        TextReading("address of the internet", in: ["::…", "1.…"]) { _ = IPAddress($0) },
        TextReading("UUID") { _ = $0.isUUID },
    ])
    func workGrowsNoFasterThanTheText(_ reading: TextReading) {
        #expect(reading.excesses().isEmpty)
    }
}
