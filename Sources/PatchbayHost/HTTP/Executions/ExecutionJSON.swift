import IML
import PatchbayRuntime

/// How the API writes calls that have ended.
enum ExecutionJSON {
    /// The last calls.
    static let executions = Representation<[ExecutionOverview]>(
        "Executions",
        [.list("executions", of: overview) { $0 }]
    )

    /// A call in the list.
    static let overview = Representation<ExecutionOverview>(
        "ExecutionOverview",
        [
            .text("id") { $0.summary.id },
            .text("app") { $0.app },
            .text("component") { $0.component },
            .always("kind", .oneOf(["module", "rpc"])) { .text($0.kind) },
            .always("status", .oneOf(["succeeded", "failed"])) { $0.error == nil ? "succeeded" : "failed" },
            .always("startedAt", .string.with("format", "date-time")) { .text($0.startedAt.iso8601) },
            .number("durationMs") { $0.summary.durationMilliseconds },
            .integer("requests") { $0.summary.requests },
            .integer("bundles") { $0.summary.bundles },
            CallJSON.notes { $0.summary.notes },
            .text("connection", ifAny: { $0.connection }),
            .text("truncatedBy", ifAny: { $0.summary.truncatedBy }),
            .part("error", ProblemJSON.error, ifAny: { $0.error }),
        ]
    )

    /// A call with everything it sent and got.
    static let detail = Representation<ExecutionDetail>(
        "ExecutionDetail",
        overview.members { $0.overview } + [
            .list("exchanges", of: exchange) { $0.exchanges },
            .integer("omitted", ifAny: { $0.omitted > 0 ? $0.omitted : nil }),
        ]
    )

    private static let exchange = Representation<ShownExchange>(
        "Exchange",
        [
            .always("startedAt", .string.with("format", "date-time")) { .text($0.startedAt.iso8601) },
            .number("durationMs") { $0.milliseconds },
            CallJSON.notes { $0.notes },
            .always("request", request) { $0.request },
            .ifAny("response", response) { $0.response.isMissing ? .undefined : $0.response },
            .part("error", ProblemJSON.error, ifAny: { $0.error }),
        ]
    )

    /// What the runtime shows of a request.
    private static let request = JSONSchema.object([
        ("method", .string, true), ("url", .string, true), ("qs", .anything, false), ("headers", .object, true),
        ("body", .anything, false), ("bodyBytes", .integer, false),
    ])

    /// What the runtime shows of an answer.
    private static let response = JSONSchema.object([
        ("statusCode", .integer, true), ("reason", .string, false), ("headers", .object, true),
        ("body", .anything, false), ("bodyBytes", .integer, false),
    ])
}
