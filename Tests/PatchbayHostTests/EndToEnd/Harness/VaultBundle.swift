import IML
import PatchbayTesting

/// A bundle with a secret in every place a user, a bundle, a service or whoever runs the host can put one, whose modules
/// fail in every way that could carry one out.
struct VaultBundle {
    var provider: String

    /// What every secret holds, so that it is found however much of it is left, and in whatever encoding keeps letters.
    static let mark = "cnry"

    /// What a user enters.
    static let entered: Value = [
        "apiKey": "cnry/key+one=1", "phrase": "cnry phrase&two", "password": "cnryPassword3", "site": "main",
    ]
    /// What the service gives.
    static let given = (token: "cnry-token-4", refresh: "cnry-refresh-5")
    /// What whoever runs the host fills in: through the API, the settings file, and the environment.
    static let installed = (api: "cnry-installed-6", file: "cnry-file-7", environment: "cnry-environment-8")
    /// What stands in the bundle.
    static let common = "cnry-common-9"

    /// Every secret a request carries, as it is.
    static var sent: [String] {
        ["cnry/key+one=1", "cnry phrase&two", "cnryPassword3", given.token, given.refresh]
            + [installed.api, installed.file, installed.environment, common]
    }

    /// What a service that echoes everything it was sent says.
    ///
    /// - Parameter tokens: Whether it has given any yet.
    static func echo(tokens: Bool = true) -> String {
        let encoded = ["cnry%2Fkey%2Bone%3D1", "cnry+phrase%26two", "Y25yeVBhc3N3b3JkMw==", "YWRhOmNucnlQYXNzd29yZDM="]
        let known = sent.filter { tokens || ![given.token, given.refresh].contains($0) }
        return (known + encoded).joined(separator: " | ")
    }

    /// The same in any form.
    static func echo(_ form: SecretForm) -> String { sent.map(form.write).joined(separator: " | ") }

    /// Tokens in an answer that is cut off, which nobody knows yet.
    static let freshTokens = #"{"token": "cnry-fresh-10", "refresh": "cnry-fresh-11", "#

    /// The modules, by what they do wrong.
    static let modules = [
        "call", "unreachable", "elsewhere", "address", "header", "limit", "template", "expected", "quoted", "bare",
        "named", "typed",
    ]

    func write(to folder: TemporaryDirectory) throws {
        let place = "apps/vault/connections/vault/vault."
        try folder.write(connection, to: place + "communication.iml.json")
        try folder.write(#"{"bundled": "\#(Self.common)"}"#, to: place + "common.json")
        try folder.write(
            """
            [{"name": "apiKey", "type": "text"}, {"name": "phrase", "type": "password"},
             {"name": "password", "type": "password"}, {"name": "site", "type": "text"}]
            """,
            to: place + "params.iml.json"
        )
        try folder.write(
            #"[{"name": "one", "required": true}, {"name": "two"}, {"name": "three"}]"#,
            to: place + "install-spec.iml.json"
        )
        try folder.write(base, to: "apps/vault/base.iml.json")
        for name in Self.modules {
            try folder.write(communication(of: name), to: "apps/vault/modules/\(name)/communication.iml.json")
            try folder.write(
                #"{"label": "\#(name)", "moduleType": "action", "connection": "vault"}"#,
                to: "apps/vault/modules/\(name)/module.json"
            )
        }
    }

    private var connection: String {
        """
        {
            "url": "\(provider)/open/echo", "method": "POST",
            "qs": {"api_key": "{{parameters.apiKey}}", "b": "{{common.bundled}}", "o": "{{common.one}}"},
            "headers": {
                "X-Phrase": "{{parameters.phrase}}", "X-Two": "{{common.two}}",
                "Authorization": "Basic {{base64('ada:' + parameters.password)}}"
            },
            "body": {"password": "{{parameters.password}}", "three": "{{common.three}}", "t": "{{data.token}}"},
            "response": {
                "data": {"token": "{{body.token}}", "refreshToken": "{{body.refresh}}"},
                "error": "Refused: {{body.m}}"
            }
        }
        """
    }

    private var base: String {
        """
        {
            "baseUrl": "\(provider)",
            "qs": {"access_token": "{{connection.token}}", "k": "{{connection.apiKey}}"},
            "headers": {
                "Authorization": "Bearer {{connection.token}}", "X-Refresh": "{{connection.refreshToken}}",
                "X-Basic": "{{base64('ada:' + connection.password)}}", "X-Phrase": "{{connection.phrase}}"
            },
            "response": {"error": {"message": "[{{statusCode}}] {{body.m}}",
                "401": {"message": "{{body.m}}", "type": "InvalidAccessTokenError"}}}
        }
        """
    }

    private func communication(of module: String) -> String {
        switch module {
        case "unreachable": #"{"url": "http://127.0.0.1:1/{{connection.token}}?key={{connection.apiKey}}"}"#
        case "elsewhere": #"{"url": "http://10.255.255.1/{{connection.token}}?key={{connection.apiKey}}"}"#
        case "address": #"{"url": "http://{{connection.token}}:x/{{connection.apiKey}}"}"#
        case "header": #"{"url": "/open/echo", "headers": {"X-{{connection.token}}": "{{connection.phrase}}\n1"}}"#
        case "limit": #"{"url": "/open/echo", "timeout": "{{connection.token}}", "method": "{{connection.phrase}}"}"#
        case "template":
            #"{"url": "/open/echo", "qs": {"x": "{{parseDate(connection.token, connection.apiKey).x.y}}"}}"#
        case "quoted":
            #"{"url": "/open/echo", "response": {"type": "text", "output": "{{parseDate(body, 'YYYY')}}"}}"#
        case "bare":
            """
            {"url": "/open/echo?{{connection.apiKey}}", "qs": "{{undefined}}", "response": {"output": {"ok": true}}}
            """
        case "named":
            """
            {"url": "/open/echo", "method": "POST", "qs": {"{{connection.token}}": 1},
             "headers": {"X-{{connection.token}}": "1"}, "body": {"sessions": {"{{connection.token}}": 2}},
             "response": {"output": {"ok": true}}}
            """
        case "typed":
            """
            {"url": "/open/echo", "response": {"valid": "{{false}}",
             "error": {"type": "{{connection.token}}", "message": "no"}}}
            """
        case "expected":
            #"{"url": "/open/echo", "response": {"type": "{{connection.token}}", "output": "{{body.none}}"}}"#
        default:
            #"{"url": "/open/echo", "method": "POST", "body": {"t": "{{connection.token}}"}, "response": {"output": {"ok": true}}}"#
        }
    }
}
