import IML

/// What an endpoint answers with.
enum EndpointAnswer: Sendable {
    /// A value, which is written as JSON where there is time for it.
    case value(Value, status: Int)
    /// What goes out as it is.
    case ready(APIAnswer)

    /// Answers with a value.
    static func json(_ value: Value, status: Int = 200) -> EndpointAnswer { .value(value, status: status) }

    /// Answers with bytes that come as they are made.
    static func stream(_ source: any ByteSource, headers: [(name: String, value: String)]) -> EndpointAnswer {
        .ready(APIAnswer(headers: headers, body: .stream(source)))
    }

    /// Answers with nothing.
    static let noContent = EndpointAnswer.ready(APIAnswer(status: 204, headers: [], body: .bytes([])))
}

extension APIAnswer {
    /// Answers with JSON.
    static func json(_ bytes: [UInt8], status: Int = 200) -> APIAnswer {
        APIAnswer(
            status: status,
            headers: [("Content-Type", "application/json"), ("Cache-Control", "no-store")],
            body: .bytes(bytes)
        )
    }
}
