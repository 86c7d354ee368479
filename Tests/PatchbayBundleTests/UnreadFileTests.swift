import IML
import Testing

@testable import PatchbayBundle

@Suite("Files that nothing reads")
struct UnreadFileTests {
    private static let app = ["base.iml.json": "{}", "rpcs/r/communication.iml.json": "{}"]

    @Test(arguments: [
        ("module.x.api.imljson", "call it modules/x/api.imljson"),
        ("connection.main.imljson", "call it connections/main.imljson"),
        ("base/base.imljson", "call it base.iml.json, in the bundle's directory or in general/"),
        ("base/x.json", "call it base.iml.json, in the bundle's directory or in general/"),
        ("common/common.json", "call it common.json, in the bundle's directory or in general/"),
        (
            "modules/x.txt",
            "a module is a directory, modules/x/ with communication.iml.json, or one file, modules/x.imljson"
        ),
        ("modules/x.api.imljson", "call it modules/x/api.imljson"),
        ("rpcs/r/comunication.imljson", "call it rpcs/r/communication.imljson"),
        ("rpcs/r/communication.txt", "call it rpcs/r/communication.iml.json"),
        ("rpcs/r/sub/api.imljson", "the files of an RPC stand in rpcs/r/ itself"),
        ("functions/f.ts", "a function is a directory, functions/f/ with code.js, or one file, functions/f.js"),
        ("conections/main/api.imljson", "call the directory 'connections'"),
        ("stuff/what.imljson", "components stand in connections/, modules/, rpcs/, webhooks/, functions/"),
        ("makecomap.json", "is it the manifest? That is called makecomapp.json"),
    ])
    func eachIsAWarningThatSaysWhatToCallIt(path: String, advice: String) throws {
        let problems = try TemporaryBundle("sample", Self.app.merging([path: "{}"]) { $1 }).problems()
        #expect(problems == ["\(path):1:1: warning: Nothing reads '\(path)'; \(advice) [unread-file]"])
    }

    @Test func whatRepositoriesHoldBesideIsLeftAlone() throws {
        let ordinary = [
            "README.md", "LICENSE", "CHANGELOG.md", "package.json", "package-lock.json", "tsconfig.json", "icon.png",
            "assets/logo.svg", "images/a.imljson", "tests/a.imljson", ".patchbay/b.imljson", ".github/c.imljson",
            ".gitignore", "node_modules/x/base.imljson", "docs/example.iml.json", "scenario.blueprint.json",
            "modules/README.md", "modules/.gitkeep", "rpcs/r/notes.md", "scripts/build.js", "src/index.ts", "Makefile",
        ]
        let files = Dictionary(uniqueKeysWithValues: ordinary.map { ($0, "x") })
        #expect(try TemporaryBundle("sample", Self.app.merging(files) { $1 }).problems() == [])
    }

    @Test func filesThatTheManifestDoesNotNameAreWarnedOfToo() throws {
        let bundle = try TemporaryBundle(
            "sample",
            [
                "makecomapp.json": manifest(#""rpc": {"r": {"codeFiles": {"communication": "./rpcs/R.iml.json"}}}"#),
                "rpcs/r.iml.json": "{}", "modules/old.imljson": "{}", "publish.imljson": "{}",
            ]
        )
        #expect(bundle.read().diagnostics.map(\.code) == ["path-case", "unread-file"])
        #expect(
            bundle.problems().last
                == "modules/old.imljson:1:1: warning: Nothing reads 'modules/old.imljson'; makecomapp.json names it "
                + "nowhere. Name it there, or take it out of the bundle [unread-file]"
        )
    }

    @Test func thereIsABoundToWhatIsListed() throws {
        var files = Self.app
        for index in 0..<80 { files["stuff/\(index).imljson"] = "{}" }
        #expect(try TemporaryBundle("sample", files).problems().count == 50)
    }

    @Test func aBundleWithoutAComponentIsAnError() throws {
        let inferred = try TemporaryBundle("sample", ["base.iml.json": "{}", "module.x.api.imljson": "{}"]).read()
        #expect(inferred.status == .partial)
        #expect(
            inferred.diagnostics.map(\.description) == [
                "base.iml.json:1:1: error: The bundle has no component: no module, connection, RPC, webhook or function. "
                    + "Put them into modules/<name>/, connections/<name>/ and so on [no-components]",
                "module.x.api.imljson:1:1: warning: Nothing reads 'module.x.api.imljson'; call it modules/x/api.imljson "
                    + "[unread-file]",
            ]
        )
        #expect(
            try TemporaryBundle("sample", ["makecomapp.json": #"{"components": {"module": {}}}"#]).problems() == [
                "makecomapp.json:1:1: error: The bundle has no component: no module, connection, RPC, webhook or "
                    + "function. List them under `components` [no-components]"
            ]
        )
    }
}

