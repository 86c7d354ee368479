import IML
import Testing

@testable import PatchbayBundle

@Suite("Validation")
struct ValidationTests {
    private func problems(
        _ communication: String,
        base: String? = nil,
        common: String? = nil,
        hasConnection: Bool = false
    ) throws -> [String] {
        try moduleBundle(communication, base: base, common: common, hasConnection: hasConnection).problems()
    }

    @Test func aTemplateErrorStandsAtItsExactPlace() throws {
        let bundle = try moduleBundle("{\n  \"url\": \"https://a.example/\\u00e9/{{upper(parameters.x}}\"\n}")
        let app = bundle.read()
        #expect(app.diagnostics.map(\.code) == ["template-syntax"])
        #expect(app.diagnostics.first?.line == 2)
        #expect(app.diagnostics.first?.column == 43)
        #expect(app.modules["list"]?.failures == app.diagnostics)
        #expect(app.status == .partial)
    }

    @Test func aTemplateErrorInALaterLineOfATextIsFound() throws {
        let app = try moduleBundle("{\"url\": \"https://a.example\", \"body\": \"a\n b {{nope(1)}}\"}").read()
        #expect(app.diagnostics.map(\.code) == ["unknown-function"])
        #expect(app.diagnostics.first?.line == 2)
        #expect(app.diagnostics.first?.column == 6)
    }

    @Test func aBrokenComponentFailsAlone() throws {
        let app = try TemporaryBundle(
            "sample",
            [
                "makecomapp.json": manifest(
                    #""module": {"good": {"moduleType": "action", "codeFiles": {"communication": "good.json"}}, "#
                        + #""bad": {"moduleType": "action", "codeFiles": {"communication": "bad.json"}}}"#
                ),
                "good.json": #"{"url": "https://a.example"}"#,
                "bad.json": #"{"url": "{{"}"#,
            ]
        ).read()
        #expect(app.status == .partial)
        #expect(app.modules["good"]?.failures.isEmpty == true)
        #expect(app.modules["bad"]?.failures.count == 1)
    }

    @Test func aBaseThatIsNotReadableFailsTheBundle() throws {
        let app = try moduleBundle(#"{"url": "/"}"#, base: "{\"a\": ").read()
        #expect(app.status == .failed)
        #expect(app.modules.isEmpty)
        #expect(
            app.diagnostics.map(\.description)
                == ["base.iml.json:1:7: error: Expected a value, found the end of the file [syntax]"]
        )
    }

    @Test func aTemplateErrorOfTheBaseFailsTheModulesThatUseIt() throws {
        let app = try TemporaryBundle(
            "sample",
            [
                "makecomapp.json": manifest(
                    base: true,
                    #""module": {"a": {"moduleType": "action", "codeFiles": {"communication": "a.json"}}, "#
                        + #""b": {"moduleType": "action", "codeFiles": {"communication": "b.json"}}}"#
                ),
                "base.iml.json": #"{"headers": {"x": "{{nope()}}"}}"#,
                "a.json": #"{"url": "https://a.example"}"#,
                "b.json": #"{"url": "https://a.example", "headers": {"X": "own"}}"#,
            ]
        ).read()
        #expect(app.diagnostics.map(\.file) == ["base.iml.json"])
        #expect(app.modules["a"]?.failures.map(\.code) == ["unknown-function"])
        #expect(app.modules["b"]?.failures.isEmpty == true)
    }

    @Test func knowsTheAppsOwnFunctions() throws {
        let bundle = try TemporaryBundle(
            "sample",
            [
                "makecomapp.json": manifest(
                    #""module": {"m": {"moduleType": "action", "codeFiles": {"communication": "m.json"}}}, "#
                        + #""function": {"twice": {"codeFiles": {"code": "f.js"}}, "gone": {"codeFiles": {"code": "gone.js"}}}"#
                ),
                "m.json": #"{"url": "https://a.example/{{twice(1)}}{{gone(1)}}"}"#,
                "f.js": "function twice(a) { return a + a }",
            ]
        )
        let app = bundle.read()
        #expect(app.diagnostics.map(\.code) == ["missing-file"])
        #expect(app.modules["m"]?.failures.isEmpty == true)
        #expect(app.functions["gone"]?.failures.count == 1)
    }

