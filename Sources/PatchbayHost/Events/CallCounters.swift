import IML
import PatchbayRuntime
import Synchronization

/// Counts calls, for metrics.
package final class CallCounters: Sendable {
    private struct Key: Hashable, Comparable {
        var app: String
        var component: String
        var outcome: String

        static func < (one: Key, other: Key) -> Bool {
            (one.app, one.component, one.outcome) < (other.app, other.component, other.outcome)
        }
    }

    private struct Counts {
        var calls = 0
        var requests = 0
        var bundles = 0
        var milliseconds = 0.0

        mutating func add(_ summary: ExecutionSummary) {
            calls += 1
            requests += summary.requests
            bundles += summary.bundles
            milliseconds += summary.durationMilliseconds
        }
    }

    private let counts = Mutex<[Key: Counts]>([:])

    /// Starts at zero.
    package init() {}

    /// Counts a call that has ended.
    ///
    /// - Parameter error: The error's type; `nil` for a good end.
    func count(_ summary: ExecutionSummary, app: String, component: String, error: ErrorType?) {
        let key = Key(app: app, component: component, outcome: Self.outcome(error))
        counts.withLock { counts in
            counts[key, default: Counts()].add(summary)
        }
    }

    /// How a call ended; services can make up types of errors without end, so only the platform's count by name.
    private static func outcome(_ error: ErrorType?) -> String {
        guard let error else { return "ok" }
        return ErrorType.all.contains(error) ? error.rawValue : "other"
    }

    /// The counters in the text format of Prometheus.
    func prometheusText(apps: Int, listeners: Int, uptime: Double) -> String {
        let gauges = [
            ("patchbay_uptime_seconds", "Seconds since the start", "\(uptime)"),
            ("patchbay_apps", "Apps that are there", "\(apps)"),
            ("patchbay_event_listeners", "Event streams that are open", "\(listeners)"),
        ]
        let counters: [(String, String, (Counts) -> String)] = [
            ("patchbay_calls_total", "Calls that have ended", { "\($0.calls)" }),
            ("patchbay_call_seconds_total", "Seconds the calls took together", { "\($0.milliseconds / 1_000)" }),
            ("patchbay_requests_total", "Requests the calls sent", { "\($0.requests)" }),
            ("patchbay_bundles_total", "Bundles the calls gave", { "\($0.bundles)" }),
        ]
        let counted = counts.withLock { $0.sorted { $0.key < $1.key } }
        return gauges.map { Self.metric($0, "gauge", $1, [("", $2)]) }.joined()
            + counters.map { Self.metric($0, "counter", $1, Self.labelled(counted, $2)) }.joined()
    }

    private static func labelled(
        _ counted: [(key: Key, value: Counts)],
        _ number: (Counts) -> String
    ) -> [(labels: String, number: String)] {
        counted.map { key, value in
            let labels = [("app", key.app), ("component", key.component), ("outcome", key.outcome)]
                .map { "\($0)=\"\(escaped($1))\"" }
            return ("{\(labels.joined(separator: ","))}", number(value))
        }
    }

    private static func metric(
        _ name: String,
        _ type: String,
        _ help: String,
        _ values: [(labels: String, number: String)]
    ) -> String {
        "# HELP \(name) \(help)\n# TYPE \(name) \(type)\n"
            + values.map { "\(name)\($0.labels) \($0.number)\n" }.joined()
    }

    private static func escaped(_ text: String) -> String {
        text.unicodeScalars.map { scalar in
            switch scalar {
            case "\\": "\\\\"
            case "\"": "\\\""
            case "\n": "\\n"
            default: String(scalar)
            }
        }.joined()
    }
}
