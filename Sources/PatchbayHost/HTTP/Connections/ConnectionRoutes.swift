import IML
import PatchbayRuntime

/// Connections: created, shown, changed, authorized.
struct ConnectionRoutes {
    let connections: ConnectionService

    var endpoints: [Endpoint] { [create, list, show, update, delete, verify, reauthorize, verifier] }

    private static let name = InputMember.text("name", "What its owner calls it")
    private static let parameters = InputMember.object("parameters", "What its form asks for")
    private static let scopes = InputMember.texts(
        "scopes",
        "Scopes wanted beside the spec's default ones, and those it has"
    )
    private static let modules = InputMember.texts("modules", "Modules it is to serve, whose scopes are asked for too")
    private static let code = InputMember.filledText("verifier").required("the code")

    private var create: Endpoint {
        Endpoint(
            "createConnection",
            "POST",
            "/v1/apps/{app}/connections/{connection}",
            "Creates a connection: valid at once, or pending with the address to send the user to",
            body: InputShape(
                Self.name.declaration,
                Self.parameters.declaration,
                Self.scopes.declaration,
                Self.modules.declaration,
                EnvironmentInput.member.declaration
            ),
            gives: ConnectionJSON.connection,
            status: 201,
            "The connection",
            or: Self.failures
        ) { request, input in
            try await connections.create(
                app: request["app"],
                connection: request["connection"],
                name: input[Self.name],
                parameters: input[Self.parameters] ?? [:],
                scopes: input[Self.scopes] ?? [],
                modules: input[Self.modules] ?? [],
                environment: input[EnvironmentInput.member] ?? [:]
            )
        }
    }

    private var list: Endpoint {
        Endpoint(
            "listConnections",
            "GET",
            "/v1/connections",
            "Every connection",
            gives: ConnectionJSON.connections,
            "The connections"
        ) { _, _ in try await connections.list() }
    }

    private var show: Endpoint {
        endpoint("getConnection", "GET", "", "One connection", or: Self.unknown) { id, _ in
            try await connections.get(id)
        }
    }

    private var update: Endpoint {
        endpoint(
            "updateConnection",
            "PATCH",
            "",
            "Changes a connection's name, its parameters, or both",
            InputShape(Self.name.declaration, Self.parameters.declaration),
            or: Self.failures
        ) { id, input in
            try await connections.update(id, name: input[Self.name], parameters: input[Self.parameters])
        }
    }

    private var delete: Endpoint {
        Endpoint(
            name: "deleteConnection",
            method: "DELETE",
            path: "/v1/connections/{id}",
            summary: "Deletes a connection, telling the service where it wants to know",
            answers: [.empty(204, "It is gone")] + Self.unknown
        ) { request in
            try await connections.delete(request["id"])
            return .noContent
        }
    }

    private var verify: Endpoint {
        endpoint(
            "verifyConnection",
            "POST",
            "/verify",
            "Checks a connection by asking its service",
            or: Self.failures
        ) { id, _ in try await connections.verify(id) }
    }

    private var reauthorize: Endpoint {
        endpoint(
            "reauthorizeConnection",
            "POST",
            "/reauthorize",
            "Authorizes a connection again, in place, also for more scopes than it has",
            InputShape(Self.scopes.declaration, Self.modules.declaration, EnvironmentInput.member.declaration),
            or: Self.failures
        ) { id, input in
            try await connections.reauthorize(
                id,
                scopes: input[Self.scopes] ?? [],
                modules: input[Self.modules] ?? [],
                environment: input[EnvironmentInput.member]
            )
        }
    }

    private var verifier: Endpoint {
        endpoint(
            "submitVerifier",
            "POST",
            "/verifier",
            "Takes the code a user brought back by hand",
            InputShape(Self.code.declaration),
            or: Self.failures
        ) { id, input in try await connections.submit(verifier: input[Self.code] ?? "", for: id) }
    }

    private func endpoint(
        _ name: String,
        _ method: String,
        _ action: String,
        _ summary: String,
        _ body: InputShape? = nil,
        or problems: [Endpoint.Answer],
        _ perform: @escaping @Sendable (String, JSONInput) async throws -> ConnectionSummary
    ) -> Endpoint {
        Endpoint(
            name,
            method,
            "/v1/connections/{id}" + action,
            summary,
            body: body,
            gives: ConnectionJSON.connection,
            "The connection",
            or: problems
        ) { request, input in try await perform(request["id"], input) }
    }

    private static let unknown = [Endpoint.Answer.problem(404, "No such connection")]

    private static let failures: [Endpoint.Answer] = [
        .problem(400, "The request makes no sense, or its input does not fit"),
        .problem(404, "No such app, connection spec or connection"),
        .problem(409, "The service does not take the credentials, or the connection is not as it has to be"),
        .problem(422, "The service refused; nothing of a new connection is kept"),
        .problem(429, "The service wants fewer calls; Retry-After says when to come back"),
        .problem(502, "The service cannot be reached or is in trouble"),
        .problem(504, "The service took too long"),
    ]
}
