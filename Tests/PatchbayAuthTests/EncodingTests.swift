import PatchbayAuth
import PatchbayText
import PatchbayTransport
import Testing

struct EncodingTests {
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
}
