import IML
import PatchbayRuntime

/// The host itself: how it is, what happens in it, what changed.
struct HostRoutes {
    let library: AppLibrary
    let events: EventHub
    let counters: CallCounters
    let uptime: @Sendable () -> Double

    var endpoints: [Endpoint] { [health, eventStream, reload, metrics] }

    private var health: Endpoint {
        Endpoint(
            "getHealth",
            "GET",
            "/v1/health",
            "Whether the host answers",
            gives: HostJSON.health,
            "It does"
        ) { _, _ in (library.catalog.all.count, uptime()) }
    }

    private var eventStream: Endpoint {
        Endpoint(
            name: "streamEvents",
            method: "GET",
            path: "/v1/events",
            summary: "What happens in the host, as an event stream: apps, connections, calls",
            answers: [.other(200, "The stream", "text/event-stream")]
        ) { _ in
            let headers = [
                ("Content-Type", "text/event-stream"), ("Cache-Control", "no-store"), ("X-Accel-Buffering", "no"),
            ]
            return .stream(EventStream(events.listen()), headers: headers)
        }
    }

    private var reload: Endpoint {
        Endpoint(
            "reload",
            "POST",
            "/v1/reload",
            "Reads the bundles again now",
            gives: HostJSON.changes,
            "What changed"
        ) { _, _ in await library.reloadInBackground() }
    }

    private var metrics: Endpoint {
        Endpoint(
            name: "getMetrics",
            method: "GET",
            path: "/metrics",
            summary: "Counters as Prometheus text",
            answers: [.other(200, "The counters", "text/plain")]
        ) { _ in
            let text = counters.prometheusText(
                apps: library.catalog.all.count,
                listeners: events.listenerCount,
                uptime: uptime()
            )
            let headers = [("Content-Type", "text/plain; version=0.0.4; charset=utf-8"), ("Cache-Control", "no-store")]
            return .ready(APIAnswer(headers: headers, body: .bytes(Array(text.utf8))))
        }
    }
}
