import IML
import Testing

@testable import PatchbayBundle

/// The platform's own export: no manifest, a `metadata.json` for the app and one for each component.
@Suite("Exports of the platform")
struct ExportTests {
    private static let files = [
        "metadata.json": """
        {"name": "ledger-1", "label": "Ledger", "version": 3, "theme": "#112233", "language": "en", "countries": null}
        """,
        "base.imljson": #"{"baseUrl": "https://ledger.example/v2", "headers": {"x-key": "{{connection.key}}"}}"#,
        "common.json": #"{"region": "eu"}"#, "groups.json": "[]", "readme.md": "# Ledger",
        "assets/icon.png": "no picture",
        "connections/ledger-1/metadata.json": #"{"name": "ledger-1", "label": "Ledger key", "type": "basic"}"#,
        "connections/ledger-1/api.imljson": #"{"url": "https://ledger.example/v2/me"}"#,
        "connections/ledger-1/parameters.imljson": #"[{"name": "key", "type": "password", "label": "Key"}]"#,
        "connections/ledger-1/scope.imljson": #"["read"]"#,
        "connections/ledger-1/scopes.imljson": #"{"read": "Read all"}"#,
        "connections/ledger-1/common.imljson": #"{"id": "i"}"#,
        "connections/ledger-1/install.imljson": #"{"secret": "{{parameters.secret}}"}"#,
        "rpcs/Accounts/metadata.json": #"{"name": "Accounts", "label": "List accounts", "connection": "ledger-1"}"#,
        "rpcs/Accounts/api.imljson": #"{"url": "/accounts"}"#, "rpcs/Accounts/parameters.imljson": "[]",
        "webhooks/ledger-1/metadata.json":
            #"{"name": "ledger-1", "label": "Bookings", "connection": "ledger-1", "type": "web-shared"}"#,
        "webhooks/ledger-1/api.imljson": #"{"output": "{{body}}", "uid": "{{body.id}}"}"#,
        "webhooks/ledger-1/attach.imljson": #"{"url": "https://ledger.example/hooks", "method": "POST"}"#,
        "webhooks/ledger-1/detach.imljson": "{}", "webhooks/ledger-1/update.imljson": "{}",
        "webhooks/ledger-1/parameters.imljson": "[]", "webhooks/ledger-1/scope.imljson": #"["hooks"]"#,
        "functions/double/metadata.json": #"{"name": "double", "args": "(n)"}"#,
        "functions/double/code.js": "function double(n) { return n * 2 }", "functions/double/test.js": "",
    ].merging(modules) { $1 }

