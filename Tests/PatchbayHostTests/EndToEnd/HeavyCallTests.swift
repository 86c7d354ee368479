import Foundation
import IML
import PatchbayTesting
import Testing

/// Calls that would work for minutes, in a host of its own: they end, and nobody waits for them.
@Suite struct HeavyCallTests {
    private static let heavy = "length(sort(split(parameters.text, ',')))"
    private static let input: Value = [
        "text": .text((0..<5_000).map { String($0 * 7_919 % 5_000) }.joined(separator: ","))
    ]
    /// Modules of the app `heavy`, each of which takes minutes.
    private static let modules = [
        "requests": "[" + Array(repeating: "{\"temp\": {\"x\": \"{{\(heavy)}}\"}}", count: 5_000).joined(separator: ",")
            + "]",
        "repetitions": "{\"temp\": {\"x\": \"{{\(heavy)}}\"}, \"repeat\": {\"condition\": true, \"limit\": 1000}}",
        "condition": "{\"response\": {\"iterate\": {\"container\": \"{{split(parameters.text, ',')}}\", "
            + "\"condition\": \"{{\(heavy) = item}}\"}, \"output\": \"{{item}}\"}}",
        "calls": "{\"response\": {\"output\": \"" + String(repeating: "{{\(heavy)}}{{echo(1)}}", count: 1_000) + "\"}}",
    ]

    /// A host with `heavy`, and `light`, whose module takes a little longer than a slice.
    private func withHost(_ limits: String, _ test: @Sendable (RunningHost, TemporaryDirectory) async throws -> Void)
        async throws
    {
        try await withFolder { folder in
            var components: [String] = []
            for (name, communication) in Self.modules {
                try folder.write(communication, to: "apps/heavy/\(name).iml.json")
                let type = name == "condition" ? "search" : "action"
                components.append(Self.component(name, type))
            }
            try folder.write("function echo(x) { return x; }", to: "apps/heavy/echo.js")
            try folder.write(
                Self.manifest(components, functions: #", "function": {"echo": {"codeFiles": {"code": "echo.js"}}}"#),
                to: "apps/heavy/makecomapp.json"
            )
            try folder.write("{\"response\": {\"output\": \"{{\(Self.heavy)}}\"}}", to: "apps/light/sort.iml.json")
            try folder.write(Self.manifest([Self.component("sort", "action")]), to: "apps/light/makecomapp.json")
            try await withRunningHost(in: folder, limits.split(separator: ",").flatMap { ["--max", String($0)] }) {
                try await test($0, folder)
            }
        }
    }

    private static func component(_ name: String, _ type: String) -> String {
        #""\#(name)": {"label": "\#(name)", "moduleType": "\#(type)", "#
            + #""codeFiles": {"communication": "\#(name).iml.json"}}"#
    }

    private static func manifest(_ components: [String], functions: String = "") -> String {
        #"{"fileVersion": 1, "generalCodeFiles": {}, "components": {"module": {"#
            + components.joined(separator: ", ") + "}\(functions)}}"
    }

    /// Health and a call of another app, and how long the slower took.
    private func othersAnswer(_ host: RunningHost) async throws -> Duration {
        let start = ContinuousClock.now
        #expect(try await host.call("GET", "/v1/health").status == 200)
        let health = start.duration(to: .now)
        let begun = ContinuousClock.now
        let answer = try await host.run("light", "sort", Self.input)
        #expect(answer.status == 200)
        #expect(try answer.json["bundles"] == [5_000])
        return max(health, begun.duration(to: .now))
    }

    @Test func theirTimeEndsThemAndOthersAreAnsweredMeanwhile() async throws {
        try await withHost("seconds=4,steps=1000000000000") { host, _ in
            let start = ContinuousClock.now
            try await withThrowingTaskGroup(of: (String, WebAnswer).self) { group in
                for name in Array(repeating: Array(Self.modules.keys), count: 4).joined() {
                    group.addTask { (name, try await host.run("heavy", name, Self.input)) }
                }
                while start.duration(to: .now) < .seconds(3) {
                    let slowest = try await othersAnswer(host)
                    #expect(slowest < .seconds(3))
                }
                for try await (name, answer) in group {
                    #expect(answer.status == 504, "\(name): \(answer.text)")
                    #expect(try answer.json["error"]["type"] == "ModuleTimeoutError")
                }
            }
            #expect(start.duration(to: .now) < .seconds(20))
        }
    }

    @Test func theirStepsEndThem() async throws {
        try await withHost("seconds=100,steps=1000000") { host, _ in
            for name in Self.modules.keys {
                let answer = try await host.run("heavy", name, Self.input)
                #expect(answer.status == 422, "\(name): \(answer.text)")
                #expect(try answer.json["error"]["message"].text.contains("--max steps") == true)
            }
        }
    }

    @Test(arguments: ["requests", "condition", "calls"])
    func aCallerThatLeavesEndsIts(_ name: String) async throws {
        try await withHost("seconds=100,steps=1000000000000") { host, _ in
            let impatient = WebRequest(
                method: "POST",
                url: host.url + "/v1/apps/heavy/modules/\(name)/run",
                headers: [("Content-Type", "application/json")],
                body: Value.collection(["parameters": Self.input]).json()
            )
            _ = try? await WebClient(patience: 1).send(impatient)
            var logged: Value = .undefined
            try await until("the call is in the log") {
                logged =
                    try await host.call("GET", "/v1/executions?app=heavy").json["executions"].asArray?.first
                    ?? .undefined
                return !logged.isMissing
            }
            #expect(logged["error"]["message"] == "The call was cancelled.", "\(logged)")
        }
    }

    @Test func aHostThatIsToldToStopDoesNotWaitForThem() async throws {
        try await withHost("seconds=100,steps=1000000000000") { host, _ in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for name in Self.modules.keys {
                    group.addTask {
                        let answer = try await host.run("heavy", name, Self.input)
                        #expect(answer.status == 504)
                        #expect(answer.text.contains("The host is shutting down"))
                    }
                }
                // They are under way when another call beside them has been answered.
                _ = try await othersAnswer(host)
                let told = ContinuousClock.now
                #expect(try await host.stop() == 0)
                #expect(told.duration(to: .now) < .seconds(10))
                try await group.waitForAll()
            }
        }
    }

    @Test func theCommandsHaveTheSameLimits() async throws {
        try await withHost("seconds=100") { _, folder in
            let text = Self.input["text"].text
            let run = try await Command.run(
                [
                    "run", "heavy", "requests", "-p", "text=\(text)", "--max", "seconds=1", "--max",
                    "steps=1000000000000",
                ],
                in: folder
            )
            #expect(run.status == 1)
            #expect(run.errors.contains("The call took longer than the 1 seconds this host allows (--max seconds=…)."))
            // Each part makes a text of 60 MiB.
            let part = "if(" + Array(repeating: "t", count: 60).joined(separator: " + ") + ", 1, 0)"
            let sum = Array(repeating: part, count: 60).joined(separator: " + ")
            let context = try folder.write(#"{"t": "\#(String(repeating: "t", count: 1 << 20))"}"#, to: "context.json")
            let eval = try await Command.run(["eval", "{{\(sum)}}", "--context", context], in: folder)
            #expect(eval.status == 1)
            #expect(eval.errors.contains("The evaluation takes more than 200000000 steps."))
        }
    }
}
