import IML
import Testing

@testable import PatchbayBundle

@Suite("Manifests")
struct ManifestTests {
    @Test func readsEveryKindOfComponent() throws {
        let bundle = try TemporaryBundle(
            "shop",
            [
                "makecomapp.json": """
                {
                  "fileVersion": 1,
                  "generalCodeFiles": {"base": "base.iml.json", "common": "common.json", "readme": "README.md",
                    "groups": "groups.json"},
                  "components": {
                    "connection": {"shop": {"label": "Shop", "connectionType": "basic",
                      "codeFiles": {"communication": "c.json", "params": "p.json", "scopeList": null}}},
                    "module": {"list": {"label": "List", "description": "Lists.", "moduleType": "search",
                      "actionCrud": "read", "connection": "shop", "altConnection": null,
                      "codeFiles": {"communication": "m.json", "staticParams": "p.json", "mappableParams": "p.json",
                        "interface": "i.json", "samples": "s.json", "scope": "scope.json"}}},
                    "rpc": {"items": {"label": "Items", "connection": "shop", "codeFiles": {"communication": "m.json"}}},
                    "webhook": {"hook": {"webhookType": "web-shared", "codeFiles": {"communication": "w.json",
                      "attach": "m.json", "detach": "empty.json"}}},
                    "function": {"twice": {"codeFiles": {"code": "twice.js", "test": "twice.test.js"}}},
                    "endpoint": {}
                  },
                  "origins": []
                }
                """,
                "base.iml.json": #"{"baseUrl": "https://a.example"}"#, "common.json": #"{"key": "k"}"#,
                "README.md": "# Shop", "groups.json": #"[{"label": "All", "modules": ["list"]}]"#,
                "c.json": #"{"url": "https://a.example/me"}"#, "p.json": #"[{"name": "q", "type": "text"}]"#,
                "m.json": #"{"url": "https://a.example/items"}"#, "i.json": "[]", "s.json": #"{"id": 1}"#,
                "scope.json": #"["read"]"#, "w.json": #"{"output": "{{body}}"}"#, "empty.json": "",
                "twice.js": "function twice(a) { return a + a }", "twice.test.js": "it('x', () => {})",
            ]
        )
        let app = bundle.read()
        #expect(app.diagnostics.isEmpty)
        #expect(app.status == .loaded)
        #expect(app.name == "shop")
        #expect(app.common == ["key": "k"])
        #expect(app.readme == "# Shop")
        #expect(app.groups == [["label": "All", "modules": ["list"]]])
        let module = try #require(app.modules["LIST"])
        #expect(module.label == "List")
        #expect(module.description == "Lists.")
        #expect(module.type == .search)
        #expect(module.connection == "shop")
        #expect(module.samples == ["id": 1])
        #expect(module.scope == ["read"])
        #expect(module.form.parameters.map(\.name) == ["q", "q"])
        #expect(app.connections["shop"]?.handler == "basic")
        #expect(app.rpcs["items"]?.communication?.requests.count == 1)
        let hook = try #require(app.webhooks["hook"])
        #expect(hook.sharing == .shared)
        #expect(hook.attach != nil)
        #expect(hook.detach == nil)
        #expect(app.functions["twice"]?.tests == "it('x', () => {})")
    }

    @Test func nullsAndMissingKindsAreLegal() throws {
        let app = try TemporaryBundle(
            "sample",
            [
                "makecomapp.json": """
                {"generalCodeFiles": null, "components": {"module": {"gone": null, "here": {"moduleType": "action",
                "codeFiles": {"communication": null, "interface": null}}}, "rpc": null, "connection": {"c": {}}}}
                """
            ]
        ).read()
        #expect(app.diagnostics.isEmpty)
        #expect(app.modules.map(\.name) == ["here"])
        #expect(app.modules["here"]?.communication == nil)
        #expect(app.connections["c"]?.communication?.requests.isEmpty == true)
    }

    @Test func readsOlderSpellingsAndArrays() throws {
        let app = try TemporaryBundle(
            "sample",
            [
                "makecomapp.json": """
                {"components": {"connection": [{"name": "c", "type": "oauth", "codeFiles": {"api": "a.json",
                  "parameters": "p.json", "scopes": "s.json", "scope": "d.json", "install": "o.json"}}],
                 "module": [null, {"name": "m", "type": "instantTrigger", "codeFiles": {"api": "a.json",
                  "parameters": "p.json", "expect": "q.json"}}],
                 "rpc": [{"name": "r", "codeFiles": {"api": "a.json", "parameters": "p.json"}}]}}
                """,
                "a.json": #"{"url": "https://a.example"}"#, "p.json": #"[{"name": "p"}]"#,
                "q.json": #"[{"name": "q"}]"#, "s.json": #"{"read": "Reads"}"#, "d.json": #"["read"]"#,
                "o.json": #"{"x": 1}"#,
            ]
        ).read()
        #expect(app.diagnostics.isEmpty)
        let connection = try #require(app.connections["c"])
        #expect(connection.declaredType == "oauth")
        #expect(connection.scopeList == ["read": "Reads"])
        #expect(connection.defaultScope == ["read"])
        guard case .constant(["x": 1]) = connection.installDirectives else {
            Issue.record("\(String(describing: connection.installDirectives))")
            return
        }
        let module = try #require(app.modules["m"])
        #expect(module.type == .instantTrigger)
        #expect(module.form.parameters.map(\.name) == ["p", "q"])
        #expect(app.rpcs["r"]?.form.parameters.map(\.name) == ["p"])
    }