    @Test(arguments: [
        (
            #"{"url": "https://a/{{item.id}}"}"#, 22,
            "`item` is not known here: it is the element `iterate` goes through, for `output`, `iterate.condition` and `pagination`"
        ),
        (
            #"{"url": "https://a/{{body.id}}"}"#, 22,
            "`body` is not known here: it is the body of the answer, for `response` and `pagination`; a later request reads it from `temp`"
        ),
        (#"{"url": "https://a/{{paramters.id}}"}"#, 22, "There is no variable `paramters`; did you mean 'parameters'?"),
        (
            #"{"url": "https://a", "response": {"output": "{{item.id}}"}}"#, 48,
            "`item` is not known here: it is the element `iterate` goes through, for `output`, `iterate.condition` and `pagination`"
        ),
        (
            #"{"url": "https://a", "response": {"output": "{{query.code}}"}}"#, 48,
            "`query` is not known here: it is the query of a call that comes in, for webhooks and for the answer of an authorization's redirect"
        ),
        (
            #"{"url": "https://a", "headers": {"a": "{{oauth.scope}}"}}"#, 42,
            "`oauth` is not known here: only connection specs see it"
        ),
    ])
    func warnsOfVariablesThatAreNotKnownThere(communication: String, column: Int, message: String) throws {
        #expect(try problems(communication) == ["list.iml.json:1:\(column): warning: \(message) [unknown-variable]"])
    }

    @Test func everyVariableOfTheContextIsKnown() throws {
        #expect(
            try problems(
                """
                {"url": "https://a/{{parameters.a}}{{connection.b}}{{data.c}}{{common.d}}{{temp.e}}{{environment.timezone}}",
                 "qs": {"t": "{{timestamp}}", "n": "{{now}}", "m": "{{metadata.expect}}", "s": "{{scenario.id}}",
                  "x": "{{executionId}}", "p": "{{pagination.page}}", "u": "{{uuid}}"},
                 "response": {"iterate": "{{body.items}}", "output": "{{item}}{{iterate.container.first}}{{headers.a}}",
                  "wrapper": "{{output}}{{statusCode}}", "error": "{{body.message}}"}}
                """,
                common: #"{"d": 1}"#,
                hasConnection: true
            ) == []
        )
    }

    @Test(arguments: [("search", 1), ("action", 1), ("instant_trigger", 0)])
    func onlyWhatAWebhookFeedsSeesIt(type: String, warnings: Int) throws {
        let app = try TemporaryBundle(
            "sample",
            [
                "makecomapp.json": manifest(
                    #""module": {"m": {"moduleType": "\#(type)", "codeFiles": {"communication": "m.json"}}}, "#
                        + #""rpc": {"r": {"codeFiles": {"communication": "m.json"}}}"#
                ),
                "m.json": #"{"url": "https://a/{{webhook.id}}"}"#,
            ]
        ).read()
        #expect(app.diagnostics.count == warnings)
        #expect(app.diagnostics.allSatisfy { $0.code == "unknown-variable" && $0.severity == .warning })
    }

    @Test func warnsOfAnIndexOfZero() throws {
        let found = try problems(#"{"url": "https://a", "response": {"output": "{{body.items[0].id}}"}}"#)
        #expect(found.count == 1)
        #expect(found.first?.hasPrefix("list.iml.json:1:") == true)
        #expect(found.first?.hasSuffix("[zero-index]") == true)
    }

    @Test func warnsOfKeysThatMeanNothing() throws {
        #expect(
            try problems(
                """
                {"url": "https://a", "followRedirect": false, "output": "{{body}}",
                 "response": {"iterat": "x", "qs": {}, "valid": {"contition": 1}, "error": {"x": 1}, "type": {"ok": "json"}},
                 "pagination": {"page": 1}, "log": {"hide": []}}
                """
            ) == [
                "list.iml.json:1:22: warning: 'followRedirect' means nothing in a request; did you mean 'followRedirects'? [unknown-key]",
                "list.iml.json:1:47: warning: 'output' means nothing in a request; it belongs into `response` [unknown-key]",
                "list.iml.json:2:15: warning: 'iterat' means nothing in `response`; did you mean 'iterate'? [unknown-key]",
                "list.iml.json:2:30: warning: 'qs' means nothing in `response`; it belongs into the request itself [unknown-key]",
                "list.iml.json:2:50: warning: 'contition' means nothing in `valid`; did you mean 'condition'? [unknown-key]",
                "list.iml.json:2:77: warning: 'x' means nothing in `error`, which takes `message`, `type` and statuses [unknown-key]",
                "list.iml.json:2:95: warning: 'ok' is no status; write one as 404, 400-499 or * [unknown-key]",
                "list.iml.json:3:17: warning: 'page' means nothing in `pagination` [unknown-key]",
                "list.iml.json:3:37: warning: 'hide' means nothing in `log` [unknown-key]",
            ]
        )
    }

