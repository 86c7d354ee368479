import IML
import Logging
import PatchbayAuth
import PatchbayRuntime

/// Tells event streams, counters and the log what the runtime and the library report.
struct EventReporting: Sendable {
    let events: EventHub
    let counters: CallCounters
    let log: Logger

    /// Takes a report of the runtime.
    func take(_ event: RuntimeEvent) {
        switch event {
        case .connectionChanged(let id, let app, let status):
            events.send(HostEvent("connection.changed", ["id": .text(id), "app": .text(app), "status": .text(status)]))
            log.info("connection changed", metadata: ["connection": "\(id)", "app": "\(app)", "status": "\(status)"])
        case .executionFinished(let summary, let app, let component, let error):
            counters.count(summary, app: app, component: component, error: error?.type)
            events.send { Self.event(summary, app, component, error) }
            log.debug("call ended", metadata: Self.metadata(summary, app, component, error?.type.rawValue))
        }
    }

    /// Takes what became of bundles.
    func take(_ changes: [AppChange]) {
        for change in changes {
            events.send(HostEvent("app." + change.kind.rawValue, HostJSON.change.json(change)))
            let metadata: Logger.Metadata = [
                "app": "\(change.app)", "status": "\(change.status ?? "")", "problems": "\(change.problems)",
            ]
            log.log(level: change.problems > 0 ? .warning : .info, "app \(change.kind.rawValue)", metadata: metadata)
        }
    }

    private static func event(
        _ summary: ExecutionSummary,
        _ app: String,
        _ component: String,
        _ error: PlatformError?
    ) -> HostEvent {
        var data: Fields = ["app": .text(app), "component": .text(component)]
        data.merge(CallJSON.execution.json(summary).asFields ?? [:])
        data["bundles"] = Value(summary.bundles)
        if let error { data["error"] = ProblemJSON.error.json(error) }
        return HostEvent("execution.finished", .collection(data))
    }

    private static func metadata(
        _ summary: ExecutionSummary,
        _ app: String,
        _ component: String,
        _ error: String?
    ) -> Logger.Metadata {
        [
            "execution": "\(summary.id)", "app": "\(app)", "component": "\(component)", "outcome": "\(error ?? "ok")",
            "requests": "\(summary.requests)", "ms": "\(summary.durationMilliseconds)",
        ]
    }
}
