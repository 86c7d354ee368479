import IML
import PatchbayTesting
import PatchbayTransport
import Testing

@testable import PatchbayHost

/// The API over real HTTP, on apps that send nothing.
struct APITests {
    private func withHost(
        _ given: [SettingKey: [String]] = [:],
        _ test: @escaping @Sendable (TestHost) async throws -> Void
    ) async throws {
        let directory = try TemporaryDirectory()
        try SampleBundle.write("demo", into: directory)
        try await TestHost.run(in: directory, given, test)
    }

    @Test func healthSaysHowManyAppsThereAre() async throws {
        try await withHost { host in
            let (status, health) = try await host.json("GET", "/v1/health")
            #expect(status == 200)
            #expect(health["status"] == "ok")
            #expect(health["apps"] == 1)
            #expect(health["version"] == .text(PatchbayVersion.current))
        }
    }

    @Test func appsAreListedWithTheirPartsAndProblems() async throws {
        try await withHost { host in
            let app = try await host.json("GET", "/v1/apps").value["apps"].element(at: 1)
            #expect(app["name"] == "demo")
            #expect(app["status"] == "loaded")
            #expect(app["diagnostics"] == [])
            #expect(app["modules"].asArray?.map { $0["name"] } == ["greet", "count"])
            #expect(try await host.json("GET", "/v1/apps/demo").value == app)
            let missing = try await host.json("GET", "/v1/apps/other")
            #expect(missing.status == 404)
            #expect(missing.value["type"] == "urn:problem-type:patchbay:unknown-app")
        }
    }

    @Test func aModuleShowsItsParametersAndTheirSchema() async throws {
        try await withHost { host in
            let (status, module) = try await host.json("GET", "/v1/apps/demo/modules/greet")
            #expect(status == 200)
            #expect(module["type"] == "action")
            #expect(module["parameters"].element(at: 1)["name"] == "name")
            #expect(module["inputSchema"]["required"] == ["name"])
            #expect(try await host.json("GET", "/v1/apps/demo/modules/nope").status == 404)
            #expect(try await host.json("GET", "/v1/apps/demo/connections/nope").status == 404)
        }
    }

