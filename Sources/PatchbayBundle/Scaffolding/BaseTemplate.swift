/// The base of a new bundle: what every module's requests have in common.
struct BaseTemplate {
    private let authentication: BundleTemplate.Authentication

    /// Prepares the base for a kind of authentication.
    init(_ authentication: BundleTemplate.Authentication) {
        self.authentication = authentication
    }

    /// The file's content.
    var text: String {
        """
        {
          // Every module's url is joined to this address.
          "baseUrl": "https://api.example.com/v1",
        \(signing)  "response": {
            "error": {
              "message": "[{{statusCode}}] {{ifempty(body.error.message, body.message)}}",
              "401": { "type": "InvalidAccessTokenError", "message": "The service does not accept the connection." }
            }
          },
          "log": { "sanitize": ["request.headers.authorization"] }
        }

        """
    }

    private var signing: String {
        switch authentication {
        case .none: ""
        case .apiKey: header("Bearer {{connection.apiKey}}")
        case .basic: header("Basic {{base64(connection.username + ':' + connection.password)}}")
        case .oauth2: header("Bearer {{connection.accessToken}}")
        case .oauth1:
            """
              // Signs every request (RFC 5849).
              "oauth": {
                "consumer_key": "{{connection.consumerKey}}",
                "consumer_secret": "{{connection.consumerSecret}}",
                "token": "{{connection.token}}",
                "token_secret": "{{connection.tokenSecret}}"
              },

            """
        }
    }

    private func header(_ value: String) -> String {
        "  \"headers\": { \"Authorization\": \"\(value)\" },\n"
    }
}
