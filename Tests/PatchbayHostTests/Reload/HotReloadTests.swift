import IML
import PatchbayTesting
import Testing

@testable import PatchbayHost

/// A running host follows its files.
struct HotReloadTests {
    private let run = "/v1/apps/demo/modules/greet/run"
    private let ada = #"{"parameters": {"name": "Ada"}}"#

    private func withHost(
        _ given: [SettingKey: [String]] = [:],
        _ test: @escaping @Sendable (TestHost) async throws -> Void
    ) async throws {
        let directory = try TemporaryDirectory()
        try SampleBundle.write("demo", into: directory)
        try await TestHost.run(in: directory, given, test)
    }

    private func answers(_ host: TestHost, _ text: String) async throws -> Bool {
        try await host.eventually("POST", run, ada) { $1["bundles"].element(at: 1)["text"] == .text(text) }
    }

    @Test(arguments: [[:], [SettingKey.poll: ["true"]]])
    func aSavedFileAnswers(given: [SettingKey: [String]]) async throws {
        try await withHost(given) { host in
            try host.directory.write(SampleBundle.greet("hi"), to: "apps/demo/greet.iml.json")
            #expect(try await answers(host, "hi Ada"))
            try host.directory.replace("apps/demo/greet.iml.json", with: SampleBundle.greet("servus"))
            #expect(try await answers(host, "servus Ada"))
        }
    }

    @Test func aBrokenFileKeepsTheLastGoodDefinitionAndShowsTheProblem() async throws {
        try await withHost { host in
            try host.directory.write("{\"response\": {\"output\": ", to: "apps/demo/greet.iml.json")
            let shown = try await host.eventually("GET", "/v1/apps/demo") { $1["diagnostics"] != [] }
            #expect(shown)
            let diagnostic = try await host.json("GET", "/v1/apps/demo").value["diagnostics"].element(at: 1)
            #expect(diagnostic["file"] == "greet.iml.json")
            #expect(try await answers(host, "hello Ada"))
            try host.directory.write(SampleBundle.greet("mended"), to: "apps/demo/greet.iml.json")
            #expect(try await answers(host, "mended Ada"))
            #expect(try await host.json("GET", "/v1/apps/demo").value["diagnostics"] == [])
        }
    }

    @Test func aBrokenManifestKeepsEverything() async throws {
        try await withHost { host in
            try host.directory.write("{", to: "apps/demo/makecomapp.json")
            let failed = try await host.eventually("GET", "/v1/apps/demo") { $1["status"] == "failed" }
            #expect(failed)
            #expect(try await answers(host, "hello Ada"))
        }
    }

    @Test func newAppsAppearAndRemovedOnesAreGone() async throws {
        try await withHost { host in
            try SampleBundle.write("other", into: host.directory)
            let appears = try await host.eventually("GET", "/v1/apps/other") { status, _ in status == 200 }
            #expect(appears)
            try host.directory.remove("apps/other")
            let isGone = try await host.eventually("GET", "/v1/apps/other") { status, _ in status == 404 }
            #expect(isGone)
            try SampleBundle.write("other", into: host.directory, greeting: "back")
            let back = try await host.eventually("POST", "/v1/apps/other/modules/greet/run", ada) {
                $1["bundles"].element(at: 1)["text"] == "back Ada"
            }
            #expect(back)
        }
    }

    @Test func aRemovedModuleAnswers404AndTheOthersGoOn() async throws {
        try await withHost { host in
            try host.directory.replace(
                "apps/demo/makecomapp.json",
                with: #"""
                    {"components": {"module": {"count": {
                        "label": "Count", "moduleType": "search", "codeFiles": {"communication": "count.iml.json"}
                    }}}}
                    """#
            )
            let isGone = try await host.eventually("POST", run, ada) { status, _ in status == 404 }
            #expect(isGone)
            let other = try await host.json(
                "POST",
                "/v1/apps/demo/modules/count/run",
                #"{"parameters": {"items": "a"}}"#
            )
            #expect(other.status == 200)
        }
    }

    @Test func oneBadAppNeverStopsTheOthers() async throws {
        let directory = try TemporaryDirectory()
        try SampleBundle.write("demo", into: directory)
        try directory.write("not JSON", to: "apps/bad/makecomapp.json")
        try await TestHost.run(in: directory) { host in
            let call = try await host.json("POST", run, ada)
            #expect(call.status == 200)
            let bad = try await host.json("GET", "/v1/apps/bad").value
            #expect(bad["status"] == "failed")
        }
    }

    @Test func withoutWatchingOnlyAReloadReads() async throws {
        try await withHost([.noWatch: ["true"]]) { host in
            try host.directory.write(SampleBundle.greet("hi"), to: "apps/demo/greet.iml.json")
            #expect(try await answers(host, "hello Ada"))
            let (status, answer) = try await host.json("POST", "/v1/reload")
            #expect(status == 200)
            #expect(answer["changes"].element(at: 1)["app"] == "demo")
            #expect(answer["changes"].element(at: 1)["change"] == "changed")
            #expect(try await answers(host, "hi Ada"))
            #expect(try await host.json("POST", "/v1/reload").value["changes"] == [])
        }
    }
}
