import IML
import PatchbayAuth
import PatchbayBundle
import PatchbayRuntime
import PatchbayStore
import Testing

/// What whoever runs the host fills in: it becomes the connection spec's common data, and nobody sees it.
struct InstallationTests {
    private static let spec = """
        [{"name": "clientId", "type": "text", "required": true}, {"name": "clientSecret", "type": "password",
          "required": true}, {"name": "days", "type": "uinteger", "default": 7}]
        """

    private static func app(
        spec: String? = spec,
        directives: String? = nil,
        common: String? = nil
    ) -> TestApp {
        var app = TestApp(base: #"{"baseUrl": "URL", "headers": {"X-Seen": "{{common.clientSecret}}"}}"#)
        app.connections["key"] = TestApp.Connection(
            communication: """
                {"url": "URL/me", "headers": {"X-Id": "{{common.clientId}}", "X-Secret": "{{common.clientSecret}}",
                 "X-Days": "{{common.days}}"}, "response": {"error": "{{body.m}}"}}
                """,
            common: common,
            installSpec: spec,
            installDirectives: directives
        )
        app.modules["m"] = TestApp.Module(type: "action", communication: #"{"url": "/m"}"#, connection: "key")
        return app
    }

    private struct Stage {
        let host: TestHost
        let name: String
        let seen = Seen()
        var connections: ConnectionService { host.runtime.connections }

        init(_ app: TestApp, given: (String) -> GivenInstallations = { _ in GivenInstallations() }) throws {
            name = "installed"
            host = try TestHost(installations: given(name))
            let definition = try host.install(app, as: name) { [seen] request in
                seen.append(request)
                return .json("{}")
            }
            try #require(definition.status == .loaded, "\(definition.diagnostics)")
        }

        func create() async throws -> ConnectionSummary {
            try await connections.create(app: name, connection: "key", name: nil, parameters: [:])
        }

        func install(_ parameters: Fields?) async throws -> InstallationSummary {
            try await connections.install(app: name, connection: "key", parameters: parameters)
        }

        /// The headers of the last request: id, secret, days.
        var sent: [String?] {
            let last = seen.all.last
            return ["x-id", "x-secret", "x-days"].map { last?.header($0) }
        }
    }

    @Test func whatIsFilledInIsTheSpecsCommonDataAndNoModules() async throws {
        let stage = try Stage(Self.app())
        let summary = try await stage.install(["clientId": "id-1", "clientSecret": "installed-secret"])
        #expect(summary.keys.map(\.name) == ["clientId", "clientSecret"])
        #expect(summary.missing.isEmpty)
        let id = try await stage.create().id
        #expect(stage.sent == ["id-1", "installed-secret", "7"])
        _ = try await stage.host.runtime.runModule(
            ComponentCall(app: stage.name, component: "m", connection: id)
        ) { _ in }
        #expect(stage.seen.all.last?.path == "/m")
        #expect(stage.seen.all.last?.header("x-seen")?.isEmpty != false)
    }

    @Test func withoutItAConnectionSaysWhatIsMissingAndWhere() async throws {
        let stage = try Stage(Self.app())
        guard case .badCall(let message) = await callFailure({ _ = try await stage.create() }) else {
            Issue.record("a connection was made")
            return
        }
        #expect(message.contains("clientId"))
        #expect(message.contains("PUT /v1/apps/installed/connections/key/installation"))
        #expect(stage.seen.all.isEmpty)
        let summary = try await stage.connections.installation(app: stage.name, connection: "key")
        #expect(summary.missing == ["clientId", "clientSecret"])
    }

    @Test func itIsCheckedAgainstItsForm() async throws {
        let stage = try Stage(Self.app())
        let failure = await callFailure { _ = try await stage.install(["clientSecret": "s", "days": "many"]) }
        guard case .invalidInput(let problems) = failure else {
            Issue.record("\(String(describing: failure))")
            return
        }
        #expect(Set(problems.map(\.path)) == ["clientId", "days"])
        guard case .badCall(let text) = await callFailure({ _ = try await stage.install(["clientSecre": "s"]) }) else {
            Issue.record("a name that is none was taken")
            return
        }
        #expect(text.contains("no installation parameter 'clientSecre'. Did you mean 'clientSecret'?"))
        #expect(try await stage.connections.installation(app: stage.name, connection: "key").keys.isEmpty)
    }

    @Test func directivesMakeTheCommonDataOfIt() async throws {
        let directives = """
            {"clientId": "{{upper(parameters.clientId)}}", "clientSecret": "{{parameters.clientSecret}}-{{common.suffix}}",
             "days": "{{parameters.days * 2}}"}
            """
        let stage = try Stage(Self.app(directives: directives, common: #"{"suffix": "x", "days": 1}"#))
        _ = try await stage.install(["clientId": "id", "clientSecret": "secret"])
        _ = try await stage.create()
        // The bundle's own 1 stands in for the default.
        #expect(stage.sent == ["ID", "secret-x", "2"])
    }

    @Test func theBundlesCommonDataCountsUntilSomethingIsFilledIn() async throws {
        let stage = try Stage(Self.app(common: #"{"clientId": "bundle", "clientSecret": "bundle-secret"}"#))
        _ = try await stage.create()
        #expect(stage.sent == ["bundle", "bundle-secret", "7"])
        _ = try await stage.install(["clientId": "filled"])
        _ = try await stage.create()
        #expect(stage.sent == ["filled", "bundle-secret", "7"])
        _ = try await stage.install(nil)
        _ = try await stage.create()
        #expect(stage.sent == ["bundle", "bundle-secret", "7"])
    }

    @Test func aSpecThatAsksForNothingCanBeFilledInToo() async throws {
        let stage = try Stage(Self.app(spec: nil, common: #"{"clientId": "bundle"}"#))
        _ = try await stage.install(["clientSecret": "filled-secret"])
        _ = try await stage.create()
        #expect(stage.sent[0...1] == ["bundle", "filled-secret"])
    }

    @Test func theEnvironmentWinsOverTheAPIAndThatOverTheFile() async throws {
        let stage = try Stage(Self.app()) { name in
            var given = GivenInstallations()
            let place = InstallationPlace(app: name, connection: "key")
            given.set(["clientId": "file", "clientSecret": "file-secret", "days": 3], of: place, from: .file)
            given.set(["clientId": "environment"], of: place, from: .environment)
            return given
        }
        let summary = try await stage.install(["clientId": "api", "clientSecret": "api-secret"])
        let origins = Dictionary(uniqueKeysWithValues: summary.keys.map { ($0.name, $0.origin) })
        #expect(origins == ["clientId": .environment, "clientSecret": .api, "days": .file])
        _ = try await stage.create()
        #expect(stage.sent == ["environment", "api-secret", "3"])
    }

    @Test func aValueTheEnvironmentOverridesIsCheckedAllTheSame() async throws {
        let stage = try Stage(Self.app()) { name in
            var given = GivenInstallations()
            let place = InstallationPlace(app: name, connection: "key")
            given.set(["clientId": "environment", "days": 3], of: place, from: .environment)
            return given
        }
        let failure = await callFailure { _ = try await stage.install(["clientSecret": "s", "days": "many"]) }
        guard case .invalidInput(let problems) = failure else {
            Issue.record("\(String(describing: failure))")
            return
        }
        #expect(problems.map(\.path) == ["days"])
        // What the environment gives need not be given again.
        let summary = try await stage.install(["clientSecret": "s", "days": 5])
        #expect(summary.missing.isEmpty)
        _ = try await stage.create()
        #expect(stage.sent == ["environment", "s", "3"])
    }

    @Test func anEchoOfItIsNotShown() async throws {
        let stage = try Stage(Self.app())
        _ = try await stage.install(["clientId": "id-12345", "clientSecret": "installed-secret"])
        stage.host.server.answer(stage.name) { request in
            .json(#"{"m": "no \#(request.header("x-id") ?? "") \#(request.header("x-secret") ?? "")"}"#, status: 401)
        }
        guard case .failed(let error) = await callFailure({ _ = try await stage.create() }) else {
            Issue.record("a connection was made")
            return
        }
        #expect(error.message == "no ‹secret› ‹secret›")
    }

    @Test func aReloadWithAnotherFormCountsAtOnce() async throws {
        let stage = try Stage(Self.app())
        _ = try await stage.install(["clientId": "id", "clientSecret": "secret"])
        let changed = Self.app(directives: #"{"clientId": "new {{parameters.clientId}}", "clientSecret": "fixed"}"#)
        let seen = stage.seen
        try stage.host.install(changed, as: stage.name) { request in
            seen.append(request)
            return .json("{}")
        }
        _ = try await stage.create()
        #expect(stage.sent[0...1] == ["new id", "fixed"])
    }
}