    @Test func refusesValuesOfTheWrongKind() throws {
        #expect(
            try problems(
                """
                {"url": "https://a", "headers": ["a"], "qs": 1, "response": "x", "pagination": [1], "repeat": {"limit": 1},
                 "log": {"sanitize": [1]}}
                """
            ) == [
                "list.iml.json:1:33: error: `headers` has to be an object, or a template that gives one, not an array [invalid-spec]",
                "list.iml.json:1:46: error: `qs` has to be an object, or a template that gives one, not a number [invalid-spec]",
                "list.iml.json:1:61: error: `response` has to be an object, not a text [invalid-spec]",
                "list.iml.json:1:80: error: `pagination` has to be an object, not an array [invalid-spec]",
                "list.iml.json:1:95: error: `repeat` needs a `condition` to go on by [invalid-spec]",
                "list.iml.json:2:23: error: `log.sanitize` lists paths as texts, such as \"request.headers.authorization\", not a number [invalid-spec]",
            ]
        )
        #expect(
            try problems("[1]") == [
                "list.iml.json:1:2: error: A request has to be an object, not a number [invalid-spec]"
            ]
        )
    }

    @Test(arguments: [
        (
            #""type": "jsn""#, 30,
            "error: `type` has to be one of json, urlencoded, multipart/form-data, text, string, raw, binary, not 'jsn'; did you mean 'json'? [unknown-value]"
        ),
        (#""method": 5"#, 32, "error: `method` has to be a text such as \"POST\", not 5 [invalid-spec]"),
        (#""method": "GET /""#, 32, "error: `method` has to be a method such as POST, not 'GET /' [unknown-value]"),
        (#""timeout": "soon""#, 33, "error: `timeout` has to be a number of at least 0, not 'soon' [invalid-spec]"),
        (#""ca": true"#, 28, "error: `ca` has to be a text, not true [invalid-spec]"),
        (
            #""response": {"type": "josn"}"#, 43,
            "error: `response.type` has to be one of automatic, json, urlencoded, xml, text, string, raw, binary, not 'josn'; did you mean 'json'? [unknown-value]"
        ),
        (
            #""response": {"type": {"4xx": "html"}}"#, 51,
            "error: `response.type.4xx` has to be one of automatic, json, urlencoded, xml, text, string, raw, binary, not 'html' [unknown-value]"
        ),
        (
            #""response": {"type": 1}"#, 43,
            "error: `response.type` has to be one of automatic, json, urlencoded, xml, text, string, raw, binary, not 1 [invalid-spec]"
        ),
        (
            #""response": {"iterate": true}"#, 46,
            "error: `response.iterate` has to be an expression that gives an array, such as \"{{body.items}}\", not true [invalid-spec]"
        ),
        (
            #""response": {"iterate": {"container": "5"}}"#, 60,
            "error: `response.iterate.container` has to be an expression that gives an array, such as \"{{body.items}}\", not 5 [invalid-spec]"
        ),
        (
            #""response": {"limit": 0}"#, 44,
            "error: `response.limit` has to be a number of at least 1, not 0 [invalid-spec]"
        ),
        (
            #""response": {"trigger": {"order": "down"}}"#, 56,
            "error: `response.trigger.order` has to be one of asc, desc, unordered, not 'down' [unknown-value]"
        ),
        (
            #""response": {"error": 7}"#, 44,
            "error: `response.error` has to be a text or an object, not a number [invalid-spec]"
        ),
        (
            #""response": {"error": {"type": "RuntimError"}}"#, 53,
            "warning: `response.error.type`: the platform has no error type 'RuntimError'; did you mean 'RuntimeError'? [unknown-value]"
        ),
        (
            #""pagination": {"method": ["GET"]}"#, 47,
            "error: `pagination.method` has to be a text such as \"POST\", not an array [invalid-spec]"
        ),
    ])
    func findsConstantsThatCanNeverWork(spec: String, column: Int, message: String) throws {
        #expect(try problems("{\"url\": \"https://a\", \(spec)}") == ["list.iml.json:1:\(column): \(message)"])
    }

    @Test(arguments: [
        #""url": "https://a", "type": "Application/JSON", "method": "post", "timeout": "500", "repeat": {"condition": 1, "delay": 0}"#,
        #""url": "https://a", "type": "{{parameters.type}}", "method": "{{parameters.method}}", "response": {"type": "{{parameters.as}}"}"#,
        #""url": "https://a", "type": "", "method": "PROPFIND", "response": {"type": {"*": "XML"}, "iterate": [1, 2], "limit": ""}"#,
        #""url": "https://a", "response": {"error": {"type": "MyOwnTrouble"}, "iterate": {"container": "body"}}"#,
        #""type": "never looked at", "method": 5, "response": {"type": "nor this", "output": 1}"#,
    ])
    func leavesAloneWhatMayWork(spec: String) throws {
        #expect(try problems("{\(spec)}").isEmpty)
    }

    @Test func warnsOfKeysThatStandTwiceAndOfRelativeAddresses() throws {
        #expect(
            try problems("{\"url\": \"/a\",\n\"url\": \"/b\"}") == [
                "list.iml.json:2:1: warning: The key 'url' stands in this object twice; the last one counts [duplicate-key]",
                "list.iml.json:2:8: warning: The url '/b' is relative and there is no `baseUrl` to join it to [relative-url]",
            ]
        )
    }

    @Test func warnsOfCommonDataAModuleDoesNotSee() throws {
        let bundle = try TemporaryBundle(
            "sample",
            [
                "makecomapp.json": manifest(
                    common: true,
                    #""connection": {"c": {"codeFiles": {"common": "c.json"}}}, "#
                        + #""module": {"m": {"moduleType": "action", "connection": "c", "codeFiles": {"communication": "m.json"}}}"#
                ),
                "common.json": #"{"shared": 1}"#, "c.json": #"{"secret": "s", "shared": 2}"#,
                "m.json": #"{"url": "https://a/{{common.shared}}{{common.other}}{{common.secret}}"}"#,
            ]
        )
        #expect(
            bundle.problems() == [
                "m.json:1:39: warning: `common.other` is undefined: the app's common data has no 'other'; add it there, for "
                    + "installation parameters fill in what connections read only [unset-common]",
                "m.json:1:55: warning: `common.secret` is common data of the connection, which only the connection's own "
                    + "spec sees; here it is undefined [hidden-common]",
            ]
        )
    }

    @Test func reportsReferencesToNothing() throws {
        let bundle = try TemporaryBundle(
            "sample",
            [
                "makecomapp.json": manifest(
                    #""connection": {"main": {}}, "rpc": {"listItems": {"codeFiles": {}}}, "#
                        + #""module": {"m": {"moduleType": "trigger", "connection": "mian", "webhook": "w", "#
                        + "\n" + #""codeFiles": {"mappableParams": "p.json", "interface": "i.json"}}}"#
                ),
                "p.json": """
                [{"name": "a", "type": "select", "options": "rpc://listItem"},
                 {"name": "b", "type": "select", "options": {"store": "rpc://LISTITEMS?x=1", "nested": ["rpc://none"]}},
                 "rpc://{{parameters.dynamic}}"]
                """,
                "i.json": #"["rpc://fields"]"#,
            ]
        )
        let app = bundle.read()
        #expect(
            app.diagnostics.map(\.description) == [
                "i.json:1:2: warning: The app has no RPC 'fields' [unknown-reference]",
                "makecomapp.json:6:144: error: The app has no connection 'mian'; did you mean 'main'? [unknown-reference]",
                "makecomapp.json:6:163: error: The app has no webhook 'w' [unknown-reference]",
                "p.json:1:45: warning: The app has no RPC 'listItem'; did you mean 'listItems'? [unknown-reference]",
                "p.json:2:89: warning: The app has no RPC 'none' [unknown-reference]",
            ]
        )
        #expect(app.modules["m"]?.failures.count == 2)
    }

    @Test func looksThroughParameters() throws {
        let bundle = try TemporaryBundle(
            "sample",
            [
                "makecomapp.json": manifest(#""rpc": {"r": {"codeFiles": {"params": "p.json"}}}"#),
                "p.json": """
                [{"name": "a", "type": "txet"}, {"type": "text"}, {"type": "banner"},
                 {"name": "b", "type": "array", "spec": {"type": "integer"}},
                 {"name": "c", "type": "collection", "spec": [{"name": "d", "type": "numbr"}]},
                 {"name": "e", "type": "select", "options": [{"value": 1, "nested": [{"label": "no name"}]}]}]
                """,
            ]
        )
        #expect(
            bundle.problems() == [
                "p.json:1:24: warning: There is no parameter type 'txet'; its values pass as they are; did you mean 'text'? [unknown-parameter-type]",
                "p.json:1:33: warning: The parameter has no `name`, so nobody can give it a value [nameless-parameter]",
                "p.json:3:69: warning: There is no parameter type 'numbr'; its values pass as they are; did you mean 'number'? [unknown-parameter-type]",
                "p.json:4:70: warning: The parameter has no `name`, so nobody can give it a value [nameless-parameter]",
            ]
        )
    }

    @Test func warnsOfAVisibilityThatCannotBeRead() throws {
        let form = #"""
            [{"name": "a", "type": "text", "visible": "{{parameters.b == 'x'}}"}, {"name": "b", "visible": "{{nope(1)}}"}]
            """#
        let bundle = try TemporaryBundle(
            "sample",
            [
                "makecomapp.json": manifest(
                    #""module": {"m": {"moduleType": "action", "codeFiles": {"communication": "m.json", "mappableParams": "p.json"}}}"#
                ),
                "m.json": #"{"url": "https://a.example"}"#, "p.json": form,
            ]
        )
        let found = bundle.problems()
        #expect(found.count == 1)
        #expect(
            found.first?.hasPrefix("p.json:1:96: warning: The parameter is always shown, for `visible` fails: ") == true
        )
    }

    @Test func warnsOfLongFunctionsAndOtherNames() throws {
        let bundle = try TemporaryBundle(
            "sample",
            [
                "makecomapp.json": manifest(
                    #""function": {"long": {"codeFiles": {"code": "long.js"}}, "named": {"codeFiles": {"code": "other.js"}}, "#
                        + "\n" + #""none": {"codeFiles": {}}}"#
                ),
                "long.js": "function long() { return '" + String(repeating: "é", count: 5_000) + "' }",
                "other.js": "function renamed() {}",
            ]
        )
        #expect(
            bundle.problems() == [
                "long.js:1:1: warning: The function has 5029 characters; the platform takes 5,000 [function-too-long]",
                "makecomapp.json:7:1: error: The function 'none' has no `code` file [missing-file]",
                "other.js:1:1: warning: The code does not define a function 'named'; templates call it by that name [function-name]",
            ]
        )
    }
}

@Suite("Validation of connections")
struct ConnectionValidationTests {
    private func app(_ spec: String) throws -> AppDefinition {
        try TemporaryBundle(
            "sample",
            [
                "makecomapp.json": manifest(#""connection": {"c": {"codeFiles": {"communication": "c.json"}}}"#),
                "c.json": spec,
            ]
        ).read()
    }

    private func problems(_ spec: String) throws -> [String] {
        try app(spec).diagnostics.map(\.description)
    }

    @Test func aShapeNobodyKnowsFailsTheConnectionAlone() throws {
        let app = try app(#"{"challenge": {}, "answer": {}}"#)
        #expect(
            app.diagnostics.map(\.description) == [
                "c.json:1:1: error: No authentication type of this host knows a connection spec with the keys 'answer', "
                    + "'challenge' [unknown-authentication]"
            ]
        )
        #expect(app.status == .partial)
        #expect(app.connections["c"]?.handler == nil)
        #expect(app.connections["c"]?.failures.count == 1)
    }

    @Test func warnsOfDirectivesAndKeysTheTypeDoesNotKnow() throws {
        #expect(
            try problems(
                """
                {"oauth": {}, "requesttoken": {}, "requestToken": {"url": "https://a", "pagination": {},
                 "response": {"iterate": "{{body}}"}}}
                """
            ) == [
                "c.json:1:15: warning: 'requesttoken' is no directive of a spec of type oauth1; did you mean 'requestToken'? [unknown-key]",
                "c.json:1:72: warning: `pagination` means nothing in this directive of the authentication type; take it out [refused-key]",
                "c.json:2:15: warning: `response.iterate` means nothing in this directive of the authentication type; take it out [refused-key]",
            ]
        )
    }

    @Test func aRefusedKeyDoesNotAct() throws {
        let communication = """
            {"oauth": {"consumer_key": "k"}, "requestToken": {"url": "https://a", "aws": {"key": "k"}, "pagination": {"url": "/2"},
             "response": {"iterate": "{{body}}", "temp": {"token": "{{body.token}}"}}}, "info": {"url": "https://b"}}
            """
        let app = try app(communication)
        #expect(app.diagnostics.map(\.code) == ["refused-key", "refused-key", "refused-key"])
        let directive = try #require(app.connections["c"]?.directives["requestToken"])
        let request = try #require(directive.requests.first)
        #expect(request.signing.keys.sorted() == ["oauth"])
        #expect(request.pagination == nil)
        #expect(request.response.iterate == nil)
        #expect(request.response.temp != nil)
    }

    @Test func onlyTheWayBackReadsTheQuery() throws {
        #expect(
            try problems(
                """
                {"oauth": {}, "authorize": {"url": "https://a", "response": {"temp": {"v": "{{query.verifier}}"}}},
                 "info": {"url": "https://a/{{oauth.redirectUri}}", "response": {"uid": "{{query.id}}"}}}
                """
            ) == [
                "c.json:2:76: warning: `query` is not known here: it is the query of a call that comes in, for webhooks and "
                    + "for the answer of an authorization's redirect [unknown-variable]"
            ]
        )
    }

    @Test func anEmptySpecIsValidAtOnce() throws {
        for spec in ["", "{}", "[]", "// none"] {
            let app = try app(spec)
            #expect(app.diagnostics.isEmpty)
            #expect(app.connections["c"]?.handler == "basic")
            #expect(app.connections["c"]?.communication?.requests.isEmpty == true)
        }
    }

    @Test func anArrayIsItsRequests() throws {
        let app = try app(#"[{"url": "https://a/1"}, {"url": "https://a/2"}]"#)
        #expect(app.diagnostics.isEmpty)
        #expect(app.connections["c"]?.isArray == true)
        #expect(app.connections["c"]?.communication?.requests.count == 2)
    }

    @Test func warnsThatNoBaseCountsHere() throws {
        #expect(
            try problems(#"{"url": "/me"}"#) == [
                "c.json:1:9: warning: The url '/me' is relative and there is no `baseUrl` to join it to; the base's does "
                    + "not count here [relative-url]"
            ]
        )
    }
}

@Suite("Validation of webhooks")
struct WebhookValidationTests {
    @Test func knowsWhatIncomingCallsAndAttachSee() throws {
        let bundle = try TemporaryBundle(
            "sample",
            [
                "makecomapp.json": manifest(
                    #""webhook": {"w": {"codeFiles": {"communication": "w.json", "attach": "a.json", "update": "e.json"}}}"#
                ),
                "w.json": """
                {"condition": "{{headers.sign = query.sign}}", "output": "{{item}}", "respond": {"body": "{{statusCode}}"},
                 "pagination": {}, "verification": {"condition": "{{method = 'GET'}}", "respond": {"body": "{{rawBody}}"}}}
                """,
                "a.json": """
                {"url": "https://a/{{webhook.url}}", "response": {"data": {"id": "{{body.id}}", "old": "{{data.id}}"}}}
                """,
                "e.json": "{}",
            ]
        )
        let app = bundle.read()
        #expect(app.webhooks["w"]?.update == nil)
        #expect(
            app.diagnostics.map(\.description) == [
                "a.json:1:91: warning: `data` is not known here: what `attach` kept is read as `webhook`, what the "
                    + "connection has as `connection` [unknown-variable]",
                "w.json:1:61: warning: `item` is not known here: it is the element `iterate` goes through, for `output`, "
                    + "`iterate.condition` and `pagination` [unknown-variable]",
                "w.json:1:93: warning: `statusCode` is not known here: it is the status of the answer, for `response` and "
                    + "`pagination` [unknown-variable]",
                "w.json:2:2: warning: 'pagination' means nothing in a webhook's communication [unknown-key]",
            ]
        )
    }
}
