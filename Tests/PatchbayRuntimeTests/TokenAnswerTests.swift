import Foundation
import IML
import OAuth1
import OAuth2
import PatchbayAuth
import PatchbayBundle
import PatchbayRuntime
import Testing

/// Answers that should bring credentials and bring none.
struct TokenAnswerTests {
    private static func app(_ data: String, temp: String = "{}", refresh: String = "") -> TestApp {
        var app = TestApp(base: #"{"baseUrl": "URL"}"#)
        app.connections["c"] = TestApp.Connection(
            communication: """
                {"token": {"url": "URL/token", "method": "POST", "response": {"temp": \(temp), "data": \(data)}}\(refresh)}
                """,
            parameters: #"[{"name": "site", "type": "text"}]"#
        )
        app.modules["m"] = TestApp.Module(type: "action", communication: #"{"url": "/m"}"#, connection: "c")
        return app
    }

    private static func host() throws -> TestHost {
        try TestHost(handlers: [OAuth1Handler(), OAuth2Handler { [UInt8](repeating: 7, count: $0) }])
    }

    private func failure(
        _ data: String,
        temp: String = "{}",
        answer: String
    ) async throws -> (failure: CallFailure?, kept: Int) {
        let host = try Self.host()
        let definition = try host.install(Self.app(data, temp: temp), as: "app") { _ in .json(answer) }
        try #require(definition.status == .loaded, "\(definition.diagnostics)")
        let failure = await callFailure {
            _ = try await host.runtime.connections.create(
                app: "app",
                connection: "c",
                name: nil,
                parameters: ["site": "https://example.com"]
            )
        }
        return (failure, try await host.runtime.connections.list().count)
    }

    static let refused: [(data: String, temp: String, answer: String, missing: String)] = [
        (
            #"{"accessToken": "{{body.access_token}}", "refreshToken": "{{body.refresh_token}}"}"#, "{}",
            #"{"error": "bad_code", "hint": 1}"#,
            "accessToken ({{body.access_token}}), refreshToken ({{body.refresh_token}}); it has error, hint."
        ),
        (
            #"{"accessToken": "{{body.access_token}}"}"#, "{}", #"{"access_token": null}"#,
            "accessToken ({{body.access_token}}); it has access_token."
        ),
        // What the user entered or the spec says is no answer of the service's.
        (
            #"{"token": "{{body.token}}", "site": "{{parameters.site}}", "kind": "bearer"}"#, "{}", "{}",
            "token ({{body.token}})."
        ),
        (
            #"{"token": "{{body.token}}", "expires": "{{addSeconds(now, body.expires_in)}}"}"#, "{}", "[]",
            "token ({{body.token}}), expires ({{addSeconds(now, body.expires_in)}})."
        ),
        (
            #"{"tokens": {"access": "{{body.access}}", "refresh": "{{body.refresh}}"}}"#, "{}", "{}",
            "tokens ({{body.access}})."
        ),
        (#"{"token": "{{temp.token}}"}"#, #"{"token": "{{body.token}}"}"#, "{}", "token ({{temp.token}})."),
        (
            #"{"token": "{{parameters.none}}"}"#, "{}", #"{"token": "t"}"#,
            "token ({{parameters.none}}); it has token."
        ),
    ]

    @Test(arguments: refused)
    func makeNoConnection(_ row: (data: String, temp: String, answer: String, missing: String)) async throws {
        let (failure, kept) = try await failure(row.data, temp: row.temp, answer: row.answer)
        let error = try #require(failure?.error, "\(String(describing: failure))")
        #expect(error.type == .dataError)
        let message = "The answer to token brought no credentials: there is nothing in it for \(row.missing)"
        #expect(error.message == message)
        #expect(error.path == "token.response.data")
        #expect(error.place?.file == "c_c.iml.json")
        #expect(kept == 0)
    }

    static let taken: [(data: String, answer: String)] = [
        (
            #"{"accessToken": "{{body.access_token}}", "refreshToken": "{{body.refresh_token}}"}"#,
            #"{"access_token": "t"}"#
        ),
        (#"{"tokens": {"access": "{{body.access}}", "refresh": "{{body.refresh}}"}}"#, #"{"refresh": "t"}"#),
        (#"{"site": "{{parameters.site}}"}"#, "{}"),
        (#"{"kind": "bearer"}"#, "{}"),
        ("{}", "{}"),
        (#"{"flag": "{{body.ok}}"}"#, #"{"ok": false}"#),
    ]

    @Test(arguments: taken)
    func makeOneWhereAnythingIsThere(_ row: (data: String, answer: String)) async throws {
        let (failure, kept) = try await failure(row.data, answer: row.answer)
        #expect(failure == nil, "\(String(describing: failure))")
        #expect(kept == 1)
    }

    @Test(arguments: ["", #", "refresh": {"url": "URL/refresh", "response": {"data": {"token": "{{body.token}}"}}}"#])
    func aRefreshThatBringsNoneKeepsTheOldOnes(_ refresh: String) async throws {
        let host = try Self.host()
        let app = Self.app(#"{"token": "{{body.token}}", "expires": "{{body.expires}}"}"#, refresh: refresh)
        let tokens = Seen()
        try host.install(app, as: "app") { request in
            tokens.append(request)
            // The first token has ended already; what replaces it is not there.
            return .json(tokens.all.count == 1 ? #"{"token": "first", "expires": "2000-01-01T00:00:00Z"}"# : "{}")
        }
        let connection = try await host.runtime.connections.create(
            app: "app",
            connection: "c",
            name: nil,
            parameters: [:]
        )
        _ = try await host.runtime.runModule(ComponentCall(app: "app", component: "m", connection: connection.id)) {
            _ in
        }
        #expect(tokens.all.map(\.path) == ["/token", refresh.isEmpty ? "/token" : "/refresh", "/m"])
        let shown = try await host.runtime.connections.get(connection.id)
        #expect(shown.status == "valid")
        #expect(Set(shown.dataKeys) == ["site", "token", "expires"] || Set(shown.dataKeys) == ["token", "expires"])
    }

    @Test func theSameHoldsForTheLastStepOfADance() async throws {
        let host = try TestHost()
        let provider = DanceProvider()
        try host.install(DanceProvider.app(), as: "app") { request in
            let answer = provider.answer(request)
            guard request.path == "/access_token" else { return answer }
            return .of("application/x-www-form-urlencoded", "error=expired&error_reason=late")
        }
        let connections = host.runtime.connections
        let pending = try await connections.create(app: "app", connection: "oauth", name: nil, parameters: [:])
        let outcome = await connections.callback(query: ["oauth_token": "temp1", "oauth_verifier": "right"])
        guard case .refused(let message) = outcome else {
            Issue.record("\(outcome)")
            return
        }
        #expect(
            message == "The answer to accessToken brought no credentials: there is nothing in it for "
                + "token ({{body.oauth_token}}), token_secret ({{body.oauth_token_secret}}); it has error, error_reason."
        )
        #expect(try await connections.get(pending.id).status == "pending")
    }
}
