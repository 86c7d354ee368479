import IML
import PatchbayRuntime

/// The last calls, with what they sent and got.
struct ExecutionRoutes {
    let executions: ExecutionLog

    var endpoints: [Endpoint] { [list, show] }

    private static let usualLimit = 50

    private var list: Endpoint {
        Endpoint(
            method: "GET",
            path: "/v1/executions",
            summary: "The last calls, the newest first",
            query: [
                .init(name: "limit", summary: "The most wanted; \(Self.usualLimit) unless given"),
                .init(name: "app", summary: "The app whose calls are wanted"),
            ],
            answers: [(200, "The calls", "Executions"), (400, "The limit is no number", "Problem")]
        ) { request in
            let query = request.queryFields
            var limit = Self.usualLimit
            if let text = query["limit"]?.asText {
                guard let number = Int(text), number > 0 else {
                    throw Problem.badRequest("The query's 'limit' has to be a whole number from 1, not '\(text)'.")
                }
                limit = number
            }
            let overviews = executions.overviews(limit: limit, app: query["app"]?.asText)
            return .json(["executions": .array(overviews.map(Value.init(overview:)))])
        }
    }

    private var show: Endpoint {
        Endpoint(
            method: "GET",
            path: "/v1/executions/{id}",
            summary: "One call with every request and response, without secrets",
            answers: [(200, "The call", "ExecutionDetail"), (404, "No such call, or not kept any more", "Problem")]
        ) { request in
            let id = request["id"]
            guard let detail = executions.detail(id) else {
                let message = "There is no call '\(id)'; only the last ones are kept, in memory."
                throw CallFailure.unknown(kind: "execution", name: id, message: message)
            }
            return .json(Value(detail: detail))
        }
    }
}
