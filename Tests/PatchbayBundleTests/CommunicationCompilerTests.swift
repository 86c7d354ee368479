import IML
import Testing

@testable import PatchbayBundle

@Suite("Compiling communications")
struct CommunicationCompilerTests {
    private func request(_ communication: String, unknown: [String] = []) throws -> RequestDefinition {
        let app = try moduleBundle(communication).read()
        #expect(app.diagnostics.map(\.code) == unknown.map { _ in "unknown-key" })
        #expect(
            zip(app.diagnostics, unknown).allSatisfy { $0.message.hasPrefix("'\($1)' means nothing in `response`;") }
        )
        return try #require(app.modules["list"]?.communication?.requests.first)
    }

    private func response(_ response: String) throws -> ResponseDefinition {
        try request("{\"url\": \"https://a.example\", \"response\": \(response)}").response
    }

    @Test func responseTypesGoFromExactToAny() throws {
        let rules = try response(#"{"type": {"*": "json", "400-499": "text", "404": "binary", "5xx": "xml"}}"#).type
        #expect(rules.map(\.statuses) == [404...404, 400...499, 500...599, 0...999])
        #expect(try rules.map { try $0.type.value() } == ["binary", "text", "xml", "json"])
        #expect(try response(#"{"type": "urlencoded"}"#).type.map(\.statuses) == [0...999])
    }

    @Test(arguments: [
        #""{{body.ok}}""#, #""body.ok""#, #"{"condition": "{{body.ok}}", "message": "No", "type": "DataError"}"#,
    ])
    func takesEveryFormOfValid(form: String) throws {
        let response = try response("{\"valid\": \(form)}")
        #expect(try response.valid?.value(["body": ["ok": 7]]) == 7)
        #expect(try response.validMessage?.value() == (form.hasPrefix("{") ? "No" : nil))
        #expect(try response.validType?.value() == (form.hasPrefix("{") ? "DataError" : nil))
    }

    @Test func takesEveryFormOfError() throws {
        let text = try #require(try response(#"{"error": "[{{statusCode}}]"}"#).error)
        #expect(try text.message?.value(["statusCode": 400]) == "[400]")
        let long = try response(
            #"{"error": {"type": "DataError", "404": "Gone", "500-503": {"type": "ConnectionError"}}}"#
        )
        #expect(long.error?.message == nil)
        #expect(try long.error?.byStatus[404]?.message?.value() == "Gone")
        #expect(try long.error?.byStatus[502]?.type?.value() == "ConnectionError")
        #expect(long.error?.byStatus[504] == nil)
    }

    @Test(arguments: [#""{{body.items}}""#, #""body.items""#, #"{"container": "body.items", "condition": "item.ok"}"#])
    func takesEveryFormOfIterate(form: String) throws {
        let iterate = try #require(try response("{\"iterate\": \(form), \"output\": \"{{item.id}}\"}").iterate)
        #expect(try iterate.container.value(["body": ["items": [1, 2]]]) == [1, 2])
        #expect(try iterate.condition?.value(["item": ["ok": true]]) == (form.hasPrefix("{") ? true : nil))
    }

    @Test func takesEveryFormOfConditionAndRepeat() throws {
        let plain = try request(#"{"url": "https://a.example", "condition": "{{parameters.go}}"}"#)
        #expect(try plain.condition?.value(["parameters": ["go": 1]]) == 1)
        let long = try request(
            """
            {"url": "https://a.example", "condition": {"condition": false, "default": {"x": "{{parameters.x}}"}},
             "repeat": {"condition": "{{body.status = 'busy'}}", "delay": 500, "limit": 3}}
            """
        )
        #expect(try long.condition?.value() == false)
        #expect(try long.conditionDefault?.value(["parameters": ["x": 1]]) == ["x": 1])
        #expect(try long.repetition?.condition.value(["body": ["status": "busy"]]) == true)
        #expect(try long.repetition?.delay?.value() == 500)
        #expect(try long.repetition?.limit?.value() == 3)
        let short = try request(#"{"url": "https://a.example", "while": "{{body.more}}"}"#)
        #expect(try short.repetition?.condition.value(["body": ["more": true]]) == true)
    }

    @Test func compilesPagination() throws {
        let pagination = try #require(
            try request(
                """
                {"url": "https://a.example", "response": {"iterate": "{{body}}"}, "pagination": {"mergeWithParent": false,
                 "url": "{{body.next}}", "method": "POST", "headers": {"a": "1"}, "qs": {"page": "{{pagination.page}}",
                 "after": "{{iterate.container.last.id}}"}, "body": "{{item.id}}", "condition": "{{body.more}}"}}
                """
            ).pagination
        )
        #expect(try pagination.mergesWithParent?.value() == false)
        #expect(try pagination.url?.value(["body": ["next": "n"]]) == "n")
        #expect(try pagination.query?.value(["pagination": ["page": 2]]) == ["page": 2])
        #expect(pagination.query?.key == "pagination.qs")
        #expect(pagination.condition != nil)
    }

    @Test func compilesTheRestOfARequest() throws {
        let request = try request(
            """
            {"url": "https://a.example", "encodeUrl": false, "type": "urlencoded", "ca": "PEM", "gzip": true,
             "followRedirects": false, "followAllRedirects": false, "qs": {}, "response": {"output": null, "wrapper": [],
             "limit": "{{parameters.limit}}", "uid": 1, "metadata": {"type": "text"}, "expires": 2, "scope": [], "data": {}}}
            """,
            unknown: ["uid", "metadata", "expires", "scope", "data"]
        )
        #expect(try request.encodesURL?.value() == false)
        #expect(try request.bodyType?.value() == "urlencoded")
        #expect(try request.query?.value() == [:])
        #expect(try request.followsRedirects?.value() == false)
        #expect(try request.response.output?.value() == .null)
        #expect(try request.response.wrapper?.value() == [])
        #expect(request.response.output?.key == "response.output")
    }

    @Test func withoutAURLItIsStatic() throws {
        let request = try request(#"{"response": {"output": {"a": "{{parameters.a}}"}}}"#)
        #expect(request.url == nil)
        #expect(try request.response.output?.value(["parameters": ["a": 1]]) == ["a": 1])
    }

    @Test func aValueWithoutTemplatesIsAConstant() throws {
        let body = try #require(try request(#"{"url": "https://a.example", "body": {"a": [1, {"b": "c"}]}}"#).body)
        guard case .constant(let value) = body.tree else {
            Issue.record("not a constant: \(body.tree)")
            return
        }
        #expect(value == ["a": [1, ["b": "c"]]])
    }

    @Test func anInstantTriggerNeedsNoRequest() throws {
        let app = try TemporaryBundle(
            "sample",
            [
                "makecomapp.json": manifest(
                    #""module": {"t": {"moduleType": "instant_trigger", "webhook": "W", "codeFiles": {"communication": "e.json"}}}, "#
                        + #""webhook": {"w": {"codeFiles": {"communication": "w.json"}}}"#
                ),
                "e.json": "// nothing yet",
                "w.json": """
                {"verification": {"condition": "{{body.challenge}}", "respond": {"body": "{{body.challenge}}"}},
                 "condition": "body.event", "iterate": {"container": "body.items", "condition": "item.ok"},
                 "output": "{{item.id}}", "respond": {"status": 202}, "uid": "{{headers.account}}"}
                """,
            ]
        ).read()
        #expect(app.diagnostics.isEmpty)
        #expect(app.modules["t"]?.communication == nil)
        #expect(app.modules["t"]?.webhook == "w")
        let incoming = try #require(app.webhooks["w"]?.incoming)
        #expect(Set(incoming.keys) == ["verification", "condition", "iterate", "output", "respond", "uid"])
        #expect(try incoming["condition"]?.value(["body": ["event": "x"]]) == "x")
        #expect(try incoming["respond"]?.value() == ["status": 202])
        #expect(
            try incoming["iterate"]?.value(["body": ["items": [1]], "item": ["ok": true]]) == [
                "container": [1], "condition": true,
            ]
        )
    }
}
