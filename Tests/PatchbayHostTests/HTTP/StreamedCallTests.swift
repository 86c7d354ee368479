import Dispatch
import IML
import PatchbayTesting
import PatchbayTransport
import Testing

@testable import PatchbayHost

/// Calls whose bundles leave while they run; the host is the service they call.
struct StreamedCallTests {
    /// A search whose second page is not there.
    private static let walk = #"""
        {
            "url": "{{parameters.base}}/v1/health",
            "response": {"output": {"status": "{{body.status}}"}},
            "pagination": {"url": "{{parameters.base}}/v1/nothing", "condition": true}
        }
        """#

    private func withHost(_ test: @escaping @Sendable (TestHost) async throws -> Void) async throws {
        let directory = try TemporaryDirectory()
        try SampleBundle.write("demo", into: directory)
        try directory.write(Self.walk, to: "apps/demo/count.iml.json")
        try await TestHost.run(in: directory, [.allowHost: ["127.0.0.1"]], test)
    }

    @Test func anErrorAfterTheFirstBundleIsTheLastLine() async throws {
        try await withHost { host in
            let answer = try await host.send(
                "POST",
                "/v1/apps/demo/modules/count/run",
                #"{"parameters": {"base": "\#(host.url)"}}"#,
                headers: ["Accept": "application/x-ndjson"]
            )
            #expect(answer.statusCode == 200)
            let lines = try answer.body.split(separator: UInt8(ascii: "\n")).map { try Value(json: $0) }
            try #require(lines.count == 2)
            #expect(lines[0] == ["status": "ok"])
            #expect(lines[1].asFields?.keys == ["$error"])
            #expect(lines[1]["$error"]["status"] == 422)
            #expect(lines[1]["$error"]["error"]["statusCode"] == 404)
            let listed = try await host.json("GET", "/v1/executions").value["executions"].element(at: 1)
            #expect(lines[1]["$error"]["executionId"] == listed["id"])
        }
    }

    @Test func anErrorBeforeTheFirstBundleIsTheAnswer() async throws {
        try await withHost { host in
            let answer = try await host.send(
                "POST",
                "/v1/apps/demo/modules/count/run",
                #"{"parameters": {"base": "\#(host.url)/nowhere"}}"#,
                headers: ["Accept": "application/x-ndjson"]
            )
            #expect(answer.statusCode == 422)
            #expect(answer.headers["content-type"] == "application/problem+json")
        }
    }

    @Test func aClientThatStopsReadingLosesItsCall() async throws {
        let directory = try TemporaryDirectory()
        try SampleBundle.write("demo", into: directory)
        let text = String(repeating: "x", count: 40_000)
        try directory.write(
            #"{"response": {"iterate": "{{split(parameters.base; \",\")}}", "output": {"text": "\#(text)"}}}"#,
            to: "apps/demo/count.iml.json"
        )
        try await TestHost.run(in: directory, [.max: ["seconds=1"]]) { host in
            let base = Array(repeating: "1", count: 1_000).joined(separator: ",")
            let request = WebRequest(
                method: "POST",
                url: host.url + "/v1/apps/demo/modules/count/run",
                headers: [("Accept", "application/x-ndjson"), ("Content-Type", "application/json")],
                body: Array(#"{"parameters": {"base": "\#(base)"}}"#.utf8)
            )
            let isFreed = DispatchSemaphore(value: 0)
            let answer = Task {
                try await WebClient().stream(request) { _ in
                    isFreed.wait()
                    isFreed.signal()
                    return true
                }
            }
            let ended = try await host.eventually("GET", "/v1/executions") { _, value in
                value["executions"].asArray?.first?["error"]["type"] == "ModuleTimeoutError"
            }
            isFreed.signal()
            #expect(ended)
            // What it had been sent is there, and then the connection ends in the middle.
            await #expect(throws: HarnessError.self) { try await answer.value }
        }
    }

    @Test func theCommandPrintsTheBundlesAndFails() async throws {
        try await withHost { host in
            let outcome = try await Program.run(
                ["run", "demo", "count", "--ndjson", "--url", host.url, "-p", "base=\(host.url)"],
                in: host.directory
            )
            #expect(outcome.status == 1)
            #expect(outcome.output == "{\"status\":\"ok\"}\n")
            #expect(outcome.errors.hasPrefix("patchbay: RuntimeError: "))
        }
    }
}
