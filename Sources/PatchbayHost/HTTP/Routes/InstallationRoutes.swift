import IML
import PatchbayRuntime

/// What whoever runs the host fills in for the connection specs of apps.
struct InstallationRoutes {
    let connections: ConnectionService

    private static let path = "/v1/apps/{app}/connections/{connection}/installation"

    var endpoints: [Endpoint] { [show, fill, clear] }

    private var show: Endpoint {
        Endpoint(
            method: "GET",
            path: Self.path,
            summary: "What is filled in of a connection spec's installation parameters: names, never values",
            answers: [(200, "What is filled in", "Installation"), (404, "No such spec", "Problem")]
        ) { request in
            .json(
                Value(
                    installation: try await connections.installation(
                        app: request["app"],
                        connection: request["connection"]
                    )
                )
            )
        }
    }

    private var fill: Endpoint {
        Endpoint(
            method: "PUT",
            path: Self.path,
            summary: "Fills in the installation parameters, in the place of what was filled in here before",
            body: [
                "type": "object", "properties": ["parameters": ["type": "object"]], "required": ["parameters"],
                "additionalProperties": false,
            ],
            answers: [
                (200, "What is filled in", "Installation"), (400, "The parameters do not fit the form", "Problem"),
                (404, "No such spec", "Problem"),
            ]
        ) { request in
            let input = try JSONInput(request, members: ["parameters"])
            guard let parameters = try input.object("parameters") else {
                throw Problem.badRequest("The body needs the values as 'parameters'.")
            }
            return try await answer(request, parameters)
        }
    }

    private var clear: Endpoint {
        Endpoint(
            method: "DELETE",
            path: Self.path,
            summary: "Forgets what was filled in here; what the host's settings say stays",
            answers: [(200, "What is filled in still", "Installation"), (404, "No such spec", "Problem")]
        ) { request in
            try await answer(request, nil)
        }
    }

    private func answer(_ request: APIRequest, _ parameters: Fields?) async throws -> EndpointAnswer {
        let summary = try await connections.install(
            app: request["app"],
            connection: request["connection"],
            parameters: parameters
        )
        return .json(Value(installation: summary))
    }
}

extension Value {
    /// What is filled in of installation parameters as the API shows it.
    init(installation: InstallationSummary) {
        self = [
            "app": .text(installation.app),
            "connection": .text(installation.connection),
            "parameters": installation.parameters,
            "keys": .array(
                installation.keys.map { ["name": .text($0.name), "from": .text($0.origin.rawValue)] }
            ),
            "missing": .array(installation.missing.map(Value.text)),
            "unset": .array(installation.unset.map(Value.text)),
        ]
    }
}
