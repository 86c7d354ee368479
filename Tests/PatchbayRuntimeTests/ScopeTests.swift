import IML
import PatchbayAuth
import PatchbayRuntime
import Testing

/// What templates of each context see, and what they must not.
struct ScopeTests {
    private static func app() -> TestApp {
        var app = TestApp(base: #"{"baseUrl": "URL"}"#, common: #"{"who": "app", "shared": "s"}"#)
        app.connections["key"] = TestApp.Connection(
            communication: """
                {"url": "URL/check", "headers": {"X-Seen": "{{common.secret}}|{{common.who}}|{{parameters.apiKey}}|{{data.apiKey}}|{{connection.apiKey}}"},
                 "response": {"data": {"extra": "{{body.extra}}", "redirect": "{{oauth.redirectUri}}",
                   "local": "{{oauth.localRedirectUri}}", "make": "{{oauth.makeRedirectUri}}", "scopes": "{{join(oauth.scope, ' ')}}"}}}
                """,
            parameters: #"[{"name": "apiKey", "type": "password", "required": true}]"#,
            common: #"{"who": "connection", "secret": "s3cret"}"#,
            defaultScope: #"["read", "write"]"#
        )
        return app
    }

    private static let module = """
        {"url": "/m", "response": {"output": {
            "parameter": "{{parameters.p}}", "key": "{{connection.apiKey}}", "extra": "{{connection.extra}}",
            "who": "{{common.who}}", "secret": "{{ifempty(common.secret, 'nothing')}}",
            "query": "{{ifempty(query.x, 'nothing')}}", "zone": "{{environment.timezone}}", "id": "{{length(executionId) > 4}}",
            "data": "{{data}}", "scenario": "{{scenario}}", "expect": "{{metadata.expect[1].name}}",
            "interface": "{{metadata.interface[1].name}}", "now": "{{now > parseDate('2020-01-01')}}"
        }}}
        """

    @Test func modulesSeeTheirContextAndNoSecretOfTheConnection() async throws {
        let host = try TestHost.shared.get()
        let name = host.freshName()
        var app = Self.app()
        app.modules["m"] = TestApp.Module(
            type: "action",
            communication: Self.module,
            connection: "key",
            parameters: #"[{"name": "p", "type": "text"}]"#,
            interface: #"[{"name": "out"}]"#
        )
        try host.install(app, as: name) { _ in .json(#"{"extra": "more"}"#) }
        let connection = try await host.runtime.connections.create(
            app: name,
            connection: "key",
            name: nil,
            parameters: ["apiKey": "k3y!"]
        )
        let bundles = CollectedBundles()
        _ = try await host.runtime.runModule(
            ComponentCall(
                app: name,
                component: "m",
                connection: connection.id,
                parameters: ["p": "in"],
                environment: ["timezone": "Europe/Prague"]
            )
        ) { bundles.append($0) }
        let expected: Value = [
            "parameter": "in", "key": "k3y!", "extra": "more", "who": "app", "secret": "nothing", "query": "nothing",
            "zone": "Europe/Prague", "id": true, "data": [:], "scenario": [:], "expect": "p", "interface": "out",
            "now": true,
        ]
        #expect(bundles.all == [expected])
    }

    @Test func connectionSpecsSeeTheirOwnCommonDataAndOneStore() async throws {
        let host = try TestHost.shared.get()
        let name = host.freshName()
        let seen = Seen()
        try host.install(Self.app(), as: name) { request in
            seen.append(request)
            return .json(#"{"extra": "more"}"#)
        }
        let connection = try await host.runtime.connections.create(
            app: name,
            connection: "key",
            name: "Mine",
            parameters: ["apiKey": "k3y!"]
        )
        #expect(seen.all.first?.header("x-seen") == "s3cret|connection|k3y!|k3y!|k3y!")
        #expect(connection.name == "Mine")
        #expect(connection.status == "valid")
        #expect(connection.dataKeys == ["apiKey", "extra", "redirect", "local", "make", "scopes"])
    }

    @Test func connectionSpecsGetAllRedirectVariablesAndScopes() async throws {
        let host = try TestHost.shared.get()
        let name = host.freshName()
        var app = Self.app()
        app.modules["m"] = TestApp.Module(
            communication: """
                {"response": {"output": ["{{connection.redirect}}", "{{connection.local}}", "{{connection.make}}", "{{connection.scopes}}"]}}
                """,
            connection: "key"
        )
        try host.install(app, as: name) { _ in .json("{}") }
        let connection = try await host.runtime.connections.create(
            app: name,
            connection: "key",
            name: nil,
            parameters: ["apiKey": "k3y!"]
        )
        let bundles = CollectedBundles()
        _ = try await host.runtime.runModule(ComponentCall(app: name, component: "m", connection: connection.id)) {
            bundles.append($0)
        }
        let callback: Value = "http://127.0.0.1:8700/oauth/cb/app"
        #expect(bundles.all == [callback, callback, callback, "read write"])
    }

    @Test func asksForTheScopesOfTheSpecTheUserAndTheModules() async throws {
        let host = try TestHost.shared.get()
        let name = host.freshName()
        var app = TestApp(base: #"{"baseUrl": "URL"}"#)
        app.connections["c"] = TestApp.Connection(
            communication: #"{"url": "URL/check", "qs": {"scope": "{{join(oauth.scope, ' ')}}"}}"#,
            defaultScope: #"["read"]"#
        )
        app.modules["m"] = TestApp.Module(
            communication: #"{"url": "/"}"#,
            connection: "c",
            scope: #"["files", "read"]"#
        )
        let seen = Seen()
        try host.install(app, as: name) { request in
            seen.append(request)
            return .json("{}")
        }
        let connections = host.runtime.connections
        let made = try await connections.create(
            app: name,
            connection: "c",
            name: nil,
            parameters: [:],
            scopes: ["mail"],
            modules: ["m"]
        )
        _ = try await connections.reauthorize(made.id)
        #expect(seen.all.map(\.query) == ["scope=read%20mail%20files", "scope=read%20mail%20files"])
        let wider = try await connections.reauthorize(made.id, scopes: ["mail", "dates"], modules: ["m"])
        #expect(wider.scopes == ["mail", "files", "read", "dates"])
        _ = try await connections.reauthorize(made.id)
        #expect(seen.all.dropFirst(2).map(\.query) == Array(repeating: "scope=read%20mail%20files%20dates", count: 2))
        await #expect(throws: CallFailure.self) {
            _ = try await connections.create(
                app: name,
                connection: "c",
                name: nil,
                parameters: [:],
                modules: ["none"]
            )
        }
        await #expect(throws: CallFailure.self) {
            _ = try await connections.reauthorize(made.id, modules: ["none"])
        }
        #expect(seen.all.count == 4)
    }

    /// A refused call, and what its error says of scopes.
    struct Refusal: Sendable {
        var status = 403
        /// What the service says it granted; `nil` for a spec that does not ask.
        var granted: String?
        var defaultScope: String?
        var needed: String?
        var hint = ""
    }

    @Test(arguments: [
        Refusal(
            granted: "read mail",
            needed: #"["read", "files"]"#,
            hint: " The connection was not granted the scope 'files', which 'm' needs: reauthorize it for that module."
        ),
        Refusal(
            status: 401,
            granted: "mail",
            needed: #"["read", "files"]"#,
            hint: " The connection was not granted the scopes 'read' and 'files', which 'm' needs: reauthorize it for "
                + "that module."
        ),
        Refusal(
            defaultScope: #"["read"]"#,
            needed: #"["read", "files"]"#,
            hint: " The connection was not granted the scope 'files', which 'm' needs: reauthorize it for that module."
        ),
        Refusal(status: 400, granted: "mail", needed: #"["files"]"#),
        Refusal(granted: "read files", needed: #"["files"]"#),
        Refusal(granted: "", defaultScope: #"["mail"]"#, needed: #"["files"]"#),
        Refusal(granted: "mail"),
        Refusal(needed: #"["files"]"#),
    ])
    func aRefusalSaysWhichScopeWasNotGranted(_ row: Refusal) async throws {
        let host = try TestHost.shared.get()
        let name = host.freshName()
        var app = TestApp(base: #"{"baseUrl": "URL"}"#)
        let scope = row.granted == nil ? "" : #", "response": {"scope": "{{split(body.scope, ' ')}}"}"#
        app.connections["c"] = TestApp.Connection(
            communication: #"{"url": "URL/check"\#(scope)}"#,
            defaultScope: row.defaultScope
        )
        app.modules["m"] = TestApp.Module(communication: #"{"url": "/m"}"#, connection: "c", scope: row.needed)
        try host.install(app, as: name) { request in
            request.path == "/m"
                ? Answer(status: row.status, reason: "No") : .json(#"{"scope": "\#(row.granted ?? "")"}"#)
        }
        let id = try await host.runtime.connections.create(app: name, connection: "c", name: nil, parameters: [:]).id
        let failure = await callFailure {
            _ = try await host.runtime.runModule(ComponentCall(app: name, component: "m", connection: id)) { _ in }
        }
        guard case .failed(let error) = failure else {
            Issue.record("\(String(describing: failure))")
            return
        }
        #expect(error.message == "[\(row.status)] No" + (row.hint.isEmpty ? "" : ".") + row.hint)
        #expect(host.runtime.executions.overviews(limit: 1).first?.error?.message == error.message)
    }

    @Test func theAppsCommonDataCountsWhereAConnectionHasNone() async throws {
        let host = try TestHost.shared.get()
        let name = host.freshName()
        var app = TestApp(common: #"{"who": "app"}"#)
        app.connections["c"] = TestApp.Connection(
            communication: #"{"url": "URL/check", "qs": {"who": "{{common.who}}"}}"#
        )
        let seen = Seen()
        try host.install(app, as: name) { request in
            seen.append(request)
            return .json("{}")
        }
        _ = try await host.runtime.connections.create(app: name, connection: "c", name: nil, parameters: [:])
        #expect(seen.all.first?.query == "who=app")
    }

    @Test func runsAnRPCWithItsParametersAndBase() async throws {
        let host = try TestHost.shared.get()
        let name = host.freshName()
        var app = TestApp(base: #"{"baseUrl": "URL", "headers": {"X-Base": "1"}}"#)
        app.rpcs["options"] = TestApp.RPC(
            communication: """
                {"url": "/options", "qs": {"q": "{{parameters.q}}"},
                 "response": {"iterate": "{{body}}", "output": {"label": "{{item}}", "value": "{{item}}"}}}
                """
        )
        let seen = Seen()
        try host.install(app, as: name) { request in
            seen.append(request)
            return .json(#"["a", "b"]"#)
        }
        let (result, execution) = try await host.runtime.runRPC(
            ComponentCall(app: name, component: "options", parameters: ["q": "x"])
        )
        #expect(result == [["label": "a", "value": "a"], ["label": "b", "value": "b"]])
        #expect(execution.requests == 1)
        #expect(seen.all.first?.target == "/options?q=x")
        #expect(seen.all.first?.header("x-base") == "1")
    }
}
