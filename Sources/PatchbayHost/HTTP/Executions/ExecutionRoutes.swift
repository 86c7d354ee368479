import IML
import PatchbayRuntime

/// The last calls, with what they sent and got.
struct ExecutionRoutes {
    let executions: ExecutionLog

    var endpoints: [Endpoint] { [list, show] }

    private static let usualLimit = 50

    private var list: Endpoint {
        Endpoint(
            "listExecutions",
            "GET",
            "/v1/executions",
            "The last calls, the newest first",
            query: [
                .init(
                    name: "limit",
                    summary: "The most wanted; \(Self.usualLimit) unless given",
                    schema: .integer.with("minimum", 1)
                ),
                .init(name: "app", summary: "The app whose calls are wanted"),
            ],
            gives: ExecutionJSON.executions,
            "The calls",
            or: [.problem(400, "The limit is no number")]
        ) { request, _ in
            let query = request.queryFields
            var limit = Self.usualLimit
            if let text = query["limit"]?.asText {
                guard let number = Int(text), number > 0 else {
                    throw Problem.badRequest("The query's 'limit' has to be a whole number from 1, not '\(text)'.")
                }
                limit = number
            }
            return executions.overviews(limit: limit, app: query["app"]?.asText)
        }
    }

    private var show: Endpoint {
        Endpoint(
            "getExecution",
            "GET",
            "/v1/executions/{id}",
            "One call with every request and response, without secrets",
            gives: ExecutionJSON.detail,
            "The call",
            or: [.problem(404, "No such call, or not kept any more")]
        ) { request, _ in
            let id = request["id"]
            guard let detail = executions.detail(id) else {
                let message = "There is no call '\(id)'; only the last ones are kept, in memory."
                throw CallFailure.unknown(kind: "execution", name: id, message: message)
            }
            return detail
        }
    }
}
