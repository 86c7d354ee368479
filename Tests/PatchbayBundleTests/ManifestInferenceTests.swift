import IML
import Testing

@testable import PatchbayBundle

@Suite("Bundles without a manifest")
struct ManifestInferenceTests {
    @Test func findsComponentsInTheirDirectories() throws {
        let app = try TemporaryBundle(
            "sample",
            [
                "general/base.imljson": #"{"baseUrl": "https://a.example"}"#, "common.json": #"{"k": 1}"#,
                "README.md": "Hi", "modules/groups.json": "[]",
                "connections/main/main.communication.iml.json": #"{"url": "https://a.example/me"}"#,
                "connections/main/main.common.json": #"{"secret": "s"}"#,
                "connections/main/connection.json": #"{"label": "Main", "type": "basic"}"#,
                "modules/List/communication.iml.json": #"{"url": "/list"}"#,
                "modules/List/list.mappable-params.iml.json": #"[{"name": "q"}]"#,
                "modules/List/module.json": #"{"label": "The list", "moduleType": "search", "connection": "main"}"#,
                "rpcs/items/api.imljson": #"{"url": "/items"}"#,
                "webhooks/hook/hook.attach.iml.json": #"{"url": "https://a.example/hooks"}"#,
                "functions/twice/twice.js": "function twice(a) { return a }",
                "functions/twice/test.js": "",
                "modules/.hidden/communication.iml.json": "{",
                "modules/notes/notes.txt": "no module",
            ]
        ).read()
        #expect(
            app.diagnostics.map(\.description) == [
                "modules/notes/notes.txt:1:1: warning: Nothing reads 'modules/notes/notes.txt'; the files of a module are "
                    + "called communication, static-params, mappable-params, interface, samples, scope, epoch [unread-file]"
            ]
        )
        #expect(app.status == .loaded)
        #expect(app.common == ["k": 1])
        #expect(app.readme == "Hi")
        let connection = try #require(app.connections["main"])
        #expect(connection.label == "Main")
        #expect(connection.common == ["secret": "s"])
        #expect(app.modules.map(\.name) == ["List"])
        let module = try #require(app.modules["list"])
        #expect(module.type == .search)
        #expect(module.label == "The list")
        #expect(module.connection == "main")
        #expect(module.form.parameters.map(\.name) == ["q"])
        #expect(try module.communication?.requests.first?.baseURL?.value() == "https://a.example")
        #expect(app.rpcs.map(\.name) == ["items"])
        #expect(app.webhooks["hook"]?.attach != nil)
        #expect(app.functions["twice"]?.tests == "")
    }

    @Test func theSmallestBundleIsAConnectionABaseParametersAndCommonData() throws {
        let app = try TemporaryBundle(
            "tiny",
            [
                "connection.iml.json": #"{"oauth": {}, "info": {"url": "https://a.example/me"}}"#,
                "base.iml.json": #"{"baseUrl": "https://a.example"}"#,
                "params.iml.json": #"[{"name": "consumerKey"}]"#,
                "common.json": #"{"consumerKey": "k"}"#,
            ]
        ).read()
        #expect(app.diagnostics.isEmpty)
        let connection = try #require(app.connections["tiny"])
        #expect(connection.handler == "oauth1")
        #expect(connection.form.parameters.map(\.name) == ["consumerKey"])
        #expect(connection.common == nil)
        #expect(app.common == ["consumerKey": "k"])
    }

    @Test func aModuleWithoutADescriptorIsAnAction() throws {
        let bundle = try TemporaryBundle(
            "sample",
            ["modules/a/communication.iml.json": #"{"url": "https://a.example"}"#]
        )
        let app = bundle.read()
        #expect(app.modules["a"]?.type == .action)
        #expect(
            app.diagnostics.map(\.description) == [
                "modules/a:1:1: warning: The module 'a' has no `moduleType`; it is taken as an action [unknown-type]"
            ]
        )
    }

    @Test func whatHoldsNothingOfABundleIsNone() throws {
        let bundle = try TemporaryBundle("sample", ["notes.txt": "hello", "modules/readme.md": "x"])
        let app = bundle.read()
        #expect(app.status == .failed)
        #expect(
            app.diagnostics.map(\.description) == [
                "makecomapp.json:1:1: error: There is no makecomapp.json, and no base.iml.json, connections/, modules/, "
                    + "rpcs/, webhooks/ or functions/ to do without it [missing-manifest]"
            ]
        )
        #expect(!AppDirectory.isBundle(bundle.directory))
    }

    @Test func aDirectoryThatLeadsOutIsReportedAndTheRestRuns() throws {
        let outside = try TemporaryBundle("outside", ["communication.iml.json": "{}"])
        let bundle = try TemporaryBundle("sample", ["base.iml.json": "{}", "rpcs/a/api.iml.json": "{}"])
        try bundle.link("rpcs/b", to: outside.directory)
        try bundle.link("rpcs/c", to: "c")
        let app = bundle.read()
        #expect(app.status == .partial)
        #expect(app.rpcs.map(\.name) == ["a"])
        #expect(app.diagnostics.map(\.code) == ["path-outside", "cyclic-link"])
        #expect(app.diagnostics.map(\.file) == ["rpcs/b", "rpcs/c"])
    }
}
