import IML

/// One thing the API does: what it takes, what it answers, and how.
///
/// The routes and the OpenAPI document are both made of these, so that neither can name what the other does not have.
struct Endpoint: Sendable {
    /// A parameter of the query.
    struct QueryParameter: Sendable {
        let name: String
        let summary: String
        var schema = JSONSchema.string
    }

    /// An answer by its status.
    struct Answer: Sendable {
        /// The status code.
        let status: Int
        /// What it means, for people.
        let summary: String
        /// What it carries, by media type, and the schema of what has one.
        let contents: [(mediaType: String, schema: JSONSchema?)]

        /// An answer that carries JSON.
        static func json(_ status: Int, _ summary: String, _ schema: JSONSchema) -> Answer {
            Answer(status: status, summary: summary, contents: [("application/json", schema)])
        }

        /// An answer that carries something else.
        static func other(_ status: Int, _ summary: String, _ mediaType: String) -> Answer {
            Answer(status: status, summary: summary, contents: [(mediaType, nil)])
        }

        /// An answer that carries nothing.
        static func empty(_ status: Int, _ summary: String) -> Answer {
            Answer(status: status, summary: summary, contents: [])
        }

        /// A problem (RFC 9457).
        static func problem(_ status: Int, _ summary: String) -> Answer {
            Answer(status: status, summary: summary, contents: [(Problem.mediaType, ProblemJSON.problem.schema)])
        }
    }

    /// Its name in the OpenAPI document (`operationId`), unlike any other's.
    var name = ""
    /// The method, in capitals.
    var method: String
    /// The path; `{name}` stands for one segment.
    var path: String
    /// What it does, in a few words.
    var summary: String
    /// What its query may say.
    var query: [QueryParameter] = []
    /// The object it takes as its body, which is there as a whole when it is asked; `nil` when it takes none.
    var body: InputShape?
    /// What it answers.
    var answers: [Answer] = []
    /// Whether it is there for people and services that have no token.
    var isOpen = false
    /// Whether the answer is of no use to anyone once the client has left, so that it is given up then.
    var needsClient = false
    /// Does it.
    var handle: @Sendable (APIRequest) async throws -> EndpointAnswer
}

extension Endpoint {
    /// An endpoint that answers with one thing as JSON.
    ///
    /// - Parameters:
    ///   - name: Its name in the OpenAPI document.
    ///   - method: The method, in capitals.
    ///   - path: The path.
    ///   - summary: What it does, in a few words.
    ///   - query: What its query may say.
    ///   - body: The object it takes.
    ///   - representation: How what it gives is written.
    ///   - status: The status of the good answer.
    ///   - meaning: What the good answer is.
    ///   - problems: What else it answers.
    ///   - needsClient: Whether it is given up once the client has left.
    ///   - give: Does it, with what the request says and the object it carries.
    init<Subject>(
        _ name: String,
        _ method: String,
        _ path: String,
        _ summary: String,
        query: [QueryParameter] = [],
        body: InputShape? = nil,
        gives representation: Representation<Subject>,
        status: Int = 200,
        _ meaning: String,
        or problems: [Answer] = [],
        needsClient: Bool = false,
        _ give: @escaping @Sendable (APIRequest, JSONInput) async throws -> Subject
    ) {
        self.init(
            name: name,
            method: method,
            path: path,
            summary: summary,
            query: query,
            body: body,
            answers: [.json(status, meaning, representation.schema)] + problems,
            needsClient: needsClient
        ) { request in
            let input = if let body { try JSONInput(request, body) } else { JSONInput.none }
            return .json(representation.json(try await give(request, input)), status: status)
        }
    }
}
