import IML
import PatchbayAuth
import PatchbayRuntime

/// How the API writes problems (RFC 9457), and the errors of modules in them.
enum ProblemJSON {
    /// A problem.
    static let problem = Representation<Problem>(
        "Problem",
        [
            .text("type") { "urn:problem-type:patchbay:\($0.code)" },
            .text("title") { $0.title },
            .integer("status") { $0.status },
            .text("detail") { $0.detail },
            .text("app", ifAny: { $0.needs?.app }),
            .text("component", ifAny: { $0.needs?.component }),
            .ifAny("connections", .list(of: .string)) {
                $0.needs.map { .array($0.connections.map(Value.text)) } ?? .undefined
            },
            .text("connection", ifAny: { $0.connection?.id }),
            .text("connectionStatus", ifAny: { $0.connection?.status }),
            .part("error", error, ifAny: { $0.error }),
            .ifAny("errors", .list(of: inputProblem.schema)) {
                $0.inputProblems.isEmpty ? .undefined : .array($0.inputProblems.map(inputProblem.json))
            },
            .ifAny("diagnostics", .list(of: AppJSON.diagnostic.schema)) {
                $0.diagnostics.map { .array($0.map(AppJSON.diagnostic.json)) } ?? .undefined
            },
            .ifAny("retry", .boolean) { $0.mayRetry ? true : .undefined },
            .text("executionId", ifAny: { $0.executionID }),
        ]
    )

    /// A module's error.
    static let error = Representation<PlatformError>(
        "Error",
        [
            .text("type") { $0.type.rawValue },
            .text("message") { $0.message },
            .integer("statusCode", ifAny: { $0.statusCode }),
            .ifAny("retryAfter", .number) { $0.retryAfter.map { Value($0) } ?? .undefined },
            .text("path", ifAny: { $0.path }),
            .text("file", ifAny: { $0.place?.file }),
            .integer("line", ifAny: { $0.place?.line }),
            .integer("column", ifAny: { $0.place?.column }),
        ]
    )

    private static let inputProblem = Representation<CallFailure.InputProblem>(
        "InputProblem",
        [.text("path") { $0.path }, .text("message") { $0.message }]
    )
}