    @Test func aCallGivesItsBundles() async throws {
        try await withHost { host in
            let path = "/v1/apps/demo/modules/greet/run"
            let (status, answer) = try await host.json("POST", path, #"{"parameters": {"name": "Ada"}}"#)
            #expect(status == 200)
            #expect(answer["bundles"] == [["text": "hello Ada"]])
            #expect(answer["execution"]["id"].asText?.hasPrefix("exe_") == true)
            #expect(answer["execution"]["requests"] == 0)
        }
    }

    @Test func aCallWithLinesGivesABundleALine() async throws {
        try await withHost { host in
            let items = (0..<5_000).map(String.init).joined(separator: ",")
            let answer = try await host.send(
                "POST",
                "/v1/apps/demo/modules/count/run",
                #"{"parameters": {"items": "\#(items)"}}"#,
                headers: ["Accept": "application/x-ndjson"]
            )
            #expect(answer.headers["content-type"] == "application/x-ndjson")
            let lines = answer.body.split(separator: UInt8(ascii: "\n"))
            #expect(lines.count == 5_000)
            #expect(try Value(json: lines[4_999]) == ["item": "4999"])
        }
    }

    @Test func callsThatMakeNoSenseAreRefusedWithTheReason() async throws {
        try await withHost { host in
            let run = "/v1/apps/demo/modules/greet/run"
            #expect(try await host.json("POST", run, "{\"parameters\": ").status == 400)
            #expect(try await host.json("POST", run, #"{"parameter": {}}"#).status == 400)
            let missing = try await host.json("POST", run, "{}")
            #expect(missing.status == 400)
            #expect(missing.value["errors"].element(at: 1)["path"] == "name")
            #expect(try await host.json("POST", "/v1/apps/demo/modules/nope/run", "{}").status == 404)
            #expect(try await host.json("POST", "/v1/apps/demo/rpcs/nope/run", "{}").status == 404)
            #expect(try await host.json("GET", run).status == 405)
            #expect(try await host.json("GET", "/v1/nothing").status == 404)
            #expect(try await host.json("GET", "/v1/connections/con_none").status == 404)
            #expect(try await host.json("POST", "/v1/connections/con_none/verifier", "{}").status == 400)
        }
    }

    @Test func credentialsThatAreRefusedWithoutAConnectionAreNoConnections() async throws {
        let directory = try TemporaryDirectory()
        try SampleBundle.write("demo", into: directory)
        try directory.write(
            #"{"response": {"valid": {"condition": false, "type": "InvalidAccessTokenError", "message": "No."}}}"#,
            to: "apps/demo/count.iml.json"
        )
        try await TestHost.run(in: directory) { host in
            let problem = try await host.json("POST", "/v1/apps/demo/modules/count/run", "{}")
            #expect(problem.status == 409)
            #expect(problem.value["title"] == "The service does not take the call's credentials")
            #expect(problem.value["error"]["type"] == "InvalidAccessTokenError")
        }
    }

    @Test func aProblemIsProblemJSON() async throws {
        try await withHost { host in
            let answer = try await host.send("GET", "/v1/apps/nope")
            #expect(answer.headers["content-type"] == "application/problem+json")
            let problem = try Value(json: answer.body)
            for member in ["type", "title", "status", "detail"] { #expect(!problem[member].isMissing) }
        }
    }

    @Test func aBodyThatIsTooLargeIsRefused() async throws {
        try await withHost { host in
            let body =
                #"{"parameters": {"name": ""# + String(repeating: "x", count: ServerLimits().requestBytes) + "\"}}"
            let answer = try await host.client(body, to: "/v1/apps/demo/modules/greet/run")
            #expect(answer.statusCode == 413)
            #expect(try await host.json("GET", "/v1/health").status == 200)
        }
    }

    @Test func foreignHostsAndPagesAreKeptOut() async throws {
        try await withHost { host in
            let rebound = try await host.send("GET", "/v1/apps", headers: ["Host": "evil.example"])
            #expect(rebound.statusCode == 403)
            let page = try await host.send("POST", "/v1/reload", headers: ["Origin": "https://evil.example"])
            #expect(page.statusCode == 403)
            #expect(try await host.send("POST", "/v1/reload", headers: ["Origin": host.url]).statusCode == 200)
        }
    }

    @Test func theTokenIsWantedWhereThereIsOne() async throws {
        try await withHost([.apiToken: ["0123456789abcdef"]]) { host in
            let refused = try await host.send("GET", "/v1/apps")
            #expect(refused.statusCode == 401)
            #expect(refused.headers["www-authenticate"] == "Bearer realm=\"patchbay\"")
            let headers: HeaderFields = ["Authorization": "Bearer 0123456789abcdef"]
            #expect(try await host.send("GET", "/v1/apps", headers: headers).statusCode == 200)
            #expect(try await host.send("GET", "/oauth/cb/app?state=x").statusCode == 400)
        }
    }

    @Test func aCallbackThatBelongsToNothingIsSaidSo() async throws {
        try await withHost { host in
            for path in ["/oauth/cb/app", "/oauth/cb/app-oauth1"] {
                let answer = try await host.send("GET", path + "?state=%3Cscript%3E&oauth_token=x")
                #expect(answer.statusCode == 400)
                let page = String(decoding: answer.body, as: UTF8.self)
                #expect(page.contains("Not connected"))
                #expect(!page.contains("<script>"))
            }
        }
    }

    @Test func theDocumentNamesWhatThereIsAndNothingElse() async throws {
        try await withHost { host in
            let document = try await host.json("GET", "/openapi.json").value
            #expect(document["openapi"] == "3.1.0")
            let paths = try #require(document["paths"].asFields)
            #expect(paths.keys.contains("/v1/apps/{app}/modules/{module}/run"))
            #expect(paths.keys.contains("/v1/connections/{id}/verifier"))
            for later in ["/v1/triggers", "/hooks/{id}", "/mcp", "/"] { #expect(!paths.keys.contains(later)) }
            for later in ["/v1/triggers", "/hooks/x"] {
                #expect(try await host.json("GET", later).status == 404)
            }
        }
    }

    @Test func countersCountCalls() async throws {
        try await withHost { host in
            _ = try await host.json("POST", "/v1/apps/demo/modules/greet/run", #"{"parameters": {"name": "x"}}"#)
            let text = String(decoding: try await host.send("GET", "/metrics").body, as: UTF8.self)
            #expect(text.contains("patchbay_calls_total{app=\"demo\",component=\"greet\",outcome=\"ok\"} 1\n"))
        }
    }
}

extension TestHost {
    /// Sends a large body.
    fileprivate func client(_ body: String, to path: String) async throws -> TransportResponse {
        try await send(
            "POST",
            path,
            body,
            limits: TransportLimits(requestBytes: 1 << 26)
        )
    }
}
