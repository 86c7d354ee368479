import PatchbayTesting
import PatchbayText
import Testing

@testable import PatchbayAuth

/// Whatever stands in a header, the work on it grows with its length.
struct GrowthTests {
    @Test func workGrowsNoFasterThanTheText() {
        let reading = TextReading("date", in: ["Sun, 06 Nov 1994 …", "Sun, …"]) { _ = HTTPDate.seconds($0) }
        #expect(reading.excesses().isEmpty)
    }
}
