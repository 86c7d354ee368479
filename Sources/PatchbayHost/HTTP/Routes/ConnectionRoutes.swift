import IML
import PatchbayRuntime

/// Connections: created, shown, changed, authorized.
struct ConnectionRoutes {
    let connections: ConnectionService

    var endpoints: [Endpoint] { [create, list, show, update, delete, verify, reauthorize, verifier] }

    private var create: Endpoint {
        Endpoint(
            method: "POST",
            path: "/v1/apps/{app}/connections/{connection}",
            summary: "Creates a connection: valid at once, or pending with the address to send the user to",
            body: Self.newConnection,
            answers: [(201, "The connection", "Connection")] + Self.failures
        ) { request in
            let input = try JSONInput(request, members: ["name", "parameters", "scopes", "modules"])
            let connection = try await connections.create(
                app: request["app"],
                connection: request["connection"],
                name: try input.text("name"),
                parameters: try input.object("parameters") ?? [:],
                scopes: try input.texts("scopes"),
                modules: try input.texts("modules")
            )
            return .json(Value(connection: connection), status: 201)
        }
    }

    private var list: Endpoint {
        Endpoint(
            method: "GET",
            path: "/v1/connections",
            summary: "Every connection",
            answers: [(200, "The connections", "Connections")]
        ) { _ in
            .json(["connections": .array(try await connections.list().map(Value.init(connection:)))])
        }
    }

    private var show: Endpoint {
        endpoint("GET", "", "One connection") { id, _ in try await connections.get(id) }
    }

    private var update: Endpoint {
        var endpoint = endpoint("PATCH", "", "Changes a connection's name, its parameters, or both") { id, request in
            let input = try JSONInput(request, members: ["name", "parameters"])
            let parameters = try input.object("parameters")
            return try await connections.update(id, name: try input.text("name"), parameters: parameters)
        }
        endpoint.body = Self.nameAndParameters
        return endpoint
    }

    private var delete: Endpoint {
        Endpoint(
            method: "DELETE",
            path: "/v1/connections/{id}",
            summary: "Deletes a connection, telling the service where it wants to know",
            answers: [(204, "It is gone", nil), (404, "No such connection", "Problem")]
        ) { request in
            try await connections.delete(request["id"])
            return .noContent
        }
    }

    private var verify: Endpoint {
        endpoint("POST", "/verify", "Checks a connection by asking its service") { id, _ in
            try await connections.verify(id)
        }
    }

    private var reauthorize: Endpoint {
        let summary = "Authorizes a connection again, in place, also for more scopes than it has"
        var endpoint = endpoint("POST", "/reauthorize", summary) { id, request in
            let input = try JSONInput(request, members: ["scopes", "modules"])
            return try await connections.reauthorize(
                id,
                scopes: try input.texts("scopes"),
                modules: try input.texts("modules")
            )
        }
        endpoint.body = [
            "type": "object", "properties": ["scopes": Self.scopesWanted, "modules": Self.modulesToServe],
            "additionalProperties": false,
        ]
        return endpoint
    }

    private var verifier: Endpoint {
        var endpoint = endpoint("POST", "/verifier", "Takes the code a user brought back by hand") { id, request in
            let input = try JSONInput(request, members: ["verifier"])
            guard let verifier = try input.text("verifier"), !verifier.isEmpty else {
                throw Problem.badRequest("The body needs the code as 'verifier'.")
            }
            return try await connections.submit(verifier: verifier, for: id)
        }
        endpoint.body = [
            "type": "object", "properties": ["verifier": ["type": "string"]], "required": ["verifier"],
        ]
        return endpoint
    }

    private func endpoint(
        _ method: String,
        _ action: String,
        _ summary: String,
        _ perform: @escaping @Sendable (String, APIRequest) async throws -> ConnectionSummary
    ) -> Endpoint {
        Endpoint(
            method: method,
            path: "/v1/connections/{id}" + action,
            summary: summary,
            answers: [(200, "The connection", "Connection")] + Self.failures
        ) { request in
            .json(Value(connection: try await perform(request["id"], request)))
        }
    }

    private static let nameAndParameters: Value = [
        "type": "object",
        "properties": ["name": ["type": "string"], "parameters": ["type": "object"]],
        "additionalProperties": false,
    ]

    private static let newConnection: Value = [
        "type": "object",
        "properties": [
            "name": ["type": "string"], "parameters": ["type": "object"], "scopes": scopesWanted,
            "modules": modulesToServe,
        ],
        "additionalProperties": false,
    ]

    private static let scopesWanted: Value = [
        "type": "array", "items": ["type": "string"],
        "description": "Scopes wanted beside the spec's default ones, and those it has",
    ]

    private static let modulesToServe: Value = [
        "type": "array", "items": ["type": "string"],
        "description": "Modules it is to serve, whose scopes are asked for too",
    ]

    private static let failures: [(status: Int, summary: String, schema: String?)] = [
        (400, "The request makes no sense, or its input does not fit", "Problem"),
        (404, "No such app, connection spec or connection", "Problem"),
        (422, "The service refused; nothing of a new connection is kept", "Problem"),
        (502, "The service cannot be reached or is in trouble", "Problem"),
    ]
}
