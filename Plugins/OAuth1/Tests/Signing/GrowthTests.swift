import OAuth1
import PatchbayAuth
import PatchbayTesting
import PatchbayText
import PatchbayTransport
import Testing

/// Whatever is signed, the work on it grows with its length.
struct GrowthTests {
    @Test(arguments: [
        TextReading("query to sign", in: ["…=b", "a=…"]) { text in
            var request = SignableRequest("GET", "https://x.example/?" + PercentEncoding.encode(text))
            try OAuth1Signer().sign(&request, stamp: .fixed)
            request = SignableRequest("GET", "https://x.example/?" + text)
            try OAuth1Signer().sign(&request, stamp: .fixed)
        },
        TextReading("form to sign", in: ["…=b", "oauth_…=b", "a=…"]) { text in
            var request = SignableRequest("POST", "https://x.example/", form: text)
            try OAuth1Signer().sign(&request, stamp: .fixed)
        },
    ])
    func workGrowsNoFasterThanTheText(_ reading: TextReading) {
        #expect(reading.excesses().isEmpty)
    }

    @Test(arguments: ["a=b&", "a#=b&", "oauth_nonce=a&"])
    func workGrowsNoFasterThanTheParameters(_ part: String) {
        let parameters = Bulk("parameters \(part)", "", part) { text in
            var request = SignableRequest("POST", "https://x.example/?" + text, form: text)
            try OAuth1Signer().sign(&request, stamp: .fixed)
        }
        #expect(parameters.excess() == nil)
    }
}
