import IML
import PatchbayTesting
import PatchbayTransport
import Testing

@testable import PatchbayHost

/// Integers that JavaScript cannot hold, on their way through an app's own function.
struct RoundedNumberTests {
    private static let note =
        "The function 'pass' was given numbers that JavaScript rounds, such as integers beyond 2^53 "
        + "(9007199254740992). Those it gave back as it got them are exact again; give it texts where it has to see "
        + "every digit."

    private func withHost(_ test: @escaping @Sendable (TestHost) async throws -> Void) async throws {
        let directory = try TemporaryDirectory()
        try directory.write(
            """
            {"fileVersion": 1, "generalCodeFiles": {}, "components": {
                "module": {"keep": {
                    "label": "Keep", "moduleType": "action", "codeFiles": {"communication": "keep.iml.json"}
                }},
                "function": {"pass": {"codeFiles": {"code": "pass.js"}}}
            }}
            """,
            to: "apps/demo/makecomapp.json"
        )
        try directory.write(
            #"{"response": {"output": {"out": "{{pass(parameters.given)}}"}}}"#,
            to: "apps/demo/keep.iml.json"
        )
        try directory.write(
            "function pass(v) { return { v, kind: typeof v.id, big: typeof v.id === 'number' ? BigInt(v.id) : 0 } }",
            to: "apps/demo/pass.js"
        )
        try await TestHost.run(in: directory, [:], test)
    }

    private static func run(_ host: TestHost, _ given: String) async throws -> Value {
        try await host.json("POST", "/v1/apps/demo/modules/keep/run", #"{"parameters": {"given": \#(given)}}"#).value
    }

    @Test func whatComesBackIsExactAndTheCallSaysWhy() async throws {
        try await withHost { host in
            let given = #"{"id": 1234567890123456789, "list": [9007199254740993, 98765432109876543210, 7]}"#
            let answer = try await Self.run(host, given)
            let out = answer["bundles"].element(at: 1)["out"]
            #expect(out["v"] == (try Value(json: Array(given.utf8))))
            #expect(out["kind"] == "number")
            #expect(out["big"].text == "1234567890123456789")
            #expect(answer["execution"]["notes"] == [.text(Self.note)])
            let listed = try await host.json("GET", "/v1/executions").value["executions"].element(at: 1)
            #expect(listed["notes"] == [.text(Self.note)])
            let detail = try await host.json("GET", "/v1/executions/\(listed["id"].text)").value
            #expect(detail["notes"] == [.text(Self.note)])
        }
    }

    @Test func numbersThatFitAndTextsSayNothing() async throws {
        try await withHost { host in
            let answer = try await Self.run(host, #"{"id": 9007199254740992, "text": "9007199254740993"}"#)
            #expect(answer["bundles"].element(at: 1)["out"]["v"]["id"].text == "9007199254740992")
            #expect(answer["execution"]["notes"] == [])
        }
    }

    @Test func twoThatAreOneDoubleStayRoundedAndTheCallSaysWhy() async throws {
        try await withHost { host in
            let answer = try await Self.run(host, #"{"id": 1234567890123456789, "other": 1234567890123456790}"#)
            let back = answer["bundles"].element(at: 1)["out"]["v"]
            #expect(back["id"] == back["other"])
            #expect(answer["execution"]["notes"] == [.text(Self.note)])
        }
    }

    @Test func theCommandPrintsTheNote() async throws {
        try await withHost { host in
            for flags in [["--url", host.url], ["--data", "own"]] {
                let outcome = try await Program.run(
                    ["run", "demo", "keep", "--input", "-"] + flags,
                    in: host.directory,
                    input: #"{"given": {"id": 9007199254740993}}"#
                )
                #expect(outcome.status == 0)
                #expect(outcome.output.contains("9007199254740993"))
                #expect(outcome.errors == "note: \(Self.note)\n")
            }
        }
    }
}
