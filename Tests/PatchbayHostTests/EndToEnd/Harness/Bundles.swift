import Foundation
import PatchbayTesting

/// A bundle of `apps/`, talking to another port.
enum RepositoryBundle {
    /// Copies it into the folder `apps`.
    ///
    /// - Parameter provider: The address that takes the place of the sample service's own.
    static func copy(_ name: String, to folder: TemporaryDirectory, provider: String) throws {
        let source = Repository.path + "/apps/" + name
        guard let files = FileManager.default.enumerator(atPath: source) else {
            throw HarnessError("\(source) cannot be read")
        }
        while let file = files.nextObject() as? String {
            guard let content = FileManager.default.contents(atPath: source + "/" + file) else { continue }
            let text = String(decoding: content, as: UTF8.self)
            let own = text.replacing(#/http://127\.0\.0\.1:870[12]/#, with: provider)
            try folder.write(own, to: "apps/\(name)/\(file)")
        }
    }
}

/// A bundle that dances with the sample service in a chosen way, in the inferred layout.
struct DanceBundle {
    var name = "dance"
    var provider: SampleProvider
    /// Members added to the root `oauth` of the connection and to the base's, as JSON.
    var oauth = ""
    /// Whether requests are forms, which the `body` transport needs.
    var isForm = false
    /// What stands after the path of the request token's address.
    var requestTokenQuery = ""

    func write(to folder: TemporaryDirectory) throws {
        try folder.write(connection, to: "apps/\(name)/connections/dance/dance.communication.iml.json")
        try folder.write(
            #"{"label": "Dance", "connectionType": "oauth"}"#,
            to: "apps/\(name)/connections/dance/connection.json"
        )
        try folder.write(
            #"{"consumerKey": "sample-consumer", "consumerSecret": "sample-consumer-secret"}"#,
            to: "apps/\(name)/connections/dance/dance.common.json"
        )
        try folder.write(base, to: "apps/\(name)/base.iml.json")
        for (module, communication) in modules {
            try folder.write(communication, to: "apps/\(name)/modules/\(module)/communication.iml.json")
            try folder.write(
                #"{"label": "\#(module)", "moduleType": "action", "connection": "dance"}"#,
                to: "apps/\(name)/modules/\(module)/module.json"
            )
        }
    }

    private var form: String { isForm ? #""type": "urlencoded", "body": {"format": "form"},"# : "" }

    private var connection: String {
        """
        {
            "oauth": {
                "consumer_key": "{{ifempty(parameters.consumerKey, common.consumerKey)}}",
                "consumer_secret": "{{ifempty(parameters.consumerSecret, common.consumerSecret)}}"\(oauth)
            },
            "requestToken": {
                "url": "\(provider.url)/oauth/request_token\(requestTokenQuery)", "method": "POST", \(form)
                "response": {"type": "urlencoded", "temp": {
                    "token": "{{body.oauth_token}}", "token_secret": "{{body.oauth_token_secret}}"}}
            },
            "authorize": {
                "url": "\(provider.url)/oauth/authenticate", "qs": {"value": "1.3"},
                "oauth": {"token": "{{temp.token}}"},
                "response": {"type": "urlencoded", "temp": {
                    "token": "{{query.oauth_token}}", "verifier": "{{query.verifier}}"}}
            },
            "accessToken": {
                "url": "\(provider.url)/oauth/access_token", "method": "POST", \(form)
                "oauth": {"token": "{{temp.token}}", "token_secret": "{{temp.token_secret}}",
                    "verifier": "{{temp.verifier}}"},
                "response": {"type": "urlencoded", "data": {
                    "token": "{{body.oauth_token}}", "token_secret": "{{body.oauth_token_secret}}"}}
            },
            "info": {
                "url": "\(provider.url)/api/echo", "method": "POST", \(form)
                "oauth": {"token": "{{connection.token}}", "token_secret": "{{connection.token_secret}}"},
                "response": {"uid": "{{body.user}}", "metadata": {"type": "text", "value": "{{body.user}}"}}
            }
        }
        """
    }

    private var base: String {
        """
        {
            "baseUrl": "\(provider.url)",
            "oauth": {
                "consumer_key": "sample-consumer", "consumer_secret": "sample-consumer-secret",
                "token": "{{connection.token}}", "token_secret": "{{connection.token_secret}}"\(oauth)
            },
            "response": {"error": {"message": "{{ifempty(body.error.code, statusCode)}}"}}
        }
        """
    }

    private var modules: [String: String] {
        [
            "echo": """
            {"url": "/api/echo?q=a%20b&q=%2B&empty=", "method": "POST", "type": "urlencoded",
             "body": {"one": "1 1", "none": "", "odd": "ü&=+~'*", "list": ["a", "b"]},
             "response": {"output": "{{body}}"}}
            """,
            "json": """
            {"url": "/api/echo", "method": "POST", "body": {"text": "{{parameters.text}}"},
             "response": {"output": "{{body}}"}}
            """,
            "redirect": """
            {"url": "/fault/redirect/302", "qs": {"to": "{{parameters.to}}"},
             "response": {"output": "{{body}}"}}
            """,
            "alone": """
            {"url": "/two-legged/echo?q=1", "oauth": {"token": "{{ignore}}", "token_secret": "{{ignore}}"},
             "response": {"output": "{{body}}"}}
            """,
            "hashed": """
            {"url": "/api/echo", "method": "POST", "body": {"text": "ü"}, "oauth": {"body_hash": true},
             "response": {"output": "{{body}}"}}
            """,
            "whoami": #"{"url": "/api/whoami", "response": {"output": "{{body}}"}}"#,
        ]
    }
}
