import PatchbayTesting
import PatchbayText
import Testing

@testable import PatchbayAuth

/// Whatever stands in addresses, forms and headers, the work on it grows with its length.
struct GrowthTests {
    @Test(arguments: [
        TextReading("date of a header", in: ["Sun, 06 Nov 1994 …", "Sun, …"]) { _ = HTTPDate.seconds($0) },
        TextReading("address with one more entry", in: ["http://a?…", "http://a#…"]) {
            _ = $0.addingQuery("a", $0)
            _ = $0.settingQuery("a", $0)
        },
        TextReading("parts of an address", in: ["http://…", "http://a/…", "http://a?…", "http://a@…"]) {
            let parts = try AddressParts($0)
            _ = (parts.isLoopback, parts.isEncrypted, parts.text(query: parts.query))
        },
    ])
    func workGrowsNoFasterThanTheText(_ reading: TextReading) {
        #expect(reading.excesses().isEmpty)
    }
}