    private static let modules = [
        ("book", "action", #"{"url": "/book", "method": "POST", "body": {"n": "{{double(parameters.n)}}"}}"#),
        ("find", "search", #"{"url": "/find", "response": {"iterate": "{{body}}"}}"#),
        ("any", "universal", #"{"url": "/{{parameters.path}}"}"#),
        (
            "poll", "trigger",
            #"{"url": "/poll", "response": {"iterate": "{{body}}", "trigger": {"type": "id", "order": "desc", "id": "{{item.id}}"}}}"#
        ),
        ("answer", "responder", #"{"response": {"status": 201, "body": {"ok": true}}}"#),
    ].reduce(into: [String: String]()) { files, module in
        let (name, type, api) = module
        let connection = type == "responder" ? "null" : "\"ledger-1\""
        files["modules/\(name)/metadata.json"] = """
            {"name": "\(name)", "label": "The \(name)", "description": "Does \(name).", "connection": \(connection),
             "webhook": null, "type": "\(type)"}
            """
        files["modules/\(name)/api.imljson"] = api
        files["modules/\(name)/parameters.imljson"] = #"[{"name": "fixed"}]"#
        files["modules/\(name)/interface.imljson"] = #"[{"name": "id", "type": "text", "label": "ID"}]"#
        files["modules/\(name)/samples.imljson"] = #"{"id": 1}"#
        if type == "trigger" {
            files["modules/\(name)/epoch.imljson"] =
                #"{"response": {"output": {"label": "{{item.id}}", "date": "{{item.at}}"}}}"#
        } else if type != "responder" {
            files["modules/\(name)/expect.imljson"] = #"[{"name": "n", "type": "number"}]"#
        }
        if type != "responder" { files["modules/\(name)/scope.imljson"] = #"["write"]"# }
    }.merging([
        "modules/listen/metadata.json":
            #"{"name": "listen", "label": "Watch", "connection": null, "webhook": "ledger-1", "type": "instant_trigger"}"#,
        "modules/listen/api.imljson": "{}",
    ]) { $1 }

    @Test func everythingIsAsTheMetadataSays() throws {
        let app = try TemporaryBundle("ledger", Self.files).read()
        #expect(app.diagnostics.map(\.description) == [])
        #expect(app.status == .loaded)
        #expect((app.name, app.label, app.version) == ("ledger", "Ledger", "3"))
        #expect(app.readme == "# Ledger")
        #expect(app.common == ["region": "eu"])
        let types = Dictionary(uniqueKeysWithValues: app.modules.map { ($0.name, $0.type) })
        #expect(
            types == [
                "book": .action, "find": .search, "any": .universal, "poll": .trigger, "answer": .responder,
                "listen": .instantTrigger,
            ]
        )
        let book = try #require(app.modules["book"])
        #expect((book.label, book.description, book.connection) == ("The book", "Does book.", "ledger-1"))
        #expect(book.form.parameters.map(\.name) == ["fixed", "n"])
        #expect(book.scope == ["write"])
        #expect(app.modules["poll"]?.epoch?.requests.count == 1)
        #expect(app.modules["listen"]?.webhook == "ledger-1")
        let connection = try #require(app.connections["ledger-1"])
        #expect((connection.label, connection.declaredType) == ("Ledger key", "basic"))
        #expect(connection.form.parameters.map(\.name) == ["key"])
        #expect(connection.defaultScope == ["read"])
        #expect(connection.scopeList == ["read": "Read all"])
        #expect(connection.common == ["id": "i"])
        #expect(connection.installDirectives != nil)
        #expect(app.rpcs.map(\.label) == ["List accounts"])
        let webhook = try #require(app.webhooks["ledger-1"])
        #expect((webhook.label, webhook.sharing, webhook.connection) == ("Bookings", .shared, "ledger-1"))
        #expect(webhook.requiredScope == ["hooks"])
        #expect(webhook.attach != nil)
        #expect(app.functions["double"]?.tests == "")
    }

    @Test func olderExportsNameTypesByNumber() throws {
        var files = [
            "general.json": #"{"name": "ledger-1", "label": "Ledger", "version": 2}"#,
            "connections/key/metadata.json": #"{"name": "key", "label": "Key", "type": "apikey"}"#,
            "connections/key/api.imljson": "{}",
            "webhooks/hook/metadata.json": #"{"name": "hook", "label": "Hook", "type": "web"}"#,
            "webhooks/hook/api.imljson": "{}",
        ]
        let numbers = [1, 4, 9, 10, 11, 12]
        for number in numbers {
            let key = number == 4 ? "type" : "typeId"
            files["modules/m\(number)/metadata.json"] =
                #"{"name": "m\#(number)", "label": "M", "\#(key)": \#(number), "webhook": \#(number == 10 ? "\"hook\"" : "null")}"#
            files["modules/m\(number)/api.imljson"] = "{}"
        }
        let app = try TemporaryBundle("src", files).read()
        #expect(app.diagnostics.map(\.code) == ["incomplete-trigger"])
        #expect((app.name, app.label, app.version) == ("ledger-1", "Ledger", "2"))
        #expect(app.connections["key"]?.declaredType == "basic")
        let types: [ModuleType] = [.trigger, .action, .search, .instantTrigger, .responder, .universal]
        for (number, type) in zip(numbers, types) { #expect(app.modules["m\(number)"]?.type == type) }
    }

    @Test func aNumberThatIsNoTypeIsAnError() throws {
        let app = try TemporaryBundle(
            "sample",
            ["modules/m/metadata.json": #"{"name": "m", "typeId": 7}"#, "modules/m/api.imljson": "{}"]
        ).read()
        #expect(
            app.diagnostics.map(\.description) == [
                "modules/m/metadata.json:1:25: error: '7' is no type of module; there are action, search, trigger, "
                    + "instant_trigger, responder, universal [unknown-type]"
            ]
        )
    }

    @Test func aComponentIsCalledAsItsMetadataSays() throws {
        let app = try TemporaryBundle(
            "sample",
            [
                "rpcs/list_accounts/metadata.json": #"{"name": "listAccounts", "label": "L"}"#,
                "rpcs/list_accounts/api.imljson": "{}",
                "modules/m/metadata.json": #"{"name": "m", "type": "action"}"#, "modules/m/api.imljson": "{}",
                "modules/m/expect.imljson": #"[{"name": "a", "type": "select", "options": "rpc://listAccounts"}]"#,
            ]
        ).read()
        #expect(app.diagnostics.map(\.description) == [])
        #expect(app.rpcs.map(\.name) == ["listAccounts"])
    }

    @Test func endpointsAreWarnedOfAndLeftOut() throws {
        let files = Self.files.merging(["endpoints/e/metadata.json": "{}", "endpoints/e/api.imljson": "{"]) { $1 }
        let app = try TemporaryBundle("ledger", files).read()
        #expect(
            app.diagnostics.map(\.description) == [
                "endpoints:1:1: warning: This host does not run endpoints; they are left out, the rest of the app runs "
                    + "[unsupported-component]"
            ]
        )
        let manifest = #"{"components": {"rpc": {"r": {}}, "endpoint": {"e": {}}}}"#
        #expect(
            try TemporaryBundle("sample", ["makecomapp.json": manifest]).problems() == [
                "makecomapp.json:1:35: warning: This host does not run endpoints; they are left out, the rest of the app "
                    + "runs [unsupported-component]"
            ]
        )
    }

    @Test(arguments: [
        ("ledger", "ledger"), ("src", "ledger-1"), ("main", "ledger-1"), ("tmp.Xy12", "ledger-1"),
        (".import-1", "ledger-1"),
        ("tmpk3j2x9az", "ledger-1"), ("x-3F2504E0-4F89-11D3-9A0C-0305E82C3301", "ledger-1"), ("template", "template"),
        ("my app", "ledger-1"),
    ])
    func theDirectoryNamesTheAppUnlessItSaysNothing(directory: String, name: String) throws {
        let files = [
            "metadata.json": #"{"name": "ledger-1"}"#, "base.imljson": "{}", "rpcs/r/api.imljson": "{}",
        ]
        #expect(try TemporaryBundle(directory, files).read().name == name)
    }

    @Test func withoutMetadataTheOriginAndThenTheParentNameIt() throws {
        let manifest = #"{"components": {"rpc": {"r": {}}}, "origins": [{"appId": "from-origin"}]}"#
        #expect(try TemporaryBundle("src", ["makecomapp.json": manifest]).read().name == "from-origin")
        let bundle = try TemporaryBundle("shop", ["src/makecomapp.json": #"{"components": {"rpc": {"r": {}}}}"#])
        #expect(BundleReader(catalog: .sample).read(directory: bundle.path("src")).name == "shop")
    }
}
