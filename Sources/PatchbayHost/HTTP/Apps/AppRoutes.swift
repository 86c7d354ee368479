import IML
import PatchbayBundle
import PatchbayRuntime

/// What there is: apps, their modules and connection specs.
struct AppRoutes {
    let runtime: Runtime

    var endpoints: [Endpoint] { [list, app, module, connectionSpec] }

    private var list: Endpoint {
        Endpoint("listApps", "GET", "/v1/apps", "Every app", gives: AppJSON.apps, "The apps") { _, _ in
            runtime.apps.all
        }
    }

    private var app: Endpoint {
        Endpoint(
            "getApp",
            "GET",
            "/v1/apps/{app}",
            "One app",
            gives: AppJSON.app,
            "The app",
            or: [.problem(404, "No such app")]
        ) { request, _ in try app(request) }
    }

    private var module: Endpoint {
        Endpoint(
            "getModule",
            "GET",
            "/v1/apps/{app}/modules/{module}",
            "One module with its parameters, its output and the JSON Schema of its input",
            gives: AppJSON.module,
            "The module",
            or: [.problem(404, "No such app or module")]
        ) { request, _ in
            let app = try app(request)
            guard let module = app.modules[request["module"]] else {
                throw CallFailure.unknown(app, "module", request["module"])
            }
            return module
        }
    }

    private var connectionSpec: Endpoint {
        Endpoint(
            "getConnectionSpec",
            "GET",
            "/v1/apps/{app}/connections/{connection}",
            "One connection spec with the parameters a user fills in",
            gives: AppJSON.connectionSpec,
            "The connection spec",
            or: [.problem(404, "No such app or connection spec")]
        ) { request, _ in
            let app = try app(request)
            guard let connection = app.connections[request["connection"]] else {
                throw CallFailure.unknown(app, "connection", request["connection"])
            }
            return (connection, runtime.connections.callbackURL)
        }
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
