import IML
import PatchbayTesting
import PatchbayTransport
import Testing

@testable import PatchbayHost

/// The last calls over HTTP, and calls whose client leaves; the host is the service they call.
struct ExecutionTests {
    /// A module that asks for as long as it is let.
    private static let patient = #"""
        {
            "url": "{{parameters.base}}/v1/health", "headers": {"Authorization": "Bearer canary-secret"},
            "qs": {"key": "hidden-key"}, "log": {"sanitize": ["request.qs.key", "response.body.version"]},
            "repeat": {"condition": "{{parameters.again}}", "delay": 50},
            "response": {"output": {"status": "{{body.status}}"}}
        }
        """#

    private func withHost(_ test: @escaping @Sendable (TestHost) async throws -> Void) async throws {
        let directory = try TemporaryDirectory()
        try SampleBundle.write("demo", into: directory)
        try directory.write(Self.patient, to: "apps/demo/count.iml.json")
        try await TestHost.run(in: directory, [.allowHost: ["127.0.0.1"]], test)
    }

    @Test func callsAreListedAndShownWithoutSecrets() async throws {
        try await withHost { host in
            let run = "/v1/apps/demo/modules/count/run"
            let answer = try await host.json("POST", run, #"{"parameters": {"base": "\#(host.url)"}}"#)
            #expect(answer.status == 200)
            _ = try await host.json("POST", run, #"{"parameters": {"base": "\#(host.url)/nowhere"}}"#)
            let list = try await host.json("GET", "/v1/executions").value["executions"].asArray ?? []
            try #require(list.count == 2)
            #expect(list[0]["status"] == "failed")
            #expect(list[0]["error"]["statusCode"] == 404)
            #expect(list[1]["id"] == answer.value["execution"]["id"])
            #expect(list[1]["status"] == "succeeded")
            #expect(list[1]["app"] == "demo")
            #expect(list[1]["component"] == "count")
            let detail = try await host.send("GET", "/v1/executions/\(list[1]["id"].text)")
            let text = String(decoding: detail.body, as: UTF8.self)
            #expect(!text.contains("canary-secret") && !text.contains("hidden-key"))
            let exchange = try Value(json: detail.body)["exchanges"].element(at: 1)
            #expect(exchange["request"]["url"] == .text("\(host.url)/v1/health"))
            #expect(exchange["request"]["qs"] == ["key": "‹secret›"])
            #expect(exchange["response"]["body"]["status"] == "ok")
            #expect(exchange["response"]["body"]["version"] == "‹secret›")
            #expect(try await host.json("GET", "/v1/executions?limit=1").value["executions"].asArray?.count == 1)
            #expect(try await host.json("GET", "/v1/executions?app=other").value["executions"] == [])
        }
    }

    @Test func aProblemNamesItsCallInTheLog() async throws {
        try await withHost { host in
            let run = "/v1/apps/demo/modules/count/run"
            let bodies = [
                #"{"parameters": {"base": "\#(host.url)/nowhere"}}"#, #"{"environment": {"timezone": "Mars/Base"}}"#,
                #"{"parameters": {"base": "http://127.0.0.1:1"}}"#, #"{"connection": "con_none"}"#,
            ]
            for body in bodies {
                let problem = try await host.json("POST", run, body)
                #expect(problem.status >= 400)
                let listed = try await host.json("GET", "/v1/executions?limit=1").value["executions"].element(at: 1)
                #expect(problem.value["executionId"] == listed["id"], "\(problem.value.jsonText())")
            }
            let lines = try await host.send("POST", run, bodies[0], headers: ["Accept": "application/x-ndjson"])
            let listed = try await host.json("GET", "/v1/executions?limit=1").value["executions"].element(at: 1)
            #expect(try Value(json: lines.body)["executionId"] == listed["id"])
            // What never became a call has no record.
            for (path, body) in [(run, "{"), (run, #"{"limit": 0}"#), ("/v1/apps/demo/modules/none/run", "{}")] {
                let problem = try await host.json("POST", path, body)
                #expect(problem.status >= 400)
                #expect(problem.value["executionId"].isUndefined)
            }
        }
    }

    @Test func aProblemNamesNoCallWhereNoneIsKept() async throws {
        let directory = try TemporaryDirectory()
        try SampleBundle.write("demo", into: directory)
        try await TestHost.run(in: directory, [.max: ["log=0"]]) { host in
            let problem = try await host.json("POST", "/v1/apps/demo/modules/greet/run", "{}")
            #expect(problem.status == 400)
            #expect(problem.value["executionId"].isUndefined)
        }
    }

    @Test func whatIsNotThereIsSaidSo() async throws {
        try await withHost { host in
            let missing = try await host.json("GET", "/v1/executions/exe_none")
            #expect(missing.status == 404)
            #expect(missing.value["detail"].text.hasPrefix("There is no call 'exe_none'"))
            #expect(try await host.json("GET", "/v1/executions?limit=none").status == 400)
            let paths = try await host.json("GET", "/openapi.json").value["paths"]
            #expect(!paths["/v1/executions"]["get"].isUndefined)
            #expect(!paths["/v1/executions/{id}"]["get"].isUndefined)
        }
    }

    @Test(arguments: ["application/json", "application/x-ndjson"])
    func aCallEndsWithItsClient(_ accept: String) async throws {
        try await withHost { host in
            let call = Task {
                try await host.send(
                    "POST",
                    "/v1/apps/demo/modules/count/run",
                    #"{"parameters": {"base": "\#(host.url)", "again": true}}"#,
                    headers: ["Accept": accept]
                )
            }
            // The call is under way once its own requests are counted among the host's.
            try await Task.sleep(for: .milliseconds(300))
            call.cancel()
            _ = await call.result
            let ended = try await host.eventually("GET", "/v1/executions") { _, value in
                value["executions"].asArray?.isEmpty == false
            }
            #expect(ended)
            let execution = try await host.json("GET", "/v1/executions").value["executions"].element(at: 1)
            #expect(execution["error"]["type"] == "ModuleTimeoutError")
            #expect((1...200).contains(execution["requests"].asInt ?? 0))
        }
    }
}
