import IML

/// One thing the API does: what it takes, what it answers, and how.
///
/// The routes and the OpenAPI document are both made of these, so that neither can name what the other does not have.
struct Endpoint: Sendable {
    /// A parameter of the query.
    struct QueryParameter: Sendable {
        let name: String
        let summary: String
    }

    /// The method, in capitals.
    var method: String
    /// The path; `{name}` stands for one segment.
    var path: String
    /// What it does, in a few words.
    var summary: String
    /// What its query may say.
    var query: [QueryParameter] = []
    /// The JSON Schema of its body, which is there as a whole when it is asked; `nil` when it takes none.
    var body: Value?
    /// What it answers, by status: a description and a schema's name, if it has one.
    var answers: [(status: Int, summary: String, schema: String?)] = []
    /// The media type of the good answer.
    var mediaType = "application/json"
    /// Whether the answer is of no use to anyone once the client has left, so that it is given up then.
    var needsClient = false
    /// Does it.
    var handle: @Sendable (APIRequest) async throws -> EndpointAnswer
}
