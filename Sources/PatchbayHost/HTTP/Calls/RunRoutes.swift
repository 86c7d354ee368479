import IML
import PatchbayRuntime

/// Calls of modules and RPCs.
struct RunRoutes {
    let runtime: Runtime

    var endpoints: [Endpoint] { [module, rpc] }

    private static let connection = InputMember.text("connection", "The id of a connection")
    private static let parameters = InputMember.object(
        "parameters",
        "The input: static and mappable parameters as one object"
    )
    private static let limit = InputMember.count("limit", "The most bundles wanted")
    private static let moduleInput = InputShape(
        connection.declaration,
        parameters.declaration,
        limit.declaration,
        EnvironmentInput.member.declaration
    )

    private var module: Endpoint {
        let good = Endpoint.Answer(
            status: 200,
            summary: Self.moduleAnswer,
            contents: [("application/json", CallJSON.bundles.schema), (StreamedCall.mediaType, .anything)]
        )
        return Endpoint(
            name: "runModule",
            method: "POST",
            path: "/v1/apps/{app}/modules/{module}/run",
            summary: "Calls a module; with 'Accept: \(StreamedCall.mediaType)' one bundle a line as they arrive",
            body: Self.moduleInput,
            answers: [good] + Self.failures,
            needsClient: true
        ) { request in
            let call = call(request, request["module"], try JSONInput(request, Self.moduleInput))
            if request.wantsLines {
                return .stream(try await StreamedCall.start(call, on: runtime), headers: StreamedCall.headers)
            }
            let bundles = CollectedBundles()
            let execution = try await runtime.runModule(call) { bundles.append($0) }
            return .json(CallJSON.bundles.json((bundles.all, execution)))
        }
    }

    private var rpc: Endpoint {
        Endpoint(
            "runRPC",
            "POST",
            "/v1/apps/{app}/rpcs/{rpc}/run",
            "Calls an RPC",
            body: InputShape(
                Self.connection.declaration,
                Self.parameters.declaration,
                EnvironmentInput.member.declaration
            ),
            gives: CallJSON.result,
            "What the RPC gives",
            or: Self.failures,
            needsClient: true
        ) { request, input in try await runtime.runRPC(call(request, request["rpc"], input)) }
    }

    private func call(_ request: APIRequest, _ component: String, _ input: JSONInput) -> ComponentCall {
        ComponentCall(
            app: request["app"],
            component: component,
            connection: input[Self.connection],
            parameters: input[Self.parameters] ?? [:],
            limit: input[Self.limit],
            environment: input[EnvironmentInput.member] ?? [:]
        )
    }

    private static let moduleAnswer = """
        What the module gives. As lines, a call that fails after its first bundle ends with a line that is no bundle: an \
        object whose only member $error holds the problem; the trailer Patchbay-Status has its status, or 200. Where a \
        limit of the host ended the call before the service had no more, execution.truncatedBy names it; as lines, a \
        last one whose only member is $truncated, and the trailer Patchbay-Truncated.
        """

    private static let failures: [Endpoint.Answer] = [
        .problem(400, "The call makes no sense, or its input does not fit"),
        .problem(404, "No such app, component or connection"),
        .problem(409, "The connection is not valid and has to be authorized"),
        .problem(422, "The component's own error"),
        .problem(429, "The service wants fewer calls; Retry-After says when to come back"),
        .problem(502, "The service cannot be reached or is in trouble"),
        .problem(504, "The call took too long"),
    ]
}
