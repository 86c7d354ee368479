import IML
import PatchbayRuntime
import Testing

/// What a caller gives, and what becomes of it before anything is sent.
struct InputTests {
    private static let echo = #"{"url": "/", "method": "POST", "body": "{{parameters}}"}"#

    static let conversions: [(name: String, expect: String, input: Fields, body: String)] = [
        ("a default fills in", #"[{"name": "a", "type": "text", "default": "d"}]"#, [:], #"{"a":"d"}"#),
        (
            "a default is taken whatever the bundle's own rules say",
            #"[{"name": "a", "type": "number", "default": 0, "validate": {"min": 1}}]"#, [:], #"{"a":0}"#
        ),
        ("a number from text", #"[{"name": "a", "type": "number"}]"#, ["a": "1.5"], #"{"a":1.5}"#),
        ("an integer from text", #"[{"name": "a", "type": "integer"}]"#, ["a": "-3"], #"{"a":-3}"#),
        ("a boolean from text", #"[{"name": "a", "type": "boolean"}]"#, ["a": "true"], #"{"a":true}"#),
        (
            "a date from text", #"[{"name": "a", "type": "date"}]"#, ["a": "2024-01-31"],
            #"{"a":"2024-01-31T00:00:00.000Z"}"#
        ),
        ("unknown inputs pass", "[]", ["x": ["y": 1]], #"{"x":{"y":1}}"#),
        (
            "a collection's members",
            #"[{"name": "a", "type": "collection", "spec": [{"name": "n", "type": "uinteger"}]}]"#,
            ["a": ["n": "4"]], #"{"a":{"n":4}}"#
        ),
        (
            "an array's elements", #"[{"name": "a", "type": "array", "spec": {"type": "number"}}]"#, ["a": ["1", "2"]],
            #"{"a":[1,2]}"#
        ),
        (
            "what an option brings along",
            #"[{"name": "a", "type": "select", "options": [{"value": "x", "label": "X", "nested": [{"name": "b", "type": "text", "default": "n"}]}]}]"#,
            ["a": "x"], #"{"a":"x","b":"n"}"#
        ),
    ]

    @Test(arguments: conversions)
    func convertsInput(_ row: (name: String, expect: String, input: Fields, body: String)) async throws {
        let probe = try await Probe.run(Self.echo, expect: row.expect, parameters: row.input)
        #expect(probe.failure == nil)
        #expect(try probe.request.text == row.body)
    }

    @Test(arguments: [
        ("2024-07-01 12:00", "2024-07-01T10:00:00.000Z"), ("2024-01-01T12:00:00", "2024-01-01T11:00:00.000Z"),
        ("2024-07-01T12:00:00Z", "2024-07-01T12:00:00.000Z"), ("2024-07-01T12:00:00-02:00", "2024-07-01T14:00:00.000Z"),
    ])
    func aDateWithoutAZoneIsOfTheCallsTimeZone(given: String, sent: String) async throws {
        let probe = try await Probe.run(
            Self.echo,
            expect: #"[{"name": "d", "type": "date"}]"#,
            parameters: ["d": .text(given)],
            environment: ["timezone": "Europe/Prague"]
        )
        #expect(try probe.request.text == #"{"d":"\#(sent)"}"#)
    }

    @Test func reportsEveryProblemAtOnceAndSendsNothing() async throws {
        let probe = try await Probe.run(
            Self.echo,
            expect: """
                [{"name": "a", "type": "text", "required": true}, {"name": "n", "type": "integer"},
                 {"name": "c", "type": "collection", "spec": [{"name": "u", "type": "uinteger", "required": true}]},
                 {"name": "s", "type": "select", "options": [{"value": "x"}, {"value": "y"}]}]
                """,
            parameters: ["n": "many", "c": [:], "s": "z"]
        )
        guard case .invalidInput(let problems) = probe.failure else {
            Issue.record("\(String(describing: probe.failure))")
            return
        }
        #expect(problems.map(\.path) == ["a", "n", "c.u", "s"])
        #expect(problems.allSatisfy { !$0.message.isEmpty })
        #expect(probe.requests.isEmpty)
    }

    @Test(arguments: [0, -1])
    func refusesALimitBelowOne(_ limit: Int) async throws {
        let probe = try await Probe.run(Self.echo, limit: limit)
        guard case .badCall(let message) = probe.failure else {
            Issue.record("\(String(describing: probe.failure))")
            return
        }
        #expect(message == "The limit of bundles has to be at least 1, not \(limit).")
    }

    @Test(arguments: [("Mars/Base", "'Mars/Base'"), ("", "''"), (7, "7"), ([:], "a collection")] as [(Value, String)])
    func refusesATimeZoneThatIsNone(_ zone: Value, _ named: String) async throws {
        let probe = try await Probe.run(Self.echo, environment: ["timezone": zone])
        guard case .badCall(let message) = probe.failure else {
            Issue.record("\(String(describing: probe.failure))")
            return
        }
        #expect(
            message == "environment.timezone has to be a time zone such as Europe/Prague, UTC or +02:00, not \(named)."
        )
        #expect(probe.requests.isEmpty)
    }

    @Test(arguments: [[:], ["timezone": .null], ["timezone": "America/New_York"], ["timezone": "UTC+2"]] as [Fields])
    func takesEveryTimeZoneThereIsAndNone(_ environment: Fields) async throws {
        let probe = try await Probe.run(Self.echo, environment: environment)
        #expect(probe.failure == nil)
    }

    @Test func namesWhatIsNotThere() async throws {
        let host = try TestHost.shared.get()
        let name = host.freshName()
        var app = TestApp()
        app.modules["listItems"] = TestApp.Module(communication: "{}")
        try host.install(app, as: name) { _ in .json("{}") }
        #expect(await failure(host, app: "nowhere-at-all", "x") == "There is no app 'nowhere-at-all'.")
        #expect(
            await failure(host, app: name, "listItem")
                == "The app '\(name)' has no module 'listItem'. Did you mean 'listItems'?"
        )
        let bundles = try await host.runtime.runModule(ComponentCall(app: name, component: "LISTITEMS")) { _ in }
        #expect(bundles.bundles == 0)
    }

    private func failure(_ host: TestHost, app: String, _ module: String) async -> String? {
        do {
            _ = try await host.runtime.runModule(ComponentCall(app: app, component: module)) { _ in }
            return nil
        } catch CallFailure.unknown(_, _, let message) {
            return message
        } catch {
            return "\(error)"
        }
    }
}
