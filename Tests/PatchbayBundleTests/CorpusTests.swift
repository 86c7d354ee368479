import Foundation
import IML
import Testing

@testable import PatchbayBundle

/// Public apps, read where they are at hand beside the package.
@Suite("Public apps", .enabled(if: Corpus.isThere))
struct CorpusTests {
    @Test(arguments: Corpus.bundles) func loadsAndRunsWhole(directory: String) throws {
        let app = BundleReader(catalog: .sample).read(directory: directory)
        let name = try #require(directory.split(separator: "/").last.map(String.init))
        #expect(app.status != .failed)
        #expect(!app.modules.isEmpty)
        let errors = app.diagnostics.filter { $0.severity == .error }.map(\.description)
        #expect(errors == Corpus.mistakes[name] ?? [])
        #expect(app.modules.filter { !$0.failures.isEmpty }.map(\.name) == Corpus.brokenModules[name] ?? [])
        #expect(app.rpcs.filter { !$0.failures.isEmpty }.map(\.name) == [])
        #expect(app.connections.allSatisfy { $0.failures.isEmpty && $0.handler != nil })
    }
}

@Suite("The documented OAuth 1.0a spec", .enabled(if: Corpus.example != nil))
struct DocumentedSpecTests {
    @Test func loadsWithoutAComplaint() throws {
        let bundle = try TemporaryBundle(
            "sample",
            [
                "connection.iml.json": try #require(Corpus.example),
                "base.iml.json": #"{"baseUrl": "https://www.example.com/api"}"#,
                "params.iml.json": #"[{"name": "consumerKey"}, {"name": "consumerSecret", "type": "password"}]"#,
                "common.json": #"{"consumerKey": "k", "consumerSecret": "s"}"#,
            ]
        )
        let app = bundle.read()
        #expect(app.diagnostics.map(\.description) == [])
        let directives = try #require(app.connections["sample"]?.directives)
        #expect(Set(directives.keys) == ["requestToken", "authorize", "accessToken", "info"])
        let oauth = try directives["accessToken"]?.requests.first?.signing["oauth"]?.value([
            "parameters": ["consumerKey": ""], "common": ["consumerKey": "k", "consumerSecret": "s"],
            "temp": ["token": "t", "token_secret": "ts", "verifier": "v"],
        ])
        #expect(
            oauth == ["consumer_key": "k", "consumer_secret": "s", "token": "t", "token_secret": "ts", "verifier": "v"]
        )
    }
}

enum Corpus {
    /// The documented spec, where it is at hand.
    static let example = try? String(contentsOfFile: root + "/../format/oauth1-example.iml.json", encoding: .utf8)

    static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("../shared/corpus").standardized.path

    static let bundles = AppDirectory.bundles(in: root)
    static var isThere: Bool { !bundles.isEmpty }

    /// What is really wrong in a public app, found by hand to be so: the language has no object literals, and one
    /// call is never closed.
    static let mistakes: [String: [String]] = [
        // The language has no function `or`.
        "everyrow": [
            "modules/getTaskStatus.imljson:25:36: error: There is no function or. An app's own functions stand in "
                + "functions/or/or.code.js [unknown-function]"
        ],
        "linked-api": [
            "makecomapp.json:7:15: error: The path '../README.md' leads out of the bundle; "
                + "move the file into the bundle's directory [path-outside]",
            literal("fetch-company", 12, 72), literal("fetch-company", 13, 60), literal("fetch-company", 14, 64),
            literal("fetch-person", 16, 65), literal("fetch-person", 17, 70), literal("fetch-person", 18, 72),
            literal("nv-fetch-company", 11, 72), literal("nv-fetch-company", 12, 60),
        ],
        "relevance-ai": [
            "modules/execute-atool/execute-atool.communication.iml.json:29:30: error: `if(` is never closed. Add `)` "
                + "[template-syntax]"
        ],
    ]

    /// The modules these mistakes keep from running.
    static let brokenModules = [
        "everyrow": ["getTaskStatus"],
        "linked-api": ["fetchPerson", "fetchCompany", "nvFetchCompany"],
        "relevance-ai": ["executeATool"],
    ]

    private static func literal(_ module: String, _ line: Int, _ column: Int) -> String {
        "modules/\(module)/api.iml.json:\(line):\(column): error: IML has no object literals. "
            + "Use object('key', value, …) [template-syntax]"
    }
}
