import IML

/// The JSON Schemas the OpenAPI document names.
enum OpenAPISchemas {
    /// Every schema by its name.
    static let all: Value = [
        "Problem": problem,
        "Health": object(["status": string, "version": string, "apps": integer, "uptime": ["type": "number"]]),
        "Diagnostic": object([
            "file": string, "line": integer, "column": integer, "severity": ["enum": ["error", "warning"]],
            "code": string, "message": string,
        ]),
        "App": app,
        "Apps": object(["apps": list(reference("App"))]),
        "Module": object([
            "name": string, "label": string, "description": string, "type": string, "connection": optionalString,
            "parameters": list(anything), "interface": anything, "samples": anything, "inputSchema": anything,
        ]),
        "ConnectionSpec": object([
            "name": string, "label": string, "type": optionalString, "handler": optionalString,
            "parameters": anything, "callbackUrl": string,
        ]),
        "Connection": connection,
        "Connections": object(["connections": list(reference("Connection"))]),
        "Installation": object([
            "app": string, "connection": string, "parameters": anything,
            "keys": list(object(["name": string, "from": ["enum": ["file", "api", "environment"]]])),
            "missing": list(string), "unset": list(string),
        ]),
        "Execution": execution,
        "Executions": object(["executions": list(reference("ExecutionOverview"))]),
        "ExecutionOverview": executionOverview,
        "ExecutionDetail": executionDetail,
        "Bundles": object(["bundles": list(anything), "execution": reference("Execution")]),
        "Result": object(["result": list(anything), "execution": reference("Execution")]),
        "Changes": object([
            "changes": list(
                object([
                    "app": string, "change": ["enum": ["loaded", "changed", "failed", "removed"]],
                    "problems": integer,
                ])
            )
        ]),
    ]

    private static let string: Value = ["type": "string"]
    private static let optionalString: Value = ["type": ["string", "null"]]
    private static let integer: Value = ["type": "integer"]
    private static let anything: Value = .collection([:])

    private static func list(_ items: Value) -> Value {
        ["type": "array", "items": items]
    }

    private static func reference(_ name: String) -> Value {
        ["$ref": .text("#/components/schemas/\(name)")]
    }

    private static func object(_ properties: Fields, required: [String]? = nil) -> Value {
        [
            "type": "object",
            "properties": .collection(properties),
            "required": .array((required ?? properties.keys).map(Value.text)),
        ]
    }

    private static let problem = object(
        [
            "type": string, "title": string, "status": integer, "detail": string,
            "error": object(
                [
                    "type": string, "message": string, "statusCode": integer, "retryAfter": ["type": "number"],
                    "path": string, "file": string, "line": integer, "column": integer,
                ],
                required: ["type", "message"]
            ),
            "errors": list(object(["path": string, "message": string])),
            "diagnostics": list(reference("Diagnostic")),
            "executionId": string,
        ],
        required: ["type", "title", "status", "detail"]
    )

    private static let app = object([
        "name": string, "label": string, "version": string, "revision": string,
        "status": ["enum": ["loaded", "partial", "failed"]],
        "modules": list(component), "connections": list(component), "rpcs": list(component),
        "webhooks": list(component), "diagnostics": list(reference("Diagnostic")),
    ])

    private static let execution = object(
        [
            "id": string, "requests": integer, "durationMs": ["type": "number"], "notes": notes, "truncatedBy": string,
        ],
        required: ["id", "requests", "durationMs", "notes"]
    )

    private static let notes: Value = [
        "type": "array", "items": string, "description": "What a person should know of it although it went well",
    ]

    private static let overviewMembers: Fields = [
        "id": string, "app": string, "component": string, "kind": ["enum": ["module", "rpc"]],
        "status": ["enum": ["succeeded", "failed"]], "startedAt": string, "durationMs": ["type": "number"],
        "requests": integer, "bundles": integer, "notes": notes, "connection": string, "truncatedBy": string,
        "error": anything,
    ]

    private static let overviewRequired = [
        "id", "app", "component", "kind", "status", "startedAt", "durationMs", "requests", "bundles",
        "notes",
    ]

    private static let executionOverview = object(overviewMembers, required: overviewRequired)

    private static var executionDetail: Value {
        var members = overviewMembers
        members["omitted"] = integer
        members["exchanges"] = list(
            object(
                [
                    "startedAt": string, "durationMs": ["type": "number"],
                    "request": object(
                        [
                            "method": string, "url": string, "qs": anything, "headers": anything, "body": anything,
                            "bodyBytes": integer,
                        ],
                        required: ["method", "url", "headers"]
                    ),
                    "response": object(
                        [
                            "statusCode": integer, "reason": string, "headers": anything, "body": anything,
                            "bodyBytes": integer,
                        ],
                        required: ["statusCode", "headers"]
                    ),
                    "error": anything, "notes": notes,
                ],
                required: ["startedAt", "durationMs", "request", "notes"]
            )
        )
        return object(members, required: overviewRequired + ["exchanges"])
    }

    private static let component = object(["name": string, "label": string, "status": string])

    private static let connection = object(
        [
            "id": string, "app": string, "connection": string, "name": string,
            "status": ["enum": ["pending", "valid", "expired", "broken", "damaged"]], "reason": string,
            "refusal": string,
            "authorizeUrl": string, "wantsVerifier": ["type": "boolean"], "metadata": anything, "uid": string,
            "expires": string, "scopes": list(string),
            "dataKeys": list(string), "createdAt": string, "updatedAt": string,
        ],
        required: ["id", "app", "connection", "name", "status", "dataKeys"]
    )
}
