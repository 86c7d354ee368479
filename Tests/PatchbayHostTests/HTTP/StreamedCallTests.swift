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

    /// A list of pages without an end, of which a limit lets a call read some.
    private static let endless = #"""
        {
            "url": "{{parameters.base}}/v1/health", "qs": {"page": "{{pagination.page}}"},
            "response": {"output": {"page": "{{pagination.page}}"}}, "pagination": {"condition": true}
        }
        """#

    private func withEndlessList(
        _ limit: String,
        _ test: @escaping @Sendable (TestHost) async throws -> Void
    ) async throws {
        let directory = try TemporaryDirectory()
        try SampleBundle.write("demo", into: directory)
        try directory.write(Self.endless, to: "apps/demo/count.iml.json")
        try await TestHost.run(in: directory, [.allowHost: ["127.0.0.1"], .max: [limit]], test)
    }

    private static func lines(_ host: TestHost) async throws -> WebAnswer {
        try await WebClient().send(
            WebRequest(
                method: "POST",
                url: host.url + "/v1/apps/demo/modules/count/run",
                headers: [
                    ("Accept", "application/x-ndjson"), ("Content-Type", "application/json"), ("TE", "trailers"),
                ],
                body: Array(#"{"parameters": {"base": "\#(host.url)"}}"#.utf8)
            )
        )
    }

    @Test(arguments: ["pages", "requests"])
    func aListThatALimitCutsOffSaysSo(_ limit: String) async throws {
        try await withEndlessList("\(limit)=3") { host in
            let answer = try await Self.lines(host)
            let lines = answer.text.split(separator: "\n")
            #expect(lines == [#"{"page":1}"#, #"{"page":2}"#, #"{"page":3}"#, #"{"$truncated":"\#(limit)"}"#])
            #expect(answer.trailers.map(\.name) == ["Patchbay-Status", "Patchbay-Execution", "Patchbay-Truncated"])
            #expect(answer.trailers.map(\.value)[0] == "200")
            #expect(answer.trailers.map(\.value)[2] == limit)
            #expect(answer.header("trailer")?.contains("Patchbay-Truncated") == true)
            let json = try await host.json(
                "POST",
                "/v1/apps/demo/modules/count/run",
                #"{"parameters": {"base": "\#(host.url)"}}"#
            )
            #expect(json.value["execution"]["truncatedBy"] == .text(limit))
            let listed = try await host.json("GET", "/v1/executions").value["executions"].element(at: 2)
            #expect(listed["truncatedBy"] == .text(limit))
        }
    }

    @Test(arguments: ["pages", "requests"], [[], ["--ndjson"]])
    func theCommandSaysThatAListIsCutOff(_ limit: String, _ flags: [String]) async throws {
        try await withEndlessList("\(limit)=2") { host in
            let call = ["run", "demo", "count", "-p", "base=\(host.url)"] + flags
            let ways = [
                call + ["--url", host.url],
                call + ["--allow-host", "127.0.0.1", "--max", "\(limit)=2", "--data", "own"],
            ]
            for arguments in ways {
                let outcome = try await Program.run(arguments, in: host.directory)
                #expect(outcome.status == 0, "\(outcome.errors)")
                let last = outcome.errors.split(separator: "\n").last ?? ""
                #expect(
                    last == "truncated: the service has more than this host's limit of \(limit) lets a call read "
                        + "(--max \(limit)=…, or patchbay.\(limit) in the app's common data)"
                )
                let pages = outcome.output.filter(\.isNumber)
                #expect(pages == "12", "\(outcome.output)")
            }
        }
    }

    @Test func aWholeListEndsWithItsLastBundle() async throws {
        try await withHost { host in
            let answer = try await WebClient().send(
                WebRequest(
                    method: "POST",
                    url: host.url + "/v1/apps/demo/modules/greet/run",
                    headers: [("Accept", "application/x-ndjson"), ("Content-Type", "application/json")],
                    body: Array(#"{"parameters": {"name": "Ada"}}"#.utf8)
                )
            )
            #expect(answer.text == #"{"text":"hello Ada"}"# + "\n")
            #expect(answer.trailers.map(\.name) == ["Patchbay-Status", "Patchbay-Execution"])
        }
    }

    /// What a service calls its members is not for the host to read.
    @Test(arguments: ["$error", "$truncated"])
    func aBundleThatLooksLikeALastLineIsABundle(_ key: String) async throws {
        try await withHost { host in
            try host.directory.write(
                #"{"response": {"output": {"\#(key)": "{{parameters.base}}"}}}"#,
                to: "apps/demo/count.iml.json"
            )
            _ = try await host.send("POST", "/v1/reload")
            let bundle = #"{ "\#(key)":"pages"}"# + "\n"
            for flags in [["--url", host.url], ["--data", "own"]] {
                let outcome = try await Program.run(
                    ["run", "demo", "count", "-p", "base=pages", "--ndjson"] + flags,
                    in: host.directory
                )
                #expect(outcome.status == 0)
                #expect(outcome.output == bundle)
                #expect(outcome.errors == "")
            }
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
