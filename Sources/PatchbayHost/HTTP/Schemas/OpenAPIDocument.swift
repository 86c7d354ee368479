import IML

/// The OpenAPI 3.1 document of the API, made of its endpoints.
enum OpenAPIDocument {
    /// The endpoint that answers with the document.
    static func endpoint(of endpoints: [Endpoint]) -> Endpoint {
        var own = Endpoint(
            name: "getOpenAPI",
            method: "GET",
            path: "/openapi.json",
            summary: "This document",
            answers: [.json(200, "The document", .object)]
        ) { _ in .noContent }
        let answer = APIAnswer.json(document(of: endpoints + [own]).json())
        own.handle = { _ in .ready(answer) }
        return own
    }

    /// The document of some endpoints.
    static func document(of endpoints: [Endpoint]) -> Value {
        var paths: Fields = [:]
        var schemas: [String: Value] = ProblemJSON.problem.schema.definitions
        for endpoint in endpoints {
            var methods = paths[valueOf: endpoint.path].asFields ?? [:]
            methods[endpoint.method.lowercased()] = operation(endpoint)
            paths[endpoint.path] = .collection(methods)
            let used =
                endpoint.answers.flatMap(\.contents).compactMap(\.schema) + [endpoint.body?.schema].compactMap(\.self)
            for schema in used { schemas.merge(schema.definitions) { known, _ in known } }
        }
        return [
            "openapi": "3.1.0",
            "info": ["title": "Patchbay", "version": .text(PatchbayVersion.current)],
            "paths": .collection(paths),
            "components": [
                "schemas": .collection(Fields(schemas.sorted { $0.key < $1.key }.map { ($0.key, $0.value) })),
                "responses": [
                    "Problem": response("What else can be wrong", [(Problem.mediaType, ProblemJSON.problem.schema)])
                ],
                "securitySchemes": ["token": ["type": "http", "scheme": "bearer"]],
            ],
            // Without --api-token there is none to show.
            "security": .array([.collection([:]), ["token": .array([])]]),
        ]
    }

    private static func operation(_ endpoint: Endpoint) -> Value {
        var operation: Fields = ["operationId": .text(endpoint.name), "summary": .text(endpoint.summary)]
        let parameters =
            endpoint.pathVariables.map { parameter($0, in: "path", schema: .string, summary: nil) }
            + endpoint.query.map { parameter($0.name, in: "query", schema: $0.schema, summary: $0.summary) }
        if !parameters.isEmpty { operation["parameters"] = .array(parameters) }
        if let body = endpoint.body {
            operation["requestBody"] = [
                "required": .bool(body.isRequired), "content": ["application/json": ["schema": body.schema.value]],
            ]
        }
        var responses: Fields = [:]
        for answer in endpoint.answers {
            responses[String(answer.status)] = response(answer.summary, answer.contents)
        }
        if endpoint.isOpen {
            operation["security"] = .array([])
        } else {
            for problem in refusals { responses[String(problem.status)] = response(problem.summary, problem.contents) }
        }
        responses["default"] = ["$ref": "#/components/responses/Problem"]
        operation["responses"] = .collection(responses)
        return .collection(operation)
    }

    /// How whoever may not use the API is answered.
    private static let refusals: [Endpoint.Answer] = [
        .problem(401, "The request shows no token, or a wrong one"),
        .problem(403, "The request may not be made from where it comes"),
    ]

    private static func parameter(_ name: String, in place: String, schema: JSONSchema, summary: String?) -> Value {
        [
            "name": .text(name),
            "in": .text(place),
            "required": .bool(place == "path"),
            "description": summary.map(Value.text) ?? .undefined,
            "schema": schema.value,
        ]
    }

    private static func response(
        _ summary: String,
        _ contents: [(mediaType: String, schema: JSONSchema?)]
    ) -> Value {
        var response: Fields = ["description": .text(summary)]
        var content: Fields = [:]
        for (mediaType, schema) in contents {
            content[mediaType] = schema.map { ["schema": $0.value] } ?? .collection([:])
        }
        if !contents.isEmpty { response["content"] = .collection(content) }
        return .collection(response)
    }
}
