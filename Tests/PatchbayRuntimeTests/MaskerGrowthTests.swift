import IML
import PatchbayTesting
import Testing

@testable import PatchbayRuntime

/// Masking takes as long as what is masked and what is hidden are long together.
struct MaskerGrowthTests {
    @Test func workGrowsNoFasterThanTheText() {
        let reading = TextReading("masking", in: ["token-1234 … token-1234"]) { text in
            var secrets = SecretTexts()
            secrets.add(everyTextIn: ["token": "token-1234"], named: true)
            _ = Masker(secrets).masked(.text(text))
        }
        #expect(reading.excesses().isEmpty)
    }
}
