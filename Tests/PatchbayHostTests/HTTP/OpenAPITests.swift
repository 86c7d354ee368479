import IML
import PatchbayTesting
import Testing

@testable import PatchbayHost

/// The document that says what the API takes and answers.
struct OpenAPITests {
    private func withHost(_ test: @escaping @Sendable (TestHost) async throws -> Void) async throws {
        let directory = try TemporaryDirectory()
        try SampleBundle.write("demo", into: directory)
        try await TestHost.run(in: directory, [:], test)
    }

    private func withDocument(_ test: @escaping @Sendable (Value) throws -> Void) async throws {
        try await withHost { host in try test(try await host.json("GET", "/openapi.json").value) }
    }

    private static func operations(_ document: Value) -> [Value] {
        (document["paths"].asFields?.values ?? []).flatMap { $0.asFields?.values ?? [] }
    }

    @Test func everyOperationHasAnIdOfItsOwn() async throws {
        try await withDocument { document in
            let ids = Self.operations(document).map { $0["operationId"].text }
            #expect(ids.count > 20)
            #expect(Set(ids).count == ids.count)
            #expect(!ids.contains(""))
        }
    }

    @Test func whatNeedsTheTokenSaysHowItIsRefused() async throws {
        try await withDocument { document in
            for operation in Self.operations(document) {
                let isOpen = operation["security"] == .array([])
                #expect(operation["responses"]["401"].isUndefined == isOpen)
                #expect(operation["responses"]["403"].isUndefined == isOpen)
            }
            let callback = document["paths"]["/oauth/cb/app"]["get"]
            #expect(callback["security"] == .array([]))
        }
    }

    @Test func everyReferenceLeadsToASchema() async throws {
        try await withDocument { document in
            let text = document.jsonText()
            let references = text.matches(of: /"\$ref":"#([^"]+)"/).map { String($0.1) }
            #expect(references.count > 20)
            for reference in Set(references) {
                let target = reference.split(separator: "/").reduce(document) { $0[String($1)] }
                #expect(!target.isUndefined, "\(reference)")
            }
        }
    }

    @Test func linesAreDescribedBesideJSON() async throws {
        try await withDocument { document in
            let run = document["paths"]["/v1/apps/{app}/modules/{module}/run"]["post"]
            let content = run["responses"]["200"]["content"].asFields?.keys
            #expect(content == ["application/json", "application/x-ndjson"])
        }
    }

    @Test func nullIsTakenForNothingWhereTheSchemaSaysSo() async throws {
        try await withHost { host in
            let body = #"{"connection": null, "limit": null, "environment": null, "parameters": null}"#
            let (status, _) = try await host.json("POST", "/v1/apps/demo/modules/greet/run", body)
            #expect(status == 200 || status == 400)
            let document = try await host.json("GET", "/openapi.json").value
            let schema = document["paths"]["/v1/apps/{app}/modules/{module}/run"]["post"]["requestBody"]["content"][
                "application/json"
            ]["schema"]
            let sent = try Value(json: Array(body.utf8))
            #expect(JSONSchemaCheck(document: document).problems(sent, schema).isEmpty)
        }
    }

    /// The check has to find what it is there for.
    @Test func aDifferenceIsFound() async throws {
        try await withDocument { document in
            func problems(_ status: Int, _ body: Value, _ path: String = "/v1/health", sent: String = "") -> [String] {
                APIConformance.problems(
                    of: APIConformance.Exchange(
                        method: path.hasSuffix("/run") ? "POST" : "GET",
                        target: path,
                        sent: Array(sent.utf8),
                        status: status,
                        mediaType: "application/json",
                        received: body.json()
                    ),
                    document
                )
            }
            let good: Value = ["status": "ok", "version": "1", "apps": 1, "uptime": 0.5]
            #expect(problems(200, good).isEmpty)
            let lesser: Value = ["status": "ok", "version": "1", "uptime": 0.5]
            #expect(problems(200, lesser) == ["$: apps is missing"])
            var other = good
            other["apps"] = "one"
            #expect(problems(200, other) == [#"$.apps: "one" is no ["integer"]"#])
            #expect(problems(202, good) == ["the document does not name the status"])
            #expect(problems(200, good, "/v1/elsewhere") == ["the document does not name it"])
            let run = "/v1/apps/a/modules/b/run"
            let bundles: Value = [
                "bundles": .array([]),
                "execution": ["id": "exe_1", "requests": 0, "durationMs": 1, "notes": .array([])],
            ]
            #expect(problems(200, bundles, run, sent: #"{"limit": 1}"#).isEmpty)
            #expect(problems(200, bundles, run, sent: #"{"limit": 0}"#) == ["$.limit: is too small"])
            #expect(problems(200, bundles, run, sent: #"{"limits": 1}"#) == ["$: limits may not be there"])
        }
    }
}
