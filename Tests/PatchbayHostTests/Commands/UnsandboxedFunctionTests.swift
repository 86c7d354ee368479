#if os(Linux)
    import Foundation
    import IML
    import PatchbayTesting
    import PatchbayTransport
    import Testing

    /// A machine whose kernel has no filter of system calls: functions run there only for who says so.
    struct UnsandboxedFunctionTests {
        private let directory: TemporaryDirectory
        private static let flag = "--allow-unsandboxed-functions"
        private static let refusal =
            "custom functions do not run: this machine has no sandbox for them. "
            + "--allow-unsandboxed-functions (PATCHBAY_ALLOW_UNSANDBOXED_FUNCTIONS) runs them without one."

        init() throws {
            directory = try TemporaryDirectory()
            try directory.write(
                """
                {"fileVersion": 1, "generalCodeFiles": {}, "components": {
                    "module": {"shout": {
                        "label": "Shout", "moduleType": "action", "codeFiles": {"communication": "shout.iml.json"}
                    }},
                    "function": {"loud": {"codeFiles": {"code": "loud.js", "test": "loud.test.js"}}}
                }}
                """,
                to: "apps/demo/makecomapp.json"
            )
            try directory.write(
                #"{"response": {"output": {"text": "{{loud(parameters.text)}}"}}}"#,
                to: "apps/demo/shout.iml.json"
            )
            try directory.write("function loud(text) { return text.toUpperCase() + '!' }", to: "apps/demo/loud.js")
            try directory.write(
                "it('shouts', () => assert.strictEqual(loud('a'), 'A!'))",
                to: "apps/demo/loud.test.js"
            )
        }

        private func run(
            _ arguments: [String],
            _ environment: [String: String] = [:]
        ) async throws -> Program.Outcome {
            let process = try Program.startUnsandboxed(arguments, in: directory, environment)
            process.feed("")
            let output = try await process.remainingOutput()
            return Program.Outcome(
                status: try await process.ended(),
                output: output,
                errors: Program.errors(of: process)
            )
        }

        private static let call = ["run", "demo", "shout", "-p", "text=hey"]

        @Test func aCallSaysWhatItTakes() async throws {
            let outcome = try await run(Self.call)
            #expect(outcome.status == 1)
            #expect(outcome.output == "")
            #expect(outcome.errors.contains(Self.refusal))
        }

        @Test func theFlagTheEnvironmentAndTheFileEachLetThemRun() async throws {
            let variable = ["PATCHBAY_ALLOW_UNSANDBOXED_FUNCTIONS": "true"]
            for (arguments, environment) in [([Self.flag], [:]), ([], variable)] {
                let outcome = try await run(Self.call + arguments, environment)
                #expect(outcome.status == 0, "\(outcome.errors)")
                #expect(outcome.output.contains("HEY!"))
            }
            try directory.write(#"{"allowUnsandboxedFunctions": true}"#, to: "patchbay.json")
            #expect(try await run(Self.call).output.contains("HEY!"))
            #expect(try await run(Self.call, ["PATCHBAY_ALLOW_UNSANDBOXED_FUNCTIONS": "false"]).status == 1)
        }

        @Test func theTestsOfFunctionsFailWithTheReason() async throws {
            let outcome = try await run(["test", "apps"])
            #expect(outcome.status == 1)
            #expect(outcome.output.contains(Self.refusal))
            #expect(outcome.output.hasSuffix("0 passed, 1 failed\n"))
            let allowed = try await run(["test", "apps", Self.flag])
            #expect(allowed.status == 0)
            #expect(allowed.output.hasSuffix("1 passed, 0 failed\n"))
        }

        @Test func validationSaysThatFunctionsWereNotChecked() async throws {
            try directory.write("function loud(text) {", to: "apps/demo/loud.js")
            let outcome = try await run(["validate", "apps"])
            #expect(outcome.status == 0)
            #expect(outcome.errors.contains("the functions of 'demo' were not checked: "))
            #expect(outcome.errors.contains(Self.refusal))
            let allowed = try await run(["validate", "apps", Self.flag])
            #expect(allowed.status == 1)
            #expect(allowed.output.contains("loud.js:1:"))
            #expect(!allowed.errors.contains("not checked"))
        }

        @Test func aTemplateSaysWhatItTakes() async throws {
            let outcome = try await run(["eval", "{{loud('a')}}", "--app", "apps/demo"])
            #expect(outcome.status == 1)
            #expect(outcome.errors.contains(Self.refusal))
            #expect(try await run(["eval", "{{loud('a')}}", "--app", "apps/demo", Self.flag]).output == "\"A!\"\n")
        }

        @Test(arguments: [
            ([], "they do not run unless --allow-unsandboxed-functions is given"),
            ([flag], "they run without one, as --allow-unsandboxed-functions says"),
        ])
        func theHostSaysSoAtItsStart(arguments: [String], words: String) async throws {
            let process = try Program.startUnsandboxed(["serve", "--port", "0"] + arguments, in: directory)
            defer { process.signal(SIGKILL) }
            let line = try await process.line()
            let url = try #require(line.firstMatch(of: /on (http:\S+) ·/)).1
            #expect(Program.errors(of: process).contains("this machine has no sandbox for apps' functions; " + words))
            var configuration = TransportConfiguration()
            configuration.addressGuard.allowPrivate = true
            let answer = try await CurlTransport(configuration).send(
                TransportRequest(
                    method: "POST",
                    url: url + "/v1/apps/demo/modules/shout/run",
                    headers: ["Content-Type": "application/json"],
                    body: Array(#"{"parameters": {"text": "hey"}}"#.utf8)
                )
            )
            let text = String(decoding: answer.body, as: UTF8.self)
            #expect(text.contains(arguments.isEmpty ? "--allow-unsandboxed-functions" : "HEY!"))
            #expect((answer.statusCode == 200) == !arguments.isEmpty)
            process.signal(SIGTERM)
            #expect(try await process.ended() == 0)
        }

        @Test func aMachineWithASandboxSaysNothingOfIt() async throws {
            let process = try Program.start(["serve", "--port", "0"], in: directory)
            defer { process.signal(SIGKILL) }
            _ = try await process.line()
            #expect(!Program.errors(of: process).contains("sandbox"))
        }
    }
#endif
