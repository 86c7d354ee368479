import Foundation
import IML
import PatchbayAuth
import PatchbayBundle
import PatchbayTesting
import PatchbayText
import Testing

@testable import PatchbayRuntime

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

    @Test func doNotFollowARedirectToAnotherOriginInAnyForm() async throws {
        let host = try TestHost()
        let other = try TestHost()
        let secret = "entered/secret+of&the=caller"
        for form in SecretForm.all {
            let written = form.write(secret).replacing("\r\n", with: "")
            let seen = Seen()
            other.server.answer("other") { request in
                seen.append(request)
                return .json("{}")
            }
            let probe = try await Probe.run(
                """
                {"url": "/", "method": "POST", "followAllRedirects": true, "type": "text", "body": "{{parameters.body}}",
                 "headers": {"X-Form": "{{parameters.form}}", "X-{{parameters.name}}": "1", "X-Other": "kept"}}
                """,
                app: TestApp(base: #"{"baseUrl": "URL"}"#),
                expect: #"[{"name": "pin", "type": "password"}]"#,
                parameters: [
                    "pin": .text(secret), "form": .text("of " + written), "body": .text("nothing"),
                    "name": .text(Data(secret.utf8).map { String($0, radix: 16) }.joined()),
                ],
                on: host,
                script: { _, _ in .redirect(other.url(of: "other"), status: 307) }
            )
            #expect(probe.failure == nil, "\(form): \(String(describing: probe.failure))")
            let arrived = try #require(seen.all.first)
            #expect(arrived.header("x-form") == nil, "\(form)")
            #expect(arrived.header("x-other") == "kept")
            #expect(!arrived.headers.contains { $0.name.hasPrefix("X-656e74") }, "\(form)")
            #expect(arrived.text == "nothing")
            let refused = try await Probe.run(
                #"{"url": "/", "method": "POST", "followAllRedirects": true, "type": "text", "body": "{{parameters.body}}"}"#,
                expect: #"[{"name": "pin", "type": "password"}]"#,
                parameters: ["pin": .text(secret), "body": .text("x " + form.write(secret))],
                on: host,
                script: { _, _ in .redirect(other.url(of: "other"), status: 307) }
            )
            #expect(refused.error?.message.contains("the request's body holds credentials") == true, "\(form)")
        }
    }

    @Test func ofAConnectionAreLookedForAnewOnlyWhenItChanges() async throws {
        let host = try TestHost()
        var app = TestApp(base: #"{"baseUrl": "URL"}"#)
        app.connections["c"] = TestApp.Connection(
            communication: #"{"url": "URL/me"}"#,
            parameters: #"[{"name": "key", "type": "password"}]"#
        )
        app.modules["m"] = TestApp.Module(type: "action", communication: #"{"url": "/m"}"#, connection: "c")
        let name = host.freshName()
        try host.install(app, as: name) { _ in .json("{}") }
        let made = try await host.runtime.connections.create(
            app: name,
            connection: "c",
            name: nil,
            parameters: ["key": "first-key"]
        )
        func finder() async throws -> SecretFinder {
            let component = try #require(host.runtime.apps.entry(name)?.modules["m"])
            let usage = try #require(try await host.runtime.connections.usable(made.id, by: component))
            return try #require(usage.finders.first)
        }
        let first = try await finder()
        #expect(try await finder() === first)
        _ = try await host.runtime.connections.update(made.id, name: nil, parameters: ["key": "second-key"])
        let second = try await finder()
        #expect(second !== first)
        #expect(Masker([second]).masked("first-key second-key") == "first-key ‹secret›")
        // Another version of the app may say otherwise what is secret.
        try host.install(app, as: name) { _ in .json("{}") }
        #expect(try await finder() !== second)
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
