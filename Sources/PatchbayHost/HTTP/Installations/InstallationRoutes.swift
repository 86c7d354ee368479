import IML
import PatchbayRuntime

/// What whoever runs the host fills in for the connection specs of apps.
struct InstallationRoutes {
    let connections: ConnectionService

    private static let path = "/v1/apps/{app}/connections/{connection}/installation"

    var endpoints: [Endpoint] { [show, fill, clear] }

    private static let parameters = InputMember.object("parameters").required("the values")

    private var show: Endpoint {
        Endpoint(
            "getInstallation",
            "GET",
            Self.path,
            "What is filled in of a connection spec's installation parameters: names, never values",
            gives: InstallationJSON.installation,
            "What is filled in",
            or: [Self.unknown]
        ) { request, _ in
            try await connections.installation(app: request["app"], connection: request["connection"])
        }
    }

    private var fill: Endpoint {
        Endpoint(
            "putInstallation",
            "PUT",
            Self.path,
            "Fills in the installation parameters, in the place of what was filled in here before",
            body: InputShape(Self.parameters.declaration),
            gives: InstallationJSON.installation,
            "What is filled in",
            or: [.problem(400, "The parameters do not fit the form"), Self.unknown]
        ) { request, input in
            try await connections.install(
                app: request["app"],
                connection: request["connection"],
                parameters: input[Self.parameters] ?? [:]
            )
        }
    }

    private var clear: Endpoint {
        Endpoint(
            "deleteInstallation",
            "DELETE",
            Self.path,
            "Forgets what was filled in here; what the host's settings say stays",
            gives: InstallationJSON.installation,
            "What is filled in still",
            or: [Self.unknown]
        ) { request, _ in
            try await connections.install(app: request["app"], connection: request["connection"], parameters: nil)
        }
    }

    private static let unknown = Endpoint.Answer.problem(404, "No such app or connection spec")
}
