import IML
import PatchbayRuntime

/// Calls of modules and RPCs.
struct RunRoutes {
    let runtime: Runtime

    var endpoints: [Endpoint] { [module, rpc] }

    private var module: Endpoint {
        Endpoint(
            method: "POST",
            path: "/v1/apps/{app}/modules/{module}/run",
            summary: "Calls a module; with 'Accept: application/x-ndjson' one bundle a line as they arrive",
            body: Self.body(["connection", "parameters", "limit", "environment"]),
            answers: [(200, Self.moduleAnswer, "Bundles")] + Self.failures,
            needsClient: true
        ) { request in
            let call = try call(request, request["module"], ["connection", "parameters", "limit", "environment"])
            if request.wantsLines {
                let stream = try await StreamedCall.start(call, on: runtime)
                let headers = [
                    ("Content-Type", "application/x-ndjson"), ("Cache-Control", "no-store"),
                    ("Trailer", "Patchbay-Status, Patchbay-Execution"),
                ]
                return .stream(stream, headers: headers)
            }
            let bundles = CollectedBundles()
            let execution = try await runtime.runModule(call) { bundles.append($0) }
            return .json(["bundles": .array(bundles.all), "execution": Value(execution: execution)])
        }
    }

    private var rpc: Endpoint {
        Endpoint(
            method: "POST",
            path: "/v1/apps/{app}/rpcs/{rpc}/run",
            summary: "Calls an RPC",
            body: Self.body(["connection", "parameters"]),
            answers: [(200, "What the RPC gives", "Result")] + Self.failures,
            needsClient: true
        ) { request in
            let call = try call(request, request["rpc"], ["connection", "parameters", "environment"])
            let (result, execution) = try await runtime.runRPC(call)
            return .json(["result": .array(result), "execution": Value(execution: execution)])
        }
    }

    private func call(
        _ request: APIRequest,
        _ component: String,
        _ members: Set<String>
    ) throws(Problem) -> ComponentCall {
        let input = try JSONInput(request, members: members)
        return ComponentCall(
            app: request["app"],
            component: component,
            connection: try input.text("connection"),
            parameters: try input.object("parameters") ?? [:],
            limit: try input.count("limit"),
            environment: try input.object("environment") ?? [:]
        )
    }

    private static func body(_ members: [String]) -> Value {
        var properties: Fields = [:]
        for member in members {
            properties[member] =
                switch member {
                case "connection": ["type": "string", "description": "The id of a connection"]
                case "limit": ["type": "integer", "minimum": 1]
                case "environment":
                    [
                        "type": "object", "description": "What templates read as environment",
                        "properties": [
                            "timezone": [
                                "type": "string",
                                "description": "The zone of dates without one, such as Europe/Prague; UTC by default",
                            ]
                        ],
                    ]
                default: ["type": "object"]
                }
        }
        return ["type": "object", "properties": .collection(properties), "additionalProperties": false]
    }

    private static let moduleAnswer = """
        What the module gives. As lines, a call that fails after its first bundle ends with a line that is no bundle: an \
        object whose only member $error holds the problem; the trailer Patchbay-Status has its status, or 200.
        """

    private static let failures: [(status: Int, summary: String, schema: String?)] = [
        (400, "The call makes no sense, or its input does not fit", "Problem"),
        (404, "No such app, component or connection", "Problem"),
        (409, "The connection is not valid and has to be authorized", "Problem"),
        (422, "The component's own error", "Problem"),
        (429, "The service wants fewer calls; Retry-After says when to come back", "Problem"),
        (502, "The service cannot be reached or is in trouble", "Problem"),
        (504, "The call took too long", "Problem"),
    ]
}
