import IML
import PatchbayRuntime
import Testing

/// How far calls go, as the host and the app's common data say.
struct LimitTests {
    private static let spec =
        #"{"url": "/l", "response": {"iterate": "{{body.items}}", "output": "{{item.id}}"}, "pagination": {"qs": {"page": "{{pagination.page}}"}}}"#

    private func pages(common: String, limits: RuntimeLimits = TestHost.quickLimits) async throws -> Probe {
        try await Probe.run(
            Self.spec,
            app: TestApp(base: #"{"baseUrl": "URL"}"#, common: common),
            streams: true,
            on: try TestHost(limits: limits),
            script: PaginationTests.pages(of: 1_000, size: 2)
        )
    }

    @Test func commonDataAsksForMorePages() async throws {
        let probe = try await pages(common: #"{"patchbay": {"pages": 60}}"#)
        #expect(probe.requests.count == 60)
        #expect(probe.summary?.truncatedBy == "pages")
    }

    @Test func commonDataAsksForMoreRequestsToo() async throws {
        var limits = TestHost.quickLimits
        #expect(limits.requests == 1_000)
        limits.requests = 100
        let fewer = try await pages(common: #"{"patchbay": {"pages": 1000}}"#, limits: limits)
        #expect(fewer.requests.count == 100)
        #expect(fewer.summary?.truncatedBy == "requests")
        let all = try await pages(common: #"{"patchbay": {"pages": 1000, "requests": 1000}}"#, limits: limits)
        #expect(all.requests.count == 501)
        #expect(all.bundles.count == 1_000)
        #expect(all.summary?.truncatedBy == nil)
    }

    @Test func commonDataAsksForLess() async throws {
        let probe = try await pages(common: #"{"patchbay": {"pages": 3}}"#)
        #expect(probe.requests.count == 3)
    }

    @Test func theHostHasTheLastWord() async throws {
        var limits = TestHost.quickLimits
        limits.mostPages = 5
        let probe = try await pages(common: #"{"patchbay": {"pages": 60}}"#, limits: limits)
        #expect(probe.requests.count == 5)
    }

    @Test(arguments: [#"{"patchbay": {"pages": 0}}"#, #"{"patchbay": {"pages": "many"}}"#, #"{"patchbay": 7}"#])
    func whatIsNoNumberCountsForNothing(_ common: String) async throws {
        #expect(try await pages(common: common).requests.count == 50)
    }
}
