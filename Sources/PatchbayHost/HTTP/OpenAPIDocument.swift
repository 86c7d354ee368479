import IML

/// The OpenAPI 3.1 document of the API, made of its endpoints.
enum OpenAPIDocument {
    /// The endpoint that answers with the document.
    static func endpoint(of endpoints: [Endpoint]) -> Endpoint {
        var own = Endpoint(
            method: "GET",
            path: "/openapi.json",
            summary: "This document",
            answers: [(200, "The document", nil)]
        ) { _ in .noContent }
        let document = document(of: endpoints + [own])
        let answer = APIAnswer.json(document.json())
        own.handle = { _ in .ready(answer) }
        return own
    }

    private static func document(of endpoints: [Endpoint]) -> Value {
        var paths: Fields = [:]
        for endpoint in endpoints {
            var methods = paths[valueOf: endpoint.path].asFields ?? [:]
            methods[endpoint.method.lowercased()] = operation(endpoint)
            paths[endpoint.path] = .collection(methods)
        }
        return [
            "openapi": "3.1.0",
            "info": ["title": "Patchbay", "version": .text(PatchbayVersion.current)],
            "paths": .collection(paths),
            "components": [
                "schemas": OpenAPISchemas.all,
                "securitySchemes": ["token": ["type": "http", "scheme": "bearer"]],
            ],
            "security": .array([.collection([:]), ["token": .array([])]]),
        ]
    }

    private static func operation(_ endpoint: Endpoint) -> Value {
        var responses: Fields = [:]
        for answer in endpoint.answers { responses[String(answer.status)] = response(answer, of: endpoint) }
        var operation: Fields = ["summary": .text(endpoint.summary), "responses": .collection(responses)]
        let parameters =
            endpoint.pathVariables.map { parameter($0, in: "path", summary: nil) }
            + endpoint.query.map { parameter($0.name, in: "query", summary: $0.summary) }
        if !parameters.isEmpty { operation["parameters"] = .array(parameters) }
        if let body = endpoint.body {
            operation["requestBody"] = ["content": ["application/json": ["schema": body]]]
        }
        return .collection(operation)
    }

    private static func parameter(_ name: String, in place: String, summary: String?) -> Value {
        [
            "name": .text(name),
            "in": .text(place),
            "required": .bool(place == "path"),
            "description": summary.map(Value.text) ?? .undefined,
            "schema": ["type": "string"],
        ]
    }

    private static func response(
        _ answer: (status: Int, summary: String, schema: String?),
        of endpoint: Endpoint
    ) -> Value {
        var response: Fields = ["description": .text(answer.summary)]
        let mediaType = answer.schema == "Problem" ? "application/problem+json" : endpoint.mediaType
        if let schema = answer.schema {
            let reference: Value = ["$ref": .text("#/components/schemas/\(schema)")]
            response["content"] = .collection([mediaType: ["schema": reference]])
        } else if answer.status != 204 {
            response["content"] = .collection([mediaType: .collection([:])])
        }
        return .collection(response)
    }
}
