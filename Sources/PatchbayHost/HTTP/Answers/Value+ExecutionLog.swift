import IML
import PatchbayRuntime

extension Value {
    /// A call that has ended as the list of calls shows it.
    init(overview: ExecutionOverview) {
        var fields: Fields = [
            "id": .text(overview.summary.id),
            "app": .text(overview.app),
            "component": .text(overview.component),
            "kind": .text(overview.kind),
            "status": .text(overview.error == nil ? "succeeded" : "failed"),
            "startedAt": .text(overview.startedAt.iso8601),
            "durationMs": Value(overview.summary.durationMilliseconds),
            "requests": Value(overview.summary.requests),
            "bundles": Value(overview.summary.bundles),
            "notes": .array(overview.summary.notes.map(Value.text)),
        ]
        if let connection = overview.connection { fields["connection"] = .text(connection) }
        if let limit = overview.summary.truncatedBy { fields["truncatedBy"] = .text(limit) }
        if let error = overview.error { fields["error"] = Value(platformError: error) }
        self = .collection(fields)
    }

    /// A call that has ended with everything it sent and got.
    init(detail: ExecutionDetail) {
        self.init(overview: detail.overview)
        self["exchanges"] = .array(detail.exchanges.map(Value.init(exchange:)))
        if detail.omitted > 0 { self["omitted"] = Value(detail.omitted) }
    }

    private init(exchange: ShownExchange) {
        var fields: Fields = [
            "startedAt": .text(exchange.startedAt.iso8601),
            "durationMs": Value(exchange.milliseconds),
            "request": exchange.request,
            "notes": .array(exchange.notes.map(Value.text)),
        ]
        if !exchange.response.isMissing { fields["response"] = exchange.response }
        if let error = exchange.error { fields["error"] = Value(platformError: error) }
        self = .collection(fields)
    }
}
