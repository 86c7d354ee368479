import IML
import PatchbayRuntime

/// The browser's way back from a service.
struct CallbackRoutes {
    let connections: ConnectionService

    /// The callback's path and its older spelling.
    static let paths = [ConnectionService.callbackPath, ConnectionService.callbackPath + "-oauth1"]

    var endpoints: [Endpoint] {
        Self.paths.enumerated().map { place, path in
            Endpoint(
                name: place == 0 ? "authorizationCallback" : "authorizationCallbackOAuth1",
                method: "GET",
                path: path,
                summary: "Where services send the user's browser back to",
                query: [
                    Endpoint.QueryParameter(name: "state", summary: "The authorization it belongs to"),
                    Endpoint.QueryParameter(name: "oauth_token", summary: "The token of OAuth 1.0a"),
                    Endpoint.QueryParameter(name: "oauth_verifier", summary: "The code of OAuth 1.0a"),
                ],
                answers: [
                    .other(200, "A page that says what happened", "text/html"),
                    .empty(303, "The way to the next service that has to be asked"),
                    .other(400, "A page that says why not", "text/html"),
                ],
                isOpen: true
            ) { request in .ready(Self.answer(await connections.callback(query: request.queryFields))) }
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
