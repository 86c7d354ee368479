import IML
import Testing

@testable import PatchbayBundle

/// Mistakes people make that were read in silence once, each in the file it is made in.
@Suite("Mistakes that are told")
struct MistakeTests {
    /// The problems of a bundle whose manifest names one file as some kind of code.
    private func problems(_ kind: FileKind, _ content: String) throws -> [String] {
        let bundle = try FileKindBundle(kind)
        return try bundle.all(content).map(\.description)
    }

    @Test(arguments: [
        (FileKind.base, #"{"baseUrl": "api.example.com/v1"}"#, 13, "warning", "missing-scheme"),
        (.base, #"{"baseUrl": "//api.example.com"}"#, 13, "warning", "missing-scheme"),
        (.base, #"{"baseUrl": "/v1"}"#, 13, "warning", "missing-scheme"),
        (.base, #"{"baseUrl": "api-{{common.x}}.example.com"}"#, 13, "warning", "missing-scheme"),
        (.base, #"{"response": "x"}"#, 14, "error", "invalid-spec"),
        (.base, #"{"headers": 5}"#, 13, "error", "invalid-spec"),
        (.base, #"{"metod": "GET"}"#, 2, "warning", "unknown-key"),
        (.base, #"{"oauth": {"consumerkey": "k"}}"#, 12, "warning", "unknown-key"),
        (.base, #"{"oauth": {"signature_method": "MD5"}}"#, 32, "error", "unknown-value"),
        (.module, #"{"url": "https://a", "repeat": 5}"#, 32, "error", "invalid-spec"),
        (.module, #"{"url": "https://a", "response": {"error": {"404": 5}}}"#, 52, "error", "invalid-spec"),
        (.module, #"{"url": "https://a", "response": {"output": "{{body.data.0}}"}}"#, 58, "warning", "numeric-member"),
        (.module, #"{"url": "https://a", "response": {"uid": "{{body.id}}"}}"#, 35, "warning", "unknown-key"),
        (.connection, #"{"url": "https://a", "response": {"metadata": 5}}"#, 47, "error", "invalid-spec"),
        (
            .connection, #"{"oauth": {"signature_method": "MD5"}, "info": {"url": "https://a"}}"#, 32, "error",
            "unknown-value"
        ),
        (.connection, #"{"oauth": {"consumerkey": "k"}, "info": {"url": "https://a"}}"#, 12, "warning", "unknown-key"),
        (.parameters, #"{"name": "a", "type": "text"}"#, 1, "warning", "invalid-spec"),
        (.parameters, #"["name"]"#, 2, "warning", "invalid-spec"),
        (.parameters, #"[{"name": "a", "type": "select", "options": 5}]"#, 45, "warning", "invalid-spec"),
        (
            .parameters, #"[{"name": "a", "type": "select", "options": [{"labl": "A", "value": 1}]}]"#, 47, "warning",
            "unknown-key"
        ),
        (.parameters, #"[{"name": "a", "lable": "A"}]"#, 16, "warning", "unknown-key"),
        (.parameters, #"[{"name": "a", "requird": true}]"#, 16, "warning", "unknown-key"),
        (.parameters, #"[{"name": "a", "required": "yes"}]"#, 28, "warning", "invalid-spec"),
        (
            .parameters, #"[{"name": "a", "type": "array", "spec": [{"name": "b", "lable": "B"}]}]"#, 56, "warning",
            "unknown-key"
        ),
        (.interface, #"[{"name": "a", "type": "uintegr"}]"#, 24, "warning", "unknown-parameter-type"),
        (.interface, "5", 1, "warning", "invalid-spec"),
        (.interface, #"[{"name": "a", "lable": "A"}]"#, 16, "warning", "unknown-key"),
        (.samples, "5", 1, "warning", "invalid-spec"),
        (.groups, #"[{"label": "A", "moduls": []}]"#, 17, "warning", "unknown-key"),
        (.scope, #"["read", 5]"#, 10, "error", "invalid-spec"),
        (.scopeList, #"{"read": ["x"]}"#, 10, "warning", "invalid-spec"),
        (.epoch, #"[{"url": "https://a"}]"#, 1, "error", "invalid-spec"),
        (.responder, #"{"response": {"status": "soon"}}"#, 25, "error", "invalid-spec"),
        (.responder, #"{"response": {"statsu": 200}}"#, 15, "warning", "unknown-key"),
        (.webhook, #"{"respond": {"type": "xml"}}"#, 22, "error", "unknown-value"),
        (.webhook, #"{"verification": {"respnd": {}}}"#, 19, "warning", "unknown-key"),
    ])
    func eachAtItsPlace(kind: FileKind, content: String, column: Int, severity: String, code: String) throws {
        let problems = try problems(kind, content).filter {
            $0.hasPrefix("file.json") && !$0.hasSuffix("[unset-common]")
        }
        #expect(problems.count == 1)
        let problem = try #require(problems.first)
        #expect(problem.hasPrefix("file.json:1:\(column): \(severity): "), "\(problem)")
        #expect(problem.hasSuffix(" [\(code)]"), "\(problem)")
    }

    @Test(arguments: [
        "https://api.example.com", "http://localhost:9000/v1", "{{connection.url}}", "{{connection.host}}/v1",
        "https://{{connection.host}}/v1", "http{{if(common.secure, 's', '')}}://api.example.com", "",
    ])
    func aBaseThatLeadsSomewhereIsFine(address: String) throws {
        let content = Value.collection(["baseUrl": .text(address)]).jsonText()
        #expect(try problems(.base, content).filter { $0.hasSuffix("[missing-scheme]") } == [])
    }

    @Test(arguments: [
        ("{{body.data.0}}", ".0", "[1]"), ("{{body.data.3.name}}", ".3", "[4]"),
        ("{{first(body.data).12}}", ".12", "[13]"),
    ])
    func aNumberAfterADotIsNoIndex(template: String, name: String, index: String) throws {
        let content = Value.collection(["url": "https://a", "response": ["output": .text(template)]]).jsonText()
        let found = try problems(.module, content)
        #expect(found.count == 1)
        #expect(
            found.first?.hasSuffix(
                "warning: `\(name)` is the member called '\(name.dropFirst())', not an element. For the element write `\(index)`, "
                    + "counted from 1; if it is a name, put it in backticks [numeric-member]"
            ) == true
        )
    }

    @Test func namesWithDigitsAndNumbersAreLeftAlone() throws {
        #expect(
            try problems(
                .module,
                #"{"url": "https://a/{{parameters.a1}}{{1.5}}{{.5}}{{parameters.`0`}}{{parameters.x[1]}}"}"#
            )
                == []
        )
    }

    @Test func aTriggerHasToTellWhatItHasSeen() throws {
        func trigger(_ trigger: String, iterates: Bool = true) throws -> [String] {
            let iterate = iterates ? #""iterate": "{{body}}", "# : ""
            return try problems(.trigger, "{\"url\": \"https://a\", \"response\": {\(iterate)\(trigger)}}")
        }
        #expect(
            try trigger(#""trigger": {"type": "date", "order": "desc"}"#) == [
                "file.json:1:69: warning: `response.trigger` needs `date`: a trigger of type date goes by it. Add \"date\": "
                    + "\"{{item.date}}\" with the item's own [incomplete-trigger]",
                "file.json:1:69: warning: `response.trigger` needs `id`: each item is told by it. Add \"id\": \"{{item.id}}\" "
                    + "with the item's own [incomplete-trigger]",
            ]
        )
        #expect(try trigger(#""trigger": {"type": "id", "order": "desc"}"#).count == 1)
        #expect(try trigger(#""trigger": {"type": "id", "order": "desc", "id": "{{item.id}}"}"#) == [])
        #expect(
            try trigger(#""trigger": {"type": "date", "order": "asc", "id": "{{item.id}}", "date": "{{item.at}}"}"#)
                == []
        )
        #expect(
            try trigger(#""trigger": {"type": "id", "order": "desc", "id": "{{item.id}}"}"#, iterates: false).map {
                String($0.suffix(18))
            } == ["[unknown-variable]"]
        )
        #expect(try trigger(#""output": "{{item}}""#).map { String($0.suffix(20)) } == ["[incomplete-trigger]"])
    }

    @Test func anEpochGoesOverTheLastOfSeveralRequests() throws {
        let bundle = try TemporaryBundle(
            "sample",
            [
                "makecomapp.json": manifest(
                    #""module": {"m": {"moduleType": "trigger", "codeFiles": {"communication": "m.json", "epoch": "e.json"}}}"#
                ),
                "m.json": """
                [{"url": "https://a/first", "response": {"temp": {"key": "{{body.key}}"}}},
                 {"url": "https://a/last/{{temp.key}}", "response": {"iterate": "{{body}}",
                  "trigger": {"type": "id", "order": "desc", "id": "{{item.id}}"}}}]
                """,
                "e.json":
                    #"{"qs": {"n": 3}, "response": {"limit": 300, "output": {"label": "{{item.name}}", "date": "{{item.at}}"}}}"#,
            ]
        )
        let app = bundle.read()
        #expect(app.diagnostics.map(\.description) == [])
        let epoch = try #require(app.modules["m"]?.epoch?.requests)
        #expect(epoch.count == 2)
        #expect(try epoch.map { try $0.url?.value(["temp": ["key": "k"]]) } == ["https://a/first", "https://a/last/k"])
        #expect(epoch[0].query == nil)
        #expect(try epoch[1].query?.value() == ["n": 3])
        #expect(epoch[0].response.output == nil)
        #expect(epoch[1].response.iterate != nil)
        #expect(epoch[1].response.trigger != nil)
    }

    @Test func keysOfAHookFileThatStandInAResponseAreReadAtItsTop() throws {
        let bundle = try TemporaryBundle(
            "sample",
            [
                "makecomapp.json": manifest(#""webhook": {"w": {"codeFiles": {"communication": "w.json"}}}"#),
                "w.json": """
                {"iterate": "{{body.items}}", "response": {"valid": "{{body.ok}}", "output": "{{item.id}}",
                 "iterate": "{{body.other}}", "limit": 5}}
                """,
            ]
        )
        let app = bundle.read()
        #expect(
            app.diagnostics.map(\.description) == [
                "w.json:1:44: warning: `response.valid` belongs at the top of the file, as `condition`; it is read as if it "
                    + "stood there [misplaced-key]",
                "w.json:1:68: warning: `response.output` belongs at the top of the file, as `output`; it is read as if it "
                    + "stood there [misplaced-key]",
                "w.json:2:2: warning: `response.iterate` is not read, for `iterate` stands at the top of the file; take it "
                    + "out [misplaced-key]",
                "w.json:2:31: warning: `response.limit` means nothing in a webhook's communication, which describes the "
                    + "call that comes in; take it out [misplaced-key]",
            ]
        )
        let incoming = try #require(app.webhooks["w"]?.incoming)
        #expect(incoming.keys.sorted() == ["condition", "iterate", "output"])
        #expect(try incoming["condition"]?.value(["body": ["ok": true]]) == true)
        #expect(try incoming["output"]?.value(["item": ["id": 7]]) == 7)
        #expect(try incoming["iterate"]?.value(["body": ["items": [1], "other": [2]]]) == [1])
    }

    @Test func theManifestsOwnKeysAreLookedAt() throws {
        let bundle = try TemporaryBundle(
            "sample",
            [
                "makecomapp.json": """
                {"orgins": [], "origins": 5, "components": {
                 "connection": {"c": {"connectionType": 5, "lable": "C"}},
                 "module": {"m": {"moduleType": "action", "label": ["M"], "conection": "c"}}}}
                """
            ]
        )
        #expect(
            bundle.problems() == [
                "makecomapp.json:1:2: warning: 'orgins' means nothing in the manifest; did you mean 'origins'? [unknown-key]",
                "makecomapp.json:1:27: warning: `origins` has to be an array, not a number [invalid-manifest]",
                "makecomapp.json:2:41: warning: `components.connection.c.connectionType` has to be a text, not 5 [invalid-manifest]",
                "makecomapp.json:2:44: warning: 'lable' means nothing in a connection; did you mean 'label'? [unknown-key]",
                "makecomapp.json:3:52: warning: `components.module.m.label` has to be a text, not an array [invalid-manifest]",
                "makecomapp.json:3:59: warning: 'conection' means nothing in a module; did you mean 'connection'? [unknown-key]",
            ]
        )
    }

    @Test func whatIsNamedManyTimesWrongTakesNoLongTime() throws {
        let keys = (0..<40_000).map { "\"nam\($0)e\": 1" }.joined(separator: ", ")
        let start = ContinuousClock.now
        let found = try problems(.parameters, "[{\"name\": \"a\", \(keys)}]")
        #expect(found.count <= 100)
        #expect(start.duration(to: .now) < .seconds(20))
    }
}

@Suite("Connections that are named nowhere")
struct NoConnectionTests {
    private func problems(
        _ module: String,
        base: String = #"{"headers": {"x-key": "{{connection.key}}"}}"#,
        more: String = ""
    )
        throws -> [String]
    {
        try TemporaryBundle(
            "sample",
            [
                "makecomapp.json": manifest(base: true, #""connection": {"key": {}}, "webhook": {"w": {}}, "# + module),
                "base.iml.json": base, "m.json": #"{"url": "https://a.example"}"#,
                "r.json": #"{"response": {"status": 200}}"#,
                "s.json": #"{"response": {"output": 1}}"#,
            ]
        ).problems()
    }

    @Test func aModuleAndAnRPCThatSendSomethingAreWarnedOf() throws {
        let code = #""codeFiles": {"communication": "m.json"}"#
        for (component, title) in [
            (#""module": {"m": {"moduleType": "search", \#(code)}}"#, "module"), (#""rpc": {"m": {\#(code)}}"#, "RPC"),
        ] {
            let found = try problems(component)
            #expect(found.count == 1)
            #expect(
                found.first?.hasSuffix(
                    "warning: The \(title) 'm' names no connection, but what it sends reads `connection` (base.iml.json:1:26); "
                        + "say which one with \"connection\": \"key\" [no-connection]"
                ) == true
            )
        }
    }

    @Test(arguments: [
        #""module": {"m": {"moduleType": "search", "connection": "key", "codeFiles": {"communication": "m.json"}}}"#,
        #""module": {"m": {"moduleType": "search", "altConnection": "key", "codeFiles": {"communication": "m.json"}}}"#,
        #""module": {"m": {"moduleType": "responder", "codeFiles": {"communication": "r.json"}}}"#,
        #""module": {"m": {"moduleType": "instant_trigger", "webhook": "w", "codeFiles": {"communication": "m.json"}}}"#,
        #""module": {"m": {"moduleType": "action", "codeFiles": {"communication": "s.json"}}}"#,
    ])
    func whatHasOneOrNeedsNoneIsNot(module: String) throws {
        #expect(try problems(module) == [])
    }

    @Test func aBaseThatReadsNoneNeedsNone() throws {
        let module = #""module": {"m": {"moduleType": "search", "codeFiles": {"communication": "m.json"}}}"#
        #expect(try problems(module, base: #"{"headers": {"x": "y"}}"#) == [])
    }
}

@Suite("Common data that nothing sets")
struct UnsetCommonTests {
    @Test func aConnectionSaysWhatItReadsAndNothingSets() throws {
        let app = try TemporaryBundle(
            "sample",
            [
                "makecomapp.json": manifest(
                    common: true,
                    #""connection": {"own": {"codeFiles": {"communication": "c.json", "common": "own.json", "#
                        + #""installSpec": "i.json"}}, "app": {"codeFiles": {"communication": "c.json"}}, "#
                        + #""dance": {"codeFiles": {"communication": "d.json"}}}"#
                ),
                "common.json": #"{"key": "k", "empty": ""}"#, "own.json": #"{"secret": "s"}"#,
                "i.json": #"[{"name": "key"}]"#,
                "c.json": #"{"url": "https://a/{{common.key}}/{{common.secret}}/{{common.empty}}/{{common.gone}}"}"#,
                "d.json": """
                {"oauth": {"consumer_key": "{{common.rootKey}}"},
                 "info": {"url": "https://a", "response": {"uid": "{{common.infoKey}}"}}}
                """,
            ]
        ).read()
        #expect(app.diagnostics.map(\.description) == [])
        #expect(app.connections["own"]?.unsetCommon.sorted() == ["empty", "gone"])
        #expect(app.connections["app"]?.unsetCommon.sorted() == ["empty", "gone", "secret"])
        #expect(app.connections["dance"]?.unsetCommon.sorted() == ["infoKey", "rootKey"])
    }

    @Test func modulesAndWebhooksAreWarnedOfForNothingFillsThemIn() throws {
        let bundle = try TemporaryBundle(
            "sample",
            [
                "makecomapp.json": manifest(
                    common: true,
                    #""webhook": {"w": {"codeFiles": {"attach": "m.json"}}}, "rpc": {"r": {"codeFiles": {"communication": "m.json"}}}"#
                ),
                "common.json": #"{"key": "k"}"#, "m.json": #"{"url": "https://a/{{common.key}}/{{common.gone}}"}"#,
            ]
        )
        #expect(
            bundle.problems() == [
                "m.json:1:37: warning: `common.gone` is undefined: the app's common data has no 'gone'; add it there, for "
                    + "installation parameters fill in what connections read only [unset-common]"
            ]
        )
    }
}
