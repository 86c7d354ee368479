import Foundation
import PatchbayRuntime
import Synchronization

/// The service's side of an OAuth 1.0a dance; signatures are checked elsewhere, by a provider of somebody else's.
final class DanceProvider: Sendable {
    private let requests = Mutex<[Received]>([])

    /// Everything that came, in order.
    var received: [Received] { requests.withLock(\.self) }

    /// The values of the `Authorization` of the last request below a path.
    func authorization(of path: String) -> [String: String] {
        guard let header = received.last(where: { $0.path == path })?.header("authorization") else { return [:] }
        let pairs = header.dropFirst("OAuth ".count).split(separator: ",").map { pair in
            pair.trimmingCharacters(in: .whitespaces).split(separator: "=", maxSplits: 1)
        }
        return Dictionary(
            pairs.map { pair in
                let value = pair.count > 1 ? pair[1].trimmingCharacters(in: ["\""]) : ""
                return (String(pair[0]), value.removingPercentEncoding ?? value)
            },
            uniquingKeysWith: { $1 }
        )
    }

    func answer(_ request: Received) -> Answer {
        let count = requests.withLock { all in
            all.append(request)
            return all.count { $0.path == "/request_token" }
        }
        switch request.path {
        case "/request_token":
            return .of(
                "application/x-www-form-urlencoded",
                "oauth_token=temp\(count)&oauth_token_secret=temp-secret&oauth_callback_confirmed=true"
            )
        case "/access_token":
            let sent = authorization(of: "/access_token")
            guard sent["oauth_verifier"] == "right", sent["oauth_token"]?.hasPrefix("temp") == true else {
                return .of("text/plain", "bad verifier", status: 401)
            }
            return .of("application/x-www-form-urlencoded", "oauth_token=user-token&oauth_token_secret=user-secret")
        case "/whoami":
            return .json(
                #"{"id": 42, "user": "ada", "token": "\#(authorization(of: "/whoami")["oauth_token"] ?? "")"}"#
            )
        default:
            return .json(#"{"token": "\#(authorization(of: request.path)["oauth_token"] ?? "")"}"#)
        }
    }

    /// An app of the documented shape that talks to it.
    static func app(callback: String = "") -> TestApp {
        var app = TestApp(
            base: """
                {"baseUrl": "URL", "oauth": {"consumer_key": "{{ifempty(connection.consumerKey, common.consumerKey)}}",
                 "consumer_secret": "{{ifempty(connection.consumerSecret, common.consumerSecret)}}",
                 "token": "{{connection.token}}", "token_secret": "{{connection.token_secret}}"}}
                """,
            common: #"{"consumerKey": "app-key", "consumerSecret": "app-secret"}"#
        )
        app.connections["oauth"] = TestApp.Connection(
            communication: """
                {"oauth": {"consumer_key": "{{ifempty(parameters.consumerKey, common.consumerKey)}}",
                           "consumer_secret": "{{ifempty(parameters.consumerSecret, common.consumerSecret)}}"\(callback)},
                 "requestToken": {"url": "URL/request_token", "method": "POST", "response": {"type": "urlencoded",
                    "temp": {"token": "{{body.oauth_token}}", "token_secret": "{{body.oauth_token_secret}}"}}},
                 "authorize": {"url": "URL/authorize", "qs": {"lang": "en"}, "oauth": {"token": "{{temp.token}}"},
                    "response": {"temp": {"token": "{{query.oauth_token}}", "verifier": "{{query.oauth_verifier}}"}}},
                 "accessToken": {"url": "URL/access_token", "method": "POST", "oauth": {"token": "{{temp.token}}",
                    "token_secret": "{{temp.token_secret}}", "verifier": "{{temp.verifier}}"},
                    "response": {"type": "urlencoded", "data": {"token": "{{body.oauth_token}}",
                    "token_secret": "{{body.oauth_token_secret}}"}}},
                 "info": {"url": "URL/whoami", "oauth": {"token": "{{connection.token}}",
                    "token_secret": "{{connection.token_secret}}"}, "response": {"uid": "{{body.id}}",
                    "metadata": {"type": "text", "value": "{{body.user}}"}}}}
                """,
            parameters: #"[{"name": "consumerKey", "type": "text"}, {"name": "consumerSecret", "type": "password"}]"#
        )
        app.modules["m"] = TestApp.Module(type: "action", communication: #"{"url": "/m"}"#, connection: "oauth")
        return app
    }
}
