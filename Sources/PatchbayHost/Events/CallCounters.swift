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
    }

    private let counts = Mutex<[Key: Counts]>([:])

    /// Starts at zero.
    package init() {}

    /// Counts a call that has ended.
    ///
    /// - Parameter error: The error's type; `nil` for a good end.
    func count(_ summary: ExecutionSummary, app: String, component: String, error: String?) {
        counts.withLock { counts in
            var count = counts[Key(app: app, component: component, outcome: error ?? "ok"), default: Counts()]
            count.calls += 1
            count.requests += summary.requests
            count.bundles += summary.bundles
            count.milliseconds += summary.durationMilliseconds
            counts[Key(app: app, component: component, outcome: error ?? "ok")] = count
        }
    }

    /// The counters in the text format of Prometheus.
    func prometheusText(apps: Int, listeners: Int, uptime: Double) -> String {
        let counted = counts.withLock { $0.sorted { $0.key < $1.key } }
        var lines = Self.metric("patchbay_uptime_seconds", "gauge", "Seconds since the start", [("", "\(uptime)")])
        lines += Self.metric("patchbay_apps", "gauge", "Apps that are there", [("", "\(apps)")])
        lines += Self.metric(
            "patchbay_event_listeners",
            "gauge",
            "Event streams that are open",
            [("", "\(listeners)")]
        )
        lines += Self.metric(
            "patchbay_calls_total",
            "counter",
            "Calls that have ended",
            Self.labelled(counted) { "\($0.calls)" }
        )
        lines += Self.metric(
            "patchbay_call_seconds_total",
            "counter",
            "Seconds the calls took together",
            Self.labelled(counted) { "\($0.milliseconds / 1_000)" }
        )
        lines += Self.metric(
            "patchbay_requests_total",
            "counter",
            "Requests the calls sent",
            Self.labelled(counted) { "\($0.requests)" }
        )
        lines += Self.metric(
            "patchbay_bundles_total",
            "counter",
            "Bundles the calls gave",
            Self.labelled(counted) { "\($0.bundles)" }
        )
        return lines
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
        text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
    }
}
