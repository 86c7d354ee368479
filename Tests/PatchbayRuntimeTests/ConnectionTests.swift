import Foundation
import IML
import PatchbayAuth
import PatchbayBundle
import PatchbayRuntime
import Synchronization
import Testing

/// The life of connections: basic ones, and the OAuth 1.0a dance with its way back.
struct ConnectionTests {
    private static func basicApp() -> TestApp {
        var app = TestApp(base: #"{"baseUrl": "URL", "headers": {"X-Key": "{{connection.apiKey}}"}}"#)
        app.connections["key"] = TestApp.Connection(
            communication: """
                {"url": "URL/me", "headers": {"X-Key": "{{parameters.apiKey}}"},
                 "response": {"uid": "{{body.id}}", "metadata": {"type": "email", "value": "{{body.mail}}"},
                    "expires": "{{body.expires}}", "error": "{{body.m}}"}}
                """,
            parameters: #"[{"name": "apiKey", "type": "password", "label": "Key", "required": true}]"#
        )
        app.connections["other"] = TestApp.Connection(communication: "{}")
        app.modules["m"] = TestApp.Module(
            type: "action",
            communication: #"{"url": "/m", "response": {"error": "Said: {{body.m}}"}}"#,
            connection: "key"
        )
        return app
    }

    private func stage(
        _ app: TestApp,
        host: TestHost? = nil,
        _ script: @escaping ScriptedServer.Script
    ) throws -> (host: TestHost, name: String) {
        let host = try host ?? TestHost.shared.get()
        let name = host.freshName()
        let definition = try host.install(app, as: name, answering: script)
        try #require(definition.status == .loaded, "\(definition.diagnostics)")
        return (host, name)
    }

    @Test func aGoodAnswerMakesABasicConnectionValid() async throws {
        let (host, name) = try stage(Self.basicApp()) { _ in
            .json(#"{"id": 7, "mail": "a@b.c", "expires": "2100-01-01T00:00:00Z"}"#)
        }
        let connection = try await host.runtime.connections.create(
            app: name,
            connection: "key",
            name: nil,
            parameters: ["apiKey": "secret-key"]
        )
        #expect(connection.status == "valid")
        #expect(connection.uid == "7")
        #expect(connection.metadata == ["type": "email", "value": "a@b.c"])
        #expect(connection.expires?.iso8601 == "2100-01-01T00:00:00.000Z")
        #expect(connection.name == "The key account")
        #expect(connection.id.hasPrefix("con_"))
        #expect(try await host.runtime.connections.list().contains { $0.id == connection.id })
    }

    @Test func aBasicConnectionThatDoesNotVerifyIsNotKeptAndItsSecretNotShown() async throws {
        let (host, name) = try stage(Self.basicApp()) { request in
            .json(#"{"m": "unknown key \#(request.header("x-key") ?? "")"}"#, status: 401)
        }
        let failure = await callFailure {
            _ = try await host.runtime.connections.create(
                app: name,
                connection: "key",
                name: nil,
                parameters: ["apiKey": "hunter2-long"]
            )
        }
        guard case .failed(let error) = failure else {
            Issue.record("\(String(describing: failure))")
            return
        }
        #expect(error.message == "unknown key ‹secret›")
        #expect(error.statusCode == 401)
        #expect(try await host.runtime.connections.list().allSatisfy { $0.app != name })
    }

    @Test func checksWhatAUserEntersBeforeAnythingIsSent() async throws {
        let seen = Seen()
        let (host, name) = try stage(Self.basicApp()) { request in
            seen.append(request)
            return .json("{}")
        }
        let failure = await callFailure {
            _ = try await host.runtime.connections.create(app: name, connection: "key", name: nil, parameters: [:])
        }
        guard case .invalidInput(let problems) = failure else {
            Issue.record("\(String(describing: failure))")
            return
        }
        #expect(problems.map(\.path) == ["apiKey"])
        #expect(seen.all.isEmpty)
    }

    @Test func moduleErrorsDoNotShowCredentials() async throws {
        let (host, name) = try stage(Self.basicApp()) { request in
            request.path == "/me" ? .json("{}") : .json(#"{"m": "\#(request.header("x-key") ?? "")?"}"#, status: 400)
        }
        let id = try await host.runtime.connections.create(
            app: name,
            connection: "key",
            name: nil,
            parameters: ["apiKey": "hunter2-long"]
        ).id
        let failure = await callFailure {
            _ = try await host.runtime.runModule(ComponentCall(app: name, component: "m", connection: id)) { _ in }
        }
        guard case .failed(let error) = failure else {
            Issue.record("\(String(describing: failure))")
            return
        }
        #expect(error.message == "Said: ‹secret›?")
    }

    @Test func anEchoOfTheAuthorizationIsNotShown() async throws {
        var app = Self.basicApp()
        app.modules["m"]?.communication = """
            {"url": "/m", "headers": {"Authorization": "Basic {{base64('ada:' + connection.apiKey)}}"},
             "response": {"error": "Said: {{body.m}}"}}
            """
        let (host, name) = try stage(app) { request in
            request.path == "/me"
                ? .json("{}") : .json(#"{"m": "no \#(request.header("authorization") ?? "")"}"#, status: 400)
        }
        let id = try await host.runtime.connections.create(
            app: name,
            connection: "key",
            name: nil,
            parameters: ["apiKey": "hunter2-long"]
        ).id
        let failure = await callFailure {
            _ = try await host.runtime.runModule(ComponentCall(app: name, component: "m", connection: id)) { _ in }
        }
        guard case .failed(let error) = failure else {
            Issue.record("\(String(describing: failure))")
            return
        }
        #expect(error.message == "Said: no ‹secret›")
    }

    @Test func anEmptyNameIsRefusedAndMetadataWithoutAValueIsNone() async throws {
        var app = TestApp()
        app.connections["key"] = TestApp.Connection(
            communication:
                #"{"url": "URL/me", "response": {"metadata": {"type": "text", "value": "{{body.nothing}}"}}}"#
        )
        let (host, name) = try stage(app) { _ in .json("{}") }
        let connections = host.runtime.connections
        func create(_ given: String) async throws -> ConnectionSummary {
            try await connections.create(app: name, connection: "key", name: given, parameters: [:])
        }
        guard case .invalidInput(let problems) = await callFailure({ _ = try await create(" \n") }) else {
            Issue.record("an empty name was taken")
            return
        }
        #expect(problems.map(\.path) == ["name"])
        let made = try await create(" Mine ")
        #expect(made.name == "Mine")
        #expect(made.metadata == .undefined)
        guard
            case .invalidInput = await callFailure({
                _ = try await connections.update(made.id, name: "", parameters: nil)
            })
        else {
            Issue.record("an empty name was taken")
            return
        }
    }

    @Test func aCallNeedsAConnectionOfItsSpec() async throws {
        let (host, name) = try stage(Self.basicApp()) { _ in .json("{}") }
        let missing = await callFailure {
            _ = try await host.runtime.runModule(ComponentCall(app: name, component: "m")) { _ in }
        }
        guard case .connectionNeeded(name, "m", ["key"]) = missing else {
            Issue.record("\(String(describing: missing))")
            return
        }
        let other = try await host.runtime.connections.create(
            app: name,
            connection: "other",
            name: nil,
            parameters: [:]
        )
        let wrong = await callFailure {
            _ = try await host.runtime.runModule(ComponentCall(app: name, component: "m", connection: other.id)) { _ in
            }
        }
        guard case .badCall(let text) = wrong else {
            Issue.record("\(String(describing: wrong))")
            return
        }
        #expect(
            text == "The connection \(other.id) is one of '\(name)/other', which 'm' of '\(name)' does not use; "
                + "it takes one of 'key'."
        )
    }

    private static func twoKinds(_ names: [String]) -> TestApp {
        var app = TestApp()
        app.base = #"{"baseUrl": "{{common.none}}"}"#
        app.connections = Dictionary(uniqueKeysWithValues: names.map { ($0, TestApp.Connection(communication: "{}")) })
        app.modules = ["m": TestApp.Module(communication: #"{"response": {"output": "{{connection.word}}"}}"#)]
        return app
    }

    @Test func aComponentThatNamesNoConnectionTakesOneOfTheOnlyKind() async throws {
        let (host, name) = try stage(Self.twoKinds(["only"])) { _ in .json("{}") }
        let made = try await host.runtime.connections.create(
            app: name,
            connection: "only",
            name: nil,
            parameters: ["word": "held"]
        )
        let seen = Mutex<[Value]>([])
        _ = try await host.runtime.runModule(ComponentCall(app: name, component: "m", connection: made.id)) {
            bundle in seen.withLock { $0.append(bundle) }
        }
        #expect(seen.withLock(\.self) == ["held"])
    }

    @Test func aComponentThatNamesNoConnectionRefusesOthersAndSaysWhy() async throws {
        let (host, name) = try stage(Self.twoKinds(["one", "two"])) { _ in .json("{}") }
        let made = try await host.runtime.connections.create(app: name, connection: "one", name: nil, parameters: [:])
        let ofTwo = await callFailure {
            _ = try await host.runtime.runModule(ComponentCall(app: name, component: "m", connection: made.id)) { _ in }
        }
        guard case .badCall(let text) = ofTwo else {
            Issue.record("\(String(describing: ofTwo))")
            return
        }
        #expect(
            text
                == "The connection \(made.id) is one of '\(name)/one', but the module 'm' names no connection in its file, "
                + "and the app has 2 kinds of them. Name the one it uses in the component's \"connection\", "
                + "or call it without one."
        )
    }

    @Test func anEndedAuthorizationIsExpired() async throws {
        let (host, name) = try stage(Self.basicApp()) { _ in .json(#"{"expires": "2001-01-01"}"#) }
        let connection = try await host.runtime.connections.create(
            app: name,
            connection: "key",
            name: nil,
            parameters: ["apiKey": "secret-key"]
        )
        #expect(connection.status == "expired")
        let failure = await callFailure {
            _ = try await host.runtime.runModule(ComponentCall(app: name, component: "m", connection: connection.id)) {
                _ in
            }
        }
        guard case .connectionNotValid(_, let status, _) = failure else {
            Issue.record("\(String(describing: failure))")
            return
        }
        #expect(status == "expired")
    }

    @Test func changedParametersAreVerifiedBeforeTheyCount() async throws {
        let (host, name) = try stage(Self.basicApp()) { request in
            request.header("x-key") == "good-key" ? .json(#"{"id": 1}"#) : .json(#"{"m": "no"}"#, status: 403)
        }
        let connections = host.runtime.connections
        let id = try await connections.create(
            app: name,
            connection: "key",
            name: nil,
            parameters: ["apiKey": "good-key"]
        ).id
        let failure = await callFailure {
            _ = try await connections.update(id, name: "New", parameters: ["apiKey": "bad-key!"])
        }
        #expect(failure != nil)
        #expect(try await connections.verify(id).status == "valid")
        #expect(try await connections.update(id, name: "Newer", parameters: nil).name == "Newer")
    }

    @Test func aFailedVerificationBreaksButTroubleOnTheWayDoesNot() async throws {
        let (host, name) = try stage(Self.basicApp()) { request in
            switch request.header("x-key") {
            case "slow-key": .json(#"{"m": "later"}"#, status: 503)
            default: .json("{}")
            }
        }
        let connections = host.runtime.connections
        let id = try await connections.create(
            app: name,
            connection: "key",
            name: nil,
            parameters: ["apiKey": "good-key"]
        ).id
        host.server.answer(name) { _ in .json(#"{"m": "later"}"#, status: 503) }
        _ = await callFailure { _ = try await connections.verify(id) }
        // The spec's error has no type of its own, so a 503 is trouble of the service, not of the credentials.
        #expect(try await connections.get(id).status == "valid")
        host.server.answer(name) { _ in .json(#"{"m": "gone"}"#, status: 401) }
        _ = await callFailure { _ = try await connections.verify(id) }
        let broken = try await connections.get(id)
        #expect(broken.status == "broken")
        #expect(broken.reason == "gone")
    }

    @Test func namesUnknownConnections() async throws {
        let (host, name) = try stage(Self.basicApp()) { _ in .json("{}") }
        let failure = await callFailure { _ = try await host.runtime.connections.get("con_nowhere") }
        guard case .unknown(let kind, _, let message) = failure else {
            Issue.record("\(String(describing: failure))")
            return
        }
        #expect(kind == "connection")
        #expect(message == "There is no connection 'con_nowhere'.")
        let spec = await callFailure {
            _ = try await host.runtime.connections.create(app: name, connection: "kex", name: nil, parameters: [:])
        }
        guard case .unknown(_, _, let text) = spec else {
            Issue.record("\(String(describing: spec))")
            return
        }
        #expect(text == "The app '\(name)' has no connection 'kex'. Did you mean 'key'?")
    }
}
