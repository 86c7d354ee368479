import IML
import PatchbayBundle
import PatchbayRuntime

/// What there is: apps, their modules and connection specs.
struct AppRoutes {
    let runtime: Runtime

    var endpoints: [Endpoint] {
        [
            Endpoint(method: "GET", path: "/v1/apps", summary: "Every app", answers: [(200, "The apps", "Apps")]) { _ in
                .json(["apps": .array(runtime.apps.all.map(Value.init(app:)))])
            },
            Endpoint(
                method: "GET",
                path: "/v1/apps/{app}",
                summary: "One app",
                answers: [(200, "The app", "App"), (404, "No such app", "Problem")]
            ) { request in
                .json(Value(app: try app(request)))
            },
            Endpoint(
                method: "GET",
                path: "/v1/apps/{app}/modules/{module}",
                summary: "One module with its parameters, its output and the JSON Schema of its input",
                answers: [(200, "The module", "Module"), (404, "No such module", "Problem")]
            ) { request in
                let app = try app(request)
                guard let module = app.modules[request["module"]] else {
                    throw CallFailure.unknown(app, "module", request["module"])
                }
                return .json(Value(module: module))
            },
            Endpoint(
                method: "GET",
                path: "/v1/apps/{app}/connections/{connection}",
                summary: "One connection spec with the parameters a user fills in",
                answers: [(200, "The connection spec", "ConnectionSpec"), (404, "No such spec", "Problem")]
            ) { request in
                let app = try app(request)
                guard let connection = app.connections[request["connection"]] else {
                    throw CallFailure.unknown(app, "connection", request["connection"])
                }
                return .json(Value(connection: connection, callbackURL: runtime.connections.callbackURL))
            },
        ]
    }

    private func app(_ request: APIRequest) throws(CallFailure) -> AppDefinition {
        let name = request["app"]
        guard let app = runtime.apps[name] else {
            throw .unknown(kind: "app", name: name, message: "There is no app '\(name)'; /v1/apps lists them.")
        }
        return app
    }
}

extension CallFailure {
    fileprivate static func unknown(_ app: AppDefinition, _ kind: String, _ name: String) -> CallFailure {
        .unknown(kind: kind, name: name, message: "The app '\(app.name)' has no \(kind) '\(name)'.")
    }
}