@Suite("Components that are one file")
struct OneFileComponentTests {
    @Test func aFileMayBeACommunicationOrAllParts() throws {
        let app = try TemporaryBundle(
            "sample",
            [
                "base.imljson": #"{"baseUrl": "https://a.example"}"#,
                "groups.imljson": #"[{"label": "All", "modules": ["list"]}]"#,
                "modules/plain.imljson": #"{"url": "/plain", "type": "json"}"#,
                "modules/list.iml.json": """
                {"label": "List", "description": "Lists.", "type": "search", "connection": "key",
                 "parameters": [{"name": "a"}], "mappableParameters": [{"name": "b"}],
                 "communication": {"url": "/list/{{nope(1)}}"}, "interface": [{"name": "id"}], "samples": {"id": 1}}
                """,
                "connections/key.imljson": """
                {"label": "Key", "type": "basic", "parameters": [{"name": "key"}], "common": {"x": 1},
                 "communication": {"url": "https://a.example/me"}}
                """,
                "rpcs/many.json": #"[{"url": "/1"}, {"url": "/2"}]"#,
                "webhooks/hook.imljson":
                    #"{"label": "Hook", "communication": {"output": "{{body}}"}, "attach": {"url": "https://a.example/h"}}"#,
                "functions/twice.js": "function twice(a) { return a + a }",
                "functions/twice.test.js": "it('x', () => {})",
            ]
        ).read()
        #expect(
            app.diagnostics.map(\.description)
                == [
                    "modules/list.iml.json:3:36: error: There is no function nope. An app's own functions stand in "
                        + "functions/nope/nope.code.js [unknown-function]",
                    "modules/plain.imljson:1:1: warning: The module 'plain' has no `moduleType`; it is taken as an action "
                        + "[unknown-type]",
                ]
        )
        #expect(app.modules.map(\.name) == ["list", "plain"])
        let list = try #require(app.modules["list"])
        #expect((list.label, list.description, list.type, list.connection) == ("List", "Lists.", .search, "key"))
        #expect(list.form.parameters.map(\.name) == ["a", "b"])
        #expect(list.interface == [["name": "id"]])
        #expect(list.failures.map(\.file) == ["modules/list.iml.json"])
        #expect(try app.modules["plain"]?.communication?.requests.first?.url?.value() == "/plain")
        let key = try #require(app.connections["key"])
        #expect((key.label, key.handler, key.common) == ("Key", "basic", ["x": 1]))
        #expect(app.rpcs["many"]?.communication?.requests.count == 2)
        #expect(app.webhooks["hook"]?.attach != nil)
        #expect(app.webhooks["hook"]?.incoming["output"] != nil)
        #expect(app.functions["twice"]?.tests == "it('x', () => {})")
        #expect(app.groups == [["label": "All", "modules": ["list"]]])
    }

    @Test func aFileBesideADirectoryGivesWhatTheDirectoryDoesNot() throws {
        let app = try TemporaryBundle(
            "sample",
            [
                "modules/m.imljson":
                    #"{"label": "From the file", "type": "search", "communication": {"url": "https://file"}, "interface": [{"name": "i"}]}"#,
                "modules/m/communication.iml.json": #"{"url": "https://directory"}"#,
            ]
        ).read()
        #expect(app.diagnostics.map(\.description) == [])
        #expect(app.modules.count == 1)
        let module = try #require(app.modules["m"])
        #expect(module.label == "From the file")
        #expect(try module.communication?.requests.first?.url?.value() == "https://directory")
        #expect(module.interface == [["name": "i"]])
    }

    @Test func directoriesMayBeCalledInTheSingular() throws {
        let app = try TemporaryBundle(
            "sample",
            [
                "connection/main/api.imljson": "{}", "rpc/list.imljson": "{}", "module/m/api.imljson": "{}",
                "module/m/module.json": #"{"type": "action"}"#, "webhook/w/api.imljson": "{}",
                "function/f/code.js": "function f() {}",
            ]
        ).read()
        #expect(app.diagnostics.map(\.description) == [])
        #expect(app.connections.map(\.name) == ["main"])
        #expect(app.rpcs.map(\.name) == ["list"])
        #expect(app.modules.map(\.name) == ["m"])
        #expect(app.webhooks.map(\.name) == ["w"])
        #expect(app.functions.map(\.name) == ["f"])
    }

    @Test func ofTwoDirectoriesOfAKindTheFirstNameCounts() throws {
        let app = try TemporaryBundle("sample", ["rpc/r/api.imljson": "{}", "rpcs/r/api.imljson": "{}"]).read()
        #expect(app.diagnostics.map(\.code) == ["duplicate-component", "unread-file"])
        #expect(app.rpcs.count == 1)
    }

    @Test func anAppCalledLikeADirectoryOfComponentsIsStillAnApp() throws {
        let apps = try TemporaryBundle(
            "apps",
            ["connection/base.iml.json": "{}", "connection/rpcs/r/api.imljson": "{}", "b/rpcs/r/api.imljson": "{}"]
        )
        #expect(AppDirectory.bundles(in: apps.directory) == [apps.path("b"), apps.path("connection")])
    }

    @Test func saysWhichKeysOfAWholeComponentMeanNothing() throws {
        let bundle = try TemporaryBundle(
            "sample",
            ["rpcs/r.imljson": #"{"label": "R", "comunication": {"url": "https://a"}}"#]
        )
        #expect(
            bundle.problems() == [
                "rpcs/r.imljson:1:16: warning: 'comunication' means nothing in a file that is a whole RPC; did you mean "
                    + "'communication'? [unknown-key]"
            ]
        )
    }

    @Test func namesTheDirectoriesThatHoldAppsFurtherDown() throws {
        let apps = try TemporaryBundle(
            "root",
            ["a/b/app/rpcs/r/api.imljson": "{}", "c/x/makecomapp.json": "{}", "d/e.txt": ""]
        )
        #expect(AppDirectory.bundles(in: apps.directory) == [])
        #expect(
            AppDirectory.deeperBundles(in: apps.directory)
                == "There are apps in '\(apps.path("c"))', '\(apps.path("a/b"))'"
        )
        #expect(AppDirectory.deeperBundles(in: apps.path("d")) == nil)
    }
}
