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
            method: "GET",
            path: "/v1/health",
            summary: "Whether the host answers",
            answers: [(200, "It does", "Health")]
        ) { _ in
            .json([
                "status": "ok",
                "version": .text(PatchbayVersion.current),
                "apps": Value(library.catalog.all.count),
                "uptime": Value((uptime() * 1_000).rounded() / 1_000),
            ])
        }
    }

    private var eventStream: Endpoint {
        Endpoint(
            method: "GET",
            path: "/v1/events",
            summary: "What happens in the host, as an event stream: apps, connections, calls",
            answers: [(200, "The stream", nil)],
            mediaType: "text/event-stream"
        ) { _ in
            let headers = [
                ("Content-Type", "text/event-stream"), ("Cache-Control", "no-store"), ("X-Accel-Buffering", "no"),
            ]
            return .stream(EventStream(events.listen()), headers: headers)
        }
    }

    private var reload: Endpoint {
        Endpoint(
            method: "POST",
            path: "/v1/reload",
            summary: "Reads the bundles again now",
            answers: [(200, "What changed", "Changes")]
        ) { _ in
            .json(["changes": .array(await library.reloadInBackground().map(Value.init(change:)))])
        }
    }

    private var metrics: Endpoint {
        Endpoint(
            method: "GET",
            path: "/metrics",
            summary: "Counters as Prometheus text",
            answers: [(200, "The counters", nil)],
            mediaType: "text/plain"
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

extension Value {
    /// What became of a bundle as the API shows it.
    init(change: AppChange) {
        self = [
            "app": .text(change.app),
            "change": .text(change.kind.rawValue),
            "status": change.status.map(Value.text) ?? .undefined,
            "revision": change.revision.map(Value.text) ?? .undefined,
            "problems": Value(change.problems),
        ]
    }
}
