import IML
import OAuth1
import PatchbayAuth
import PatchbayBundle
import PatchbayRuntime
import Testing

/// Which connections a module takes, what may be changed of one, and whose it stays.
struct ConnectionRuleTests {
    private static func app() -> TestApp {
        var app = TestApp(base: #"{"baseUrl": "URL", "headers": {"X-Key": "{{connection.key}}"}}"#)
        for name in ["key", "team", "other"] {
            app.connections[name] = TestApp.Connection(
                communication: """
                    {"url": "URL/me", "headers": {"X-Key": "{{parameters.key}}"}, "response": {"uid": "{{body.id}}", "data": {"given": "g1"}}}
                    """,
                parameters: """
                    [{"name": "site", "type": "text"}, {"name": "key", "type": "password", "editable": true}]
                    """
            )
        }
        app.modules["m"] = TestApp.Module(
            type: "action",
            communication: #"{"url": "/m"}"#,
            connection: "key",
            alternative: "team"
        )
        return app
    }

    private struct Stage {
        let host: TestHost
        let name: String
        let seen = Seen()
        var connections: ConnectionService { host.runtime.connections }

        /// A service whose account is what stands in front of the `-` of a key.
        init() throws {
            host = try TestHost.shared.get()
            name = host.freshName()
            let definition = try host.install(ConnectionRuleTests.app(), as: name) { [seen] request in
                seen.append(request)
                let account = (request.header("x-key") ?? "").prefix { $0 != "-" }
                return account == "bad" ? .json("{}", status: 401) : .json(#"{"id": "\#(account)"}"#)
            }
            try #require(definition.status == .loaded, "\(definition.diagnostics)")
        }

        func create(_ spec: String = "key", key: String = "ada-1") async throws -> String {
            let parameters: Fields = ["site": "one", "key": .text(key)]
            return try await connections.create(app: name, connection: spec, name: nil, parameters: parameters).id
        }

        func run(_ id: String) async throws {
            _ = try await host.runtime.runModule(ComponentCall(app: name, component: "m", connection: id)) { _ in }
        }
    }

    @Test func aModuleTakesItsAlternativeConnectionAndNoOther() async throws {
        let stage = try Stage()
        for spec in ["key", "team"] {
            let id = try await stage.create(spec, key: "\(spec)-key")
            try await stage.run(id)
            #expect(stage.seen.all.last?.path == "/m")
            #expect(stage.seen.all.last?.header("x-key") == "\(spec)-key")
        }
        let other = try await stage.create("other")
        guard case .badCall(let message) = await callFailure({ try await stage.run(other) }) else {
            Issue.record("it ran with a connection of another spec")
            return
        }
        #expect(message.contains("/other"))
        let none = await callFailure {
            _ = try await stage.host.runtime.runModule(ComponentCall(app: stage.name, component: "m")) { _ in }
        }
        guard
            case .connectionNeeded(stage.name, "m", ["key", "team"]) = none
        else {
            Issue.record("\(String(describing: none))")
            return
        }
    }

    @Test func onlyEditableParametersChangeAndOnlyWhenTheyVerify() async throws {
        let stage = try Stage()
        let id = try await stage.create()
        guard
            case .invalidInput(let problems) = await callFailure({
                _ = try await stage.connections.update(id, name: "x", parameters: ["site": "two", "key": "ada-2"])
            })
        else {
            Issue.record("a fixed parameter was changed")
            return
        }
        #expect(problems.map(\.path) == ["site"])
        #expect(
            await callFailure {
                _ = try await stage.connections.update(id, name: "x", parameters: ["key": "bad-2"])
            } != nil
        )
        #expect(try await stage.connections.get(id).name != "x")
        try await stage.run(id)
        #expect(stage.seen.all.last?.header("x-key") == "ada-1")
        let changed = try await stage.connections.update(id, name: "y", parameters: ["key": "ada-2"])
        #expect(changed.name == "y")
        #expect(changed.id == id)
        try await stage.run(id)
        #expect(stage.seen.all.last?.header("x-key") == "ada-2")
    }

    @Test func whatTheServiceGaveIsNoParameterToChange() async throws {
        let stage = try Stage()
        let id = try await stage.create()
        guard
            case .invalidInput(let problems) = await callFailure({
                _ = try await stage.connections.update(id, name: nil, parameters: ["key": "ada-2", "given": "g2"])
            })
        else {
            Issue.record("what the service gave was changed")
            return
        }
        #expect(problems == [.init(path: "given", message: "is no parameter of this connection")])
        try await stage.run(id)
        #expect(stage.seen.all.last?.header("x-key") == "ada-1")
    }

    @Test func aNameNoFormKnowsIsNoParameterToChange() async throws {
        let stage = try Stage()
        let id = try await stage.create()
        let failure = await callFailure {
            _ = try await stage.connections.update(id, name: nil, parameters: ["key": "ada-2", "kay": "x"])
        }
        guard case .invalidInput(let problems) = failure else {
            Issue.record("a parameter no form knows was taken")
            return
        }
        #expect(problems == [.init(path: "kay", message: "is no parameter of this connection")])
        try await stage.run(id)
        #expect(stage.seen.all.last?.header("x-key") == "ada-1")
    }

    @Test func whatAnRPCAddsToAFormMayBeChanged() async throws {
        let stage = try Stage()
        var app = Self.app()
        app.connections["key"]?.parameters = #"[{"name": "key", "type": "password"}, "rpc://Fields"]"#
        try stage.host.install(app, as: stage.name) { _ in .json("{}") }
        let id = try await stage.create()
        let changed = try await stage.connections.update(id, name: nil, parameters: ["region": "eu"])
        #expect(changed.dataKeys.contains("region"))
    }

    @Test func reauthorizingKeepsTheIdAndTheOwner() async throws {
        let stage = try Stage()
        let id = try await stage.create()
        #expect(try await stage.connections.reauthorize(id).id == id)
        stage.host.server.answer(stage.name) { _ in .json(#"{"id": "grace"}"#) }
        guard case .badCall(let message) = await callFailure({ _ = try await stage.connections.reauthorize(id) }) else {
            Issue.record("the connection went to another account")
            return
        }
        #expect(message.contains("'grace'"))
        #expect(message.contains("'ada'"))
        #expect(try await stage.connections.get(id).uid == "ada")
    }

    @Test func changedParametersOfAnotherAccountAreRefused() async throws {
        let stage = try Stage()
        let id = try await stage.create()
        guard
            case .badCall(let message) = await callFailure({
                _ = try await stage.connections.update(id, name: "x", parameters: ["key": "grace-1"])
            })
        else {
            Issue.record("the connection went to another account")
            return
        }
        #expect(message.contains("'grace'"))
        let connection = try await stage.connections.get(id)
        #expect(connection.uid == "ada")
        #expect(connection.name != "x")
        try await stage.run(id)
        #expect(stage.seen.all.last?.header("x-key") == "ada-1")
    }

    @Test func severalConnectionsMayBelongToOneAccount() async throws {
        let stage = try Stage()
        let (one, other) = (try await stage.create(), try await stage.create())
        #expect(one != other)
        #expect(try await stage.connections.get(one).uid == stage.connections.get(other).uid)
    }
}
