extension TokenService {
    /// An app whose connection `c` logs in, renews its token and says goodbye, and whose action `m` sends the token.
    static func app() -> TestApp {
        let response = """
            "response": {"data": {"token": "{{body.token}}", "due": "{{body.due}}"}, "error": {"message": "{{body.m}}",
                         "401": {"message": "{{body.m}}", "type": "InvalidAccessTokenError"}}}
            """
        var app = TestApp(
            base: """
                {"baseUrl": "URL", "headers": {"X-Token": "{{connection.token}}"},
                 "response": {"error": {"message": "Failed", "401": {"message": "{{body.m}}", "type": "InvalidAccessTokenError"}}}}
                """
        )
        app.connections["c"] = TestApp.Connection(
            communication: """
                {"login": {"url": "URL/login", \(response)},
                 "renew": {"url": "URL/renew", "method": "POST", "headers": {"X-Token": "{{data.token}}"},
                           "body": {"old": "{{data.token}}"}, \(response)},
                 "bye": {"url": "URL/bye", "method": "POST", "headers": {"X-Token": "{{data.token}}"}}}
                """
        )
        app.modules["m"] = TestApp.Module(
            type: "action",
            communication: #"{"url": "/m", "method": "POST"}"#,
            connection: "c"
        )
        return app
    }
}
