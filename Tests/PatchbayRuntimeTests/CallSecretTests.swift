import IML
import PatchbayAuth
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
