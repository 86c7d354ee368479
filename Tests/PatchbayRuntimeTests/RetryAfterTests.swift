import IML
import PatchbayAuth
import PatchbayRuntime
import Testing

@testable import PatchbayRuntime

/// How long a service is left alone that says `Retry-After`.
struct RetryAfterTests {
    /// What the header says, and the seconds a caller is told; `nil` where it says nothing.
    static let values: [(text: String, seconds: Double?)] = [
        ("120", 120), (" 120 ", 120), ("+5", 5), ("1.5", 1.5),
        ("0", 1), ("-0", 1), ("-30", 1), ("0.2", 1), ("-1.5", 1), ("1", 1),
        ("86400", 86_400), ("86401", 86_400), ("99999999999999999999", 86_400),
        (String(repeating: "9", count: 400), 86_400), ("-" + String(repeating: "9", count: 400), 1),
        ("Sun, 06 Nov 1994 08:49:37 GMT", 37), ("Sun, 06 Nov 1994 08:48:00 GMT", 1),
        ("Sun, 06 Nov 1994 08:49:00 GMT", 1), ("Fri, 01 Jan 2100 00:00:00 GMT", 86_400),
        ("", nil), ("soon", nil), ("5s", nil), ("0x10", nil), ("1e3", nil), ("inf", nil), ("nan", nil), (".5", nil),
        ("5.", nil), ("--5", nil), ("1,5", nil), ("٣", nil), ("Sun, 06 Nov 1994", nil),
    ]

    /// Sun, 06 Nov 1994 08:49:00 GMT.
    private static let now = 784_111_740.0

    @Test(arguments: values)
    func everyValueHasAMeaning(_ row: (text: String, seconds: Double?)) {
        let read = RetryAfter.seconds(row.text, now: Self.now)
        #expect(PlatformError(.rateLimitError, "", retryAfter: read).retryAfter == row.seconds)
    }

    @Test func aWaitLongerThanTheCallHasLeftIsNotBegun() async throws {
        var limits = TestHost.quickLimits
        limits.callSeconds = 4
        let host = try TestHost(limits: limits)
        let began = ContinuousClock.now
        let probe = try await Probe.run(#"{"url": "/"}"#, on: host) { _, _ in
            Answer(status: 429, headers: [("Retry-After", "5")])
        }
        #expect(ContinuousClock.now - began < .seconds(4))
        #expect(probe.requests.count == 1)
        #expect(probe.error?.type == .rateLimitError)
        #expect(probe.error?.retryAfter == 5)
    }

    @Test func ofSeveralLinesTheFirstCounts() async throws {
        let probe = try await Probe.run(#"{"url": "/"}"#) { _, _ in
            Answer(status: 429, headers: [("Retry-After", "600"), ("Retry-After", "1")])
        }
        #expect(probe.error?.retryAfter == 600)
        #expect(probe.requests.count == 1)
    }
}
