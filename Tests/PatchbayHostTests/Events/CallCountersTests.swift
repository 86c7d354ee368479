import IML
import PatchbayRuntime
import Testing

@testable import PatchbayHost

struct CallCountersTests {
    private let summary = ExecutionSummary(id: "exe_1", requests: 2, bundles: 3, durationMilliseconds: 500)

    private func text(_ counters: CallCounters) -> String {
        counters.prometheusText(apps: 1, listeners: 0, uptime: 1)
    }

    @Test func callsAddUpByHowTheyEnded() {
        let counters = CallCounters()
        for _ in 0..<2 { counters.count(summary, app: "a", component: "c", error: nil) }
        counters.count(summary, app: "a", component: "c", error: .dataError)
        let text = text(counters)
        #expect(text.contains("patchbay_calls_total{app=\"a\",component=\"c\",outcome=\"ok\"} 2\n"))
        #expect(text.contains("patchbay_bundles_total{app=\"a\",component=\"c\",outcome=\"ok\"} 6\n"))
        #expect(text.contains("patchbay_call_seconds_total{app=\"a\",component=\"c\",outcome=\"DataError\"} 0.5\n"))
    }

    @Test func typesServicesMakeUpDoNotMakeCountersWithoutEnd() {
        let counters = CallCounters()
        for number in 0..<100 {
            counters.count(summary, app: "a", component: "c", error: ErrorType(rawValue: "Odd\(number)"))
        }
        #expect(text(counters).contains("outcome=\"other\"} 100\n"))
        #expect(!text(counters).contains("Odd"))
    }

    @Test(arguments: [("\r\n", "\r\\n"), ("a\"b", "a\\\"b"), ("a\\b", "a\\\\b")])
    func namesCannotBreakOutOfTheirLabel(_ name: String, _ escaped: String) {
        let counters = CallCounters()
        counters.count(summary, app: name, component: "c", error: nil)
        #expect(text(counters).contains("{app=\"\(escaped)\",component"))
    }
}
