import IML
import PatchbayRuntime

/// The browser's way back from a service.
struct CallbackRoutes {
    let connections: ConnectionService

    /// The callback's path and its older spelling.
    static let paths = [ConnectionService.callbackPath, ConnectionService.callbackPath + "-oauth1"]

    var endpoints: [Endpoint] {
        Self.paths.map { path in
            Endpoint(
                method: "GET",
                path: path,
                summary: "Where services send the user's browser back to",
                query: [
                    Endpoint.QueryParameter(name: "state", summary: "The authorization it belongs to"),
                    Endpoint.QueryParameter(name: "oauth_token", summary: "The token of OAuth 1.0a"),
                    Endpoint.QueryParameter(name: "oauth_verifier", summary: "The code of OAuth 1.0a"),
                ],
                answers: [(200, "A page that says what happened", nil), (400, "A page that says why not", nil)],
                mediaType: "text/html"
            ) { request in
                .ready(Self.answer(await connections.callback(query: request.queryFields)))
            }
        }
    }

    private static func answer(_ outcome: CallbackOutcome) -> APIAnswer {
        switch outcome {
        case .authorized(let connection):
            CallbackPage(title: "Connected", message: "'\(connection.name)' is authorized.", closes: true)
                .answer(status: 200)
        case .continues(let url):
            APIAnswer(status: 303, headers: [("Location", url)] + CallbackPage.privacyHeaders, body: .bytes([]))
        case .refused(let message):
            CallbackPage(title: "Not connected", message: message, closes: false).answer(status: 400)
        }
    }
}
