extension BundleTemplate {
    /// The files of the connection; none for an app that needs none.
    var connectionFiles: [File] {
        guard let spec, let parameters else { return [] }
        let path = "connections/\(name)/\(name)"
        return [
            File(path: "\(path).communication.iml.json", content: spec),
            File(path: "\(path).params.iml.json", content: parameters),
            File(path: "\(path).common.json", content: common),
        ]
    }

    private var spec: String? {
        switch authentication {
        case .none: nil
        case .apiKey: basicSpec("Bearer {{parameters.apiKey}}")
        case .basic: basicSpec("Basic {{base64(parameters.username + ':' + parameters.password)}}")
        case .oauth1: oauth1Spec
        case .oauth2: oauth2Spec
        }
    }

    private var parameters: String? {
        switch authentication {
        case .none: nil
        case .apiKey: Self.list(Self.field("apiKey", "API Key", "password", isRequired: true))
        case .basic:
            Self.list(
                Self.field("username", "User Name", "text", isRequired: true),
                Self.field("password", "Password", "password", isRequired: true)
            )
        case .oauth1:
            Self.list(
                Self.field("consumerKey", "Consumer Key", "text", isAdvanced: true),
                Self.field("consumerSecret", "Consumer Secret", "password", isAdvanced: true)
            )
        case .oauth2:
            Self.list(
                Self.field("clientId", "Client ID", "text", isAdvanced: true),
                Self.field("clientSecret", "Client Secret", "password", isAdvanced: true)
            )
        }
    }

    /// Common data is seen by the connection's own spec only.
    private var common: String {
        switch authentication {
        case .oauth1: "{\n  \"consumerKey\": \"\",\n  \"consumerSecret\": \"\"\n}\n"
        case .oauth2: "{\n  \"clientId\": \"\",\n  \"clientSecret\": \"\"\n}\n"
        default: "{}\n"
        }
    }

    private static func list(_ fields: String...) -> String {
        "[\n" + fields.joined(separator: ",\n") + "\n]\n"
    }

    private static func field(
        _ name: String,
        _ label: String,
        _ type: String,
        isRequired: Bool = false,
        isAdvanced: Bool = false
    ) -> String {
        let flags = (isRequired ? ", \"required\": true" : "") + (isAdvanced ? ", \"advanced\": true" : "")
        return "  { \"name\": \"\(name)\", \"type\": \"\(type)\", \"label\": \"\(label)\"\(flags) }"
    }
}

// MARK: - Specs

extension BundleTemplate {
    /// One request that tells whether the credentials are good.
    private func basicSpec(_ authorization: String) -> String {
        """
        {
          // The connection is good when this request is answered well.
          "url": "https://api.example.com/v1/me",
          "headers": { "Authorization": "\(authorization)" },
          "response": {
            "uid": "{{body.id}}",
            "metadata": { "type": "text", "value": "{{body.name}}" },
            "error": { "message": "[{{statusCode}}] {{body.message}}" }
          },
          "log": { "sanitize": ["request.headers.authorization"] }
        }

        """
    }

    private var oauth1Spec: String {
        """
        {
          // Goes under the `oauth` of every directive.
          "oauth": {
            "consumer_key": "{{ifempty(parameters.consumerKey, common.consumerKey)}}",
            "consumer_secret": "{{ifempty(parameters.consumerSecret, common.consumerSecret)}}"
          },
          "requestToken": {
            "url": "https://api.example.com/oauth/request_token",
            "method": "POST",
            "response": {
              "type": "urlencoded",
              "temp": { "token": "{{body.oauth_token}}", "tokenSecret": "{{body.oauth_token_secret}}" }
            }
          },
          "authorize": {
            "url": "https://api.example.com/oauth/authorize",
            "oauth": { "token": "{{temp.token}}" },
            "response": { "temp": { "verifier": "{{query.oauth_verifier}}" } }
          },
          "accessToken": {
            "url": "https://api.example.com/oauth/access_token",
            "method": "POST",
            "oauth": {
              "token": "{{temp.token}}",
              "token_secret": "{{temp.tokenSecret}}",
              "verifier": "{{temp.verifier}}"
            },
            "response": {
              "type": "urlencoded",
              // Modules do not see common data: what they sign with is kept in the connection.
              "data": {
                "token": "{{body.oauth_token}}",
                "tokenSecret": "{{body.oauth_token_secret}}",
                "consumerKey": "{{ifempty(parameters.consumerKey, common.consumerKey)}}",
                "consumerSecret": "{{ifempty(parameters.consumerSecret, common.consumerSecret)}}"
              }
            }
          },
          "info": {
            "url": "https://api.example.com/v1/me",
            "oauth": { "token": "{{connection.token}}", "token_secret": "{{connection.tokenSecret}}" },
            "response": {
              "uid": "{{body.id}}",
              "metadata": { "type": "text", "value": "{{body.name}}" }
            }
          }
        }

        """
    }

    private var oauth2Spec: String {
        """
        {
          "authorize": {
            "url": "https://api.example.com/oauth/authorize",
            "qs": {
              "response_type": "code",
              "client_id": "{{ifempty(parameters.clientId, common.clientId)}}",
              "redirect_uri": "{{oauth.redirectUri}}",
              "scope": "{{join(oauth.scope, ' ')}}"
            },
            "response": { "temp": { "code": "{{query.code}}" } }
          },
          "token": {
            "url": "https://api.example.com/oauth/token",
            "method": "POST",
            "type": "urlencoded",
            "body": {
              "grant_type": "authorization_code",
              "code": "{{temp.code}}",
              "client_id": "{{ifempty(parameters.clientId, common.clientId)}}",
              "client_secret": "{{ifempty(parameters.clientSecret, common.clientSecret)}}",
              "redirect_uri": "{{oauth.redirectUri}}"
            },
            "response": {
              "data": {
                "accessToken": "{{body.access_token}}",
                "refreshToken": "{{body.refresh_token}}",
                "expires": "{{addSeconds(now, body.expires_in)}}"
              }
            },
            "log": { "sanitize": ["request.body", "response.body"] }
          },
          // Runs before a call when the token is about to end.
          "refresh": {
            "url": "https://api.example.com/oauth/token",
            "method": "POST",
            "type": "urlencoded",
            "body": {
              "grant_type": "refresh_token",
              "refresh_token": "{{connection.refreshToken}}",
              "client_id": "{{ifempty(parameters.clientId, common.clientId)}}",
              "client_secret": "{{ifempty(parameters.clientSecret, common.clientSecret)}}"
            },
            "response": {
              "data": {
                "accessToken": "{{body.access_token}}",
                "refreshToken": "{{ifempty(body.refresh_token, connection.refreshToken)}}",
                "expires": "{{addSeconds(now, body.expires_in)}}"
              }
            },
            "log": { "sanitize": ["request.body", "response.body"] }
          },
          "info": {
            "url": "https://api.example.com/v1/me",
            "headers": { "Authorization": "Bearer {{connection.accessToken}}" },
            "response": {
              "uid": "{{body.id}}",
              "metadata": { "type": "text", "value": "{{body.name}}" }
            },
            "log": { "sanitize": ["request.headers.authorization"] }
          }
        }

        """
    }
}
