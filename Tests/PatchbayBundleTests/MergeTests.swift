import IML
import Testing

@testable import PatchbayBundle

@Suite("Merging")
struct MergeTests {
    private func request(_ communication: String, base: String) throws -> RequestDefinition {
        try #require(try requests(communication, base: base).first)
    }

    private func requests(_ communication: String, base: String) throws -> [RequestDefinition] {
        let app = try moduleBundle(communication, base: base).read()
        #expect(app.diagnostics.isEmpty)
        return app.modules["list"]?.communication?.requests ?? []
    }

    @Test func baseFillsWhatTheModuleDoesNotSay() throws {
        let request = try request(
            #"{"url": "/items", "method": "POST"}"#,
            base: #"{"baseUrl": "https://a.example", "method": "GET", "timeout": 1000, "gzip": false}"#
        )
        #expect(try request.baseURL?.value() == "https://a.example")
        #expect(try request.method?.value() == "POST")
        #expect(try request.timeout?.value() == 1000)
        #expect(request.url?.place == SourcePlace(file: "list.iml.json", line: 1, column: 9))
        #expect(request.timeout?.place.file == "base.iml.json")
    }

    @Test func objectsMergeDeeplyAndHeaderNamesWithoutCase() throws {
        let request = try request(
            """
            {"url": "https://a.example", "headers": {"AUTHORIZATION": "mine", "x-one": "{{parameters.one}}"},
             "qs": {"b": 2}, "temp": {"n": {"y": 2}}, "oauth": {"token": "t"}, "aws": {"key": "k"}, "body": {"b": 1}}
            """,
            base: """
                {"headers": {"authorization": "base", "X-Two": "2"}, "qs": {"a": 1, "b": 1}, "temp": {"n": {"x": 1, "y": 1}},
                 "oauth": {"token": "base", "consumer_key": "c"}, "aws": {"key": "base", "secret": "s"}, "body": {"a": 1}}
                """
        )
        #expect(
            try request.headers?.value(["parameters": ["one": "1"]])
                == ["X-Two": "2", "AUTHORIZATION": "mine", "x-one": "1"]
        )
        #expect(try request.query?.value() == ["a": 1, "b": 2])
        #expect(try request.temp?.value() == ["n": ["x": 1, "y": 2]])
        #expect(try request.signing["oauth"]?.value() == ["consumer_key": "c", "token": "t"])
        #expect(try request.signing["aws"]?.value() == ["secret": "s", "key": "k"])
        #expect(try request.body?.value() == ["b": 1])
    }

    @Test func responsesMergeAndTheirErrorsDeeply() throws {
        let response = try request(
            """
            {"url": "https://a.example", "response": {"output": {"id": "{{body.id}}"}, "temp": {"b": 2},
             "error": {"429": {"message": "Slow down"}, "message": "Mine"}}}
            """,
            base: """
                {"response": {"valid": "{{body.ok}}", "output": {"base": 1}, "temp": {"a": 1},
                 "error": {"message": "Base", "type": "DataError", "429": {"type": "RateLimitError"}}}}
                """
        ).response
        #expect(try response.valid?.value(["body": ["ok": true]]) == true)
        #expect(try response.output?.value(["body": ["id": 7]]) == ["id": 7])
        #expect(try response.temp?.value() == ["a": 1, "b": 2])
        #expect(try response.error?.message?.value() == "Mine")
        #expect(try response.error?.type?.value() == "DataError")
        #expect(try response.error?.byStatus[429]?.message?.value() == "Slow down")
        #expect(try response.error?.byStatus[429]?.type?.value() == "RateLimitError")
    }

    @Test func anErrorThatIsATextIsItsMessage() throws {
        let response = try request(
            #"{"url": "https://a.example", "response": {"error": "Mine"}}"#,
            base: #"{"response": {"error": {"message": "Base", "type": "DataError"}}}"#
        ).response
        #expect(try response.error?.message?.value() == "Mine")
        #expect(try response.error?.type?.value() == "DataError")
    }

    @Test func sanitizeListsAreConcatenated() throws {
        let request = try request(
            #"{"url": "https://a.example", "log": {"sanitize": ["response.body.token"]}}"#,
            base: #"{"log": {"sanitize": ["request.headers.authorization"]}}"#
        )
        #expect(request.sanitize == ["request.headers.authorization", "response.body.token"])
    }

    @Test func nullTakesWhatTheBaseSaysAway() throws {
        let request = try request(
            #"{"url": "https://a.example", "pagination": null, "headers": null}"#,
            base: #"{"pagination": {"url": "{{body.next}}"}, "headers": {"a": "b"}}"#
        )
        #expect(request.pagination == nil)
        #expect(request.headers == nil)
    }

    @Test func ofABaseThatIsAnArrayTheLastOneRepeats() throws {
        let base = #"[{"baseUrl": "https://one.example"}, {"baseUrl": "https://two.example"}]"#
        let requests = try requests(#"[{"url": "/1"}, {"url": "/2"}, {"url": "/3"}]"#, base: base)
        #expect(
            try requests.map { try $0.baseURL?.value() } == [
                "https://one.example", "https://two.example", "https://two.example",
            ]
        )
        #expect(try self.request(#"{"url": "/1"}"#, base: base).baseURL?.value() == "https://one.example")
    }

    @Test func aBaseMergesIntoEveryRequestOfAnArray() throws {
        let requests = try requests(
            #"[{"url": "/1", "headers": {"a": "1"}}, {"url": "/2"}]"#,
            base: #"{"baseUrl": "https://a.example", "headers": {"b": "2"}}"#
        )
        #expect(try requests.map { try $0.headers?.value() } == [["b": "2", "a": "1"], ["b": "2"]])
    }

    @Test func spreadKeysOfTheModuleMayReplaceTheBases() throws {
        let request = try request(
            """
            {"url": "https://a.example", "headers": {"{{...}}": "{{parameters.one}}", "{{ ... }}": "{{parameters.none}}",
             "{{parameters.name}}": "named", "last": "module"}}
            """,
            base: #"{"headers": {"a": "base", "last": "base", "{{...}}": "{{parameters.base}}"}}"#
        )
        let parameters: Value = ["one": ["a": "spread", "last": "spread"], "name": "x-name", "base": ["c": "3"]]
        #expect(
            try request.headers?.value(["parameters": parameters])
                == ["a": "spread", "c": "3", "last": "module", "x-name": "named"]
        )
    }

    @Test func rootObjectsGoUnderEveryDirectivePropertyByProperty() throws {
        let bundle = try TemporaryBundle(
            "sample",
            [
                "makecomapp.json": manifest(
                    #""connection": {"c": {"codeFiles": {"communication": "c.json", "common": "common.json"}}}"#
                ),
                "common.json": #"{"key": "k"}"#,
                "c.json": """
                {
                  "oauth": {"consumer_key": "{{ifempty(parameters.consumerKey, common.key)}}", "consumer_secret": "s"},
                  "requestToken": {"url": "https://a.example/r"},
                  "authorize": {"url": "https://a.example/a", "oauth": {"token": "{{temp.token}}"},
                    "response": {"temp": {"verifier": "{{query.oauth_verifier}}"}}},
                  "info": [{"url": "https://a.example/i", "oauth": {"consumer_secret": "{{parameters.none}}"}}]
                }
                """,
            ]
        )
        let app = bundle.read()
        #expect(app.diagnostics.isEmpty)
        let connection = try #require(app.connections["c"])
        #expect(connection.handler == "oauth1")
        #expect(connection.keys == ["oauth", "requestToken", "authorize", "info"])
        let scope: [String: Value] = ["common": ["key": "k"], "temp": ["token": "t"]]
        func oauth(_ directive: String) throws -> Value? {
            try connection.directives[directive]?.requests.first?.signing["oauth"]?.value(scope)
        }
        #expect(try oauth("requestToken") == ["consumer_key": "k", "consumer_secret": "s"])
        #expect(try oauth("authorize") == ["consumer_key": "k", "consumer_secret": "s", "token": "t"])
        // A property that evaluates to nothing still wins.
        #expect(try oauth("info") == ["consumer_key": "k"])
        #expect(try connection.rootObjects["oauth"]?.value(scope) == ["consumer_key": "k", "consumer_secret": "s"])
        #expect(connection.common == ["key": "k"])
    }

    @Test func baseNeverCountsForConnectionsAndWebhooks() throws {
        let app = try TemporaryBundle(
            "sample",
            [
                "makecomapp.json": manifest(
                    base: true,
                    #""connection": {"c": {"codeFiles": {"communication": "r.json"}}}, "#
                        + #""rpc": {"r": {"codeFiles": {"communication": "r.json"}}}, "#
                        + #""webhook": {"w": {"codeFiles": {"attach": "r.json"}}}"#
                ),
                "base.iml.json": #"{"headers": {"authorization": "secret"}}"#,
                "r.json": #"{"url": "https://a.example"}"#,
            ]
        ).read()
        #expect(app.diagnostics.isEmpty)
        #expect(app.connections["c"]?.communication?.requests.first?.headers == nil)
        #expect(app.webhooks["w"]?.attach?.requests.first?.headers == nil)
        #expect(try app.rpcs["r"]?.communication?.requests.first?.headers?.value() == ["authorization": "secret"])
    }

    @Test func theEpochGoesOverTheModulesOwnRequest() throws {
        let app = try TemporaryBundle(
            "sample",
            [
                "makecomapp.json": manifest(
                    base: true,
                    #""module": {"t": {"moduleType": "trigger", "codeFiles": {"communication": "t.json", "#
                        + #""epoch": "e.json"}}}"#
                ),
                "base.iml.json": #"{"baseUrl": "https://a.example"}"#,
                "t.json": """
                {"url": "/items", "qs": {"a": 1}, "response": {"iterate": "{{body.items}}", "limit": 2,
                 "trigger": {"type": "date", "id": "{{item.id}}", "date": "{{item.at}}", "order": "desc"}}}
                """,
                "e.json": #"{"response": {"limit": 500, "output": {"label": "{{item.name}}", "date": "{{item.at}}"}}}"#,
            ]
        ).read()
        #expect(app.diagnostics.isEmpty)
        let epoch = try #require(app.modules["t"]?.epoch?.requests.first)
        #expect(try epoch.url?.value() == "/items")
        #expect(try epoch.baseURL?.value() == "https://a.example")
        #expect(try epoch.response.limit?.value() == 500)
        #expect(epoch.response.iterate != nil)
        #expect(try epoch.response.output?.value(["item": ["name": "n", "at": 1]]) == ["label": "n", "date": 1])
        let request = try #require(app.modules["t"]?.communication?.requests.first)
        #expect(try request.response.trigger?.order?.value() == "desc")
        #expect(request.response.output == nil)
    }
}