    @Test func ofTwoComponentsWithOneNameTheFirstCounts() throws {
        let app = try TemporaryBundle(
            "sample",
            [
                "makecomapp.json": """
                {"components": {"module": {
                  "list": {"label": "First", "moduleType": "action", "codeFiles": {}},
                  "list": {"label": "Second", "moduleType": "action", "codeFiles": {}}
                }}}
                """
            ]
        ).read()
        #expect(
            app.diagnostics.map(\.description) == [
                "makecomapp.json:3:3: error: There are two modules named 'list'; this one is left out. "
                    + "Give it another name [duplicate-component]"
            ]
        )
        #expect(app.modules.map(\.label) == ["First"])
        #expect(app.status == .partial)
    }

    @Test(arguments: [
        (
            "{\"components\": {",
            "makecomapp.json:1:17: error: Expected a key in double quotes or `}`, found the end of the file [syntax]"
        ),
        ("[]", "makecomapp.json:1:1: error: The manifest has to be an object, not an array [invalid-manifest]"),
        ("\"x\"", "makecomapp.json:1:1: error: The manifest has to be an object, not a text [invalid-manifest]"),
    ])
    func aBrokenManifestFailsTheBundle(text: String, message: String) throws {
        let app = try TemporaryBundle("sample", ["makecomapp.json": text]).read()
        #expect(app.status == .failed)
        #expect(app.diagnostics.map(\.description) == [message])
        #expect(!app.revision.isEmpty)
    }

    @Test func partsOfAManifestThatAreWrongAreLeftOut() throws {
        let bundle = try TemporaryBundle(
            "sample",
            [
                "makecomapp.json": """
                {"components": {
                "module": {"a": 1, "b": {"moduleType": "acton", "codeFiles": {"comunication": "a.json"}}},
                "modul": {},
                "rpc": "x",
                "webhook": [{"label": "nameless"}, {"name": "w", "webhookType": "push"}]}}
                """
            ]
        )
        #expect(
            bundle.problems() == [
                "makecomapp.json:2:17: error: The module 'a' has to be an object, not a number [invalid-manifest]",
                "makecomapp.json:2:40: error: 'acton' is no type of module; there are action, search, trigger, "
                    + "instant_trigger, responder, universal [unknown-type]",
                "makecomapp.json:2:63: warning: 'comunication' means nothing in a module's codeFiles; "
                    + "did you mean 'communication'? [unknown-key]",
                "makecomapp.json:3:1: warning: 'modul' means nothing in components; did you mean 'module'? [unknown-key]",
                "makecomapp.json:4:8: error: 'rpc' has to be an object keyed by name, or an array, not a text "
                    + "[invalid-manifest]",
                "makecomapp.json:5:13: error: A webhook in an array has to have a `name` [invalid-manifest]",
                "makecomapp.json:5:65: error: 'push' is no type of webhook; there are web, web-shared [unknown-type]",
            ]
        )
    }

    @Test(arguments: [("shop", "shop-x1", "shop"), ("src", "shop-x1", "shop-x1"), ("my shop", "shop", "shop")])
    func anOriginNamesTheAppWhereTheDirectoryDoesNot(directory: String, origin: String, name: String) throws {
        let text = "{\"components\": {}, \"origins\": [{\"label\": \"x\"}, {\"appId\": \"\(origin)\"}]}"
        #expect(try TemporaryBundle(directory, ["makecomapp.json": text]).read().name == name)
    }

    @Test func groupsAndReadmeAreForPeopleOnly() throws {
        let app = try TemporaryBundle(
            "sample",
            [
                "makecomapp.json":
                    #"{"generalCodeFiles": {"readme": "README.md", "groups": "g.json"}, "components": {"rpc": {"r": {}}}}"#
            ]
        ).read()
        #expect(app.status == .loaded)
        #expect(
            app.diagnostics.map(\.description) == [
                "makecomapp.json:1:33: warning: The file 'README.md' does not exist [missing-file]",
                "makecomapp.json:1:56: warning: The file 'g.json' does not exist [missing-file]",
            ]
        )
    }
}
