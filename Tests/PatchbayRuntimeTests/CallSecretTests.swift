import IML
import PatchbayAuth
import PatchbayBundle
import PatchbayRuntime
import Testing

/// Secrets of a call that are none of a connection's: the app's common data, and what is entered for a password.
struct CallSecretTests {
    private static let app = TestApp(
        base: #"{"baseUrl": "URL", "headers": {"X-Key": "{{common.apiKey}}", "X-Pin": "{{parameters.login.pin}}"}}"#,
        common: #"{"apiKey": "common-secret", "region": "europe"}"#
    )
    private static let form = """
        [{"name": "login", "type": "collection", "spec": [{"name": "pin", "type": "password"}]},
         {"name": "kind", "type": "select", "options": [
            {"value": "key", "nested": [{"name": "keys", "type": "array", "spec": {"type": "pkey"}}]}]}]
        """

    @Test func areInNoErrorAndNoLog() async throws {
        let host = try TestHost()
        let probe = try await Probe.run(
            #"{"url": "/", "qs": {"r": "{{common.region}}"}, "response": {"error": "{{body}}"}}"#,
            app: Self.app,
            expect: Self.form,
            parameters: ["login": ["pin": "entered-secret"], "kind": "key", "keys": ["listed-secret"]],
            on: host,
            script: { _, _ in .json(#"["common-secret", "entered-secret", "listed-secret", "europe"]"#, status: 400) }
        )
        #expect(try probe.request.header("x-key") == "common-secret")
        #expect(try probe.request.header("x-pin") == "entered-secret")
        #expect(probe.error?.message == "‹secret›,‹secret›,‹secret›,europe")
        let overview = try #require(host.runtime.executions.overviews(limit: 1).first)
        let exchange = try #require(host.runtime.executions.detail(overview.summary.id)?.exchanges.first)
        #expect(exchange.request["headers"]["X-Key"] == "‹secret›")
        #expect(exchange.request["headers"]["X-Pin"] == "‹secret›")
        #expect(exchange.request["qs"] == ["r": "europe"])
        #expect(exchange.response["body"] == ["‹secret›", "‹secret›", "‹secret›", "europe"])
    }

    @Test func ofAConnectionAreKnownByTheirLookWhateverTheServiceCallsThem() async throws {
        let host = try TestHost()
        var app = TestApp(base: #"{"baseUrl": "URL"}"#)
        app.connections["c"] = TestApp.Connection(
            communication: """
                {"url": "URL/login", "response": {"data": {"sid": "{{body.sid}}", "at": {"one": "{{body.sid}}2"},
                 "place": "{{body.place}}", "since": "{{body.since}}"}}}
                """,
            parameters: #"[{"name": "company", "type": "text"}]"#
        )
        app.modules["m"] = TestApp.Module(
            type: "action",
            communication: #"{"url": "/m", "response": {"error": "{{body.m}}"}}"#,
            connection: "c"
        )
        let (sid, place, since) = ("s1d-9f8e7d6c5b4a", "https://eu1.api.example.com/v2", "2026-01-02T03:04:05.678Z")
        let definition = try host.install(app, as: "app") { request in
            request.path.hasSuffix("/login")
                ? .json(#"{"sid": "\#(sid)", "place": "\#(place)", "since": "\#(since)"}"#)
                : .json(#"{"m": "\#(sid) \#(sid)2 \#(place) \#(since) acme-2024-of-europe"}"#, status: 400)
        }
        try #require(definition.status == .loaded, "\(definition.diagnostics)")
        let id = try await host.runtime.connections.create(
            app: "app",
            connection: "c",
            name: nil,
            parameters: ["company": "acme-2024-of-europe"]
        ).id
        let failure = await callFailure {
            _ = try await host.runtime.runModule(ComponentCall(app: "app", component: "m", connection: id)) { _ in }
        }
        guard case .failed(let error) = failure else {
            Issue.record("\(String(describing: failure))")
            return
        }
        #expect(error.message == "‹secret› ‹secret› \(place) \(since) acme-2024-of-europe")
    }

    @Test func doNotFollowARedirectToAnotherOrigin() async throws {
        let host = try TestHost()
        let other = try TestHost()
        other.server.answer("other") { request in
            .json(#"{"key": \#(request.header("x-key") == nil), "pin": \#(request.header("x-pin") == nil)}"#)
        }
        let probe = try await Probe.run(
            #"{"url": "/"}"#,
            app: Self.app,
            expect: Self.form,
            parameters: ["login": ["pin": "entered-secret"]],
            on: host,
            script: { _, _ in .redirect(other.url(of: "other")) }
        )
        #expect(probe.output == #"{"key":true,"pin":true}"#)
    }
}
