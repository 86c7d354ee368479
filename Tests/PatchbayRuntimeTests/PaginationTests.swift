import Foundation
import IML
import PatchbayAuth
import PatchbayRuntime
import Synchronization
import Testing

struct PaginationTests {
    /// A service of numbered items, `size` a page of `total`, by `page` or `offset` of the query.
    static func pages(of total: Int, size: Int) -> @Sendable (Received, Int) -> Answer {
        { request, _ in
            let query = Self.query(request)
            let start = query["offset"].flatMap { Int($0) } ?? ((query["page"].flatMap { Int($0) } ?? 1) - 1) * size
            let items = (start..<max(start, min(start + size, total))).map { #"{"id": \#($0 + 1)}"# }
            return .json(#"{"items": [\#(items.joined(separator: ", "))], "more": \#(start + size < total)}"#)
        }
    }

    static func query(_ request: Received) -> [String: String] {
        let pairs = (request.query ?? "").split(separator: "&").map { $0.split(separator: "=", maxSplits: 1) }
        return Dictionary(pairs.map { (String($0[0]), $0.count > 1 ? String($0[1]) : "") }, uniquingKeysWith: { $1 })
    }

    private static let ids = #""response": {"iterate": "{{body.items}}", "output": "{{item.id}}"}"#

    @Test func anEmptyPageHasNoItem() async throws {
        let probe = try await Probe.run(
            #"{"url": "/l", \#(Self.ids), "pagination": {"qs": {"page": "{{pagination.page}}"}, "condition": "{{item}}"}}"#,
            script: Self.pages(of: 3, size: 2)
        )
        #expect(probe.output == "1\n2\n3")
        #expect(probe.requests.map(\.target) == ["/l", "/l?page=2", "/l?page=3"])
    }

    static let ways: [(name: String, spec: String, targets: [String])] = [
        (
            "until a page is empty", #"{"url": "/l", \#(ids), "pagination": {"qs": {"page": "{{pagination.page}}"}}}"#,
            ["/l", "/l?page=2", "/l?page=3", "/l?page=4"]
        ),
        (
            "while a condition holds",
            #"{"url": "/l", \#(ids), "pagination": {"qs": {"page": "{{pagination.page}}"}, "condition": "{{body.more}}"}}"#,
            ["/l", "/l?page=2", "/l?page=3"]
        ),
        (
            "the request itself names the page",
            #"{"url": "/l", "qs": {"page": "{{pagination.page}}"}, \#(ids), "pagination": {"condition": "{{body.more}}"}}"#,
            ["/l?page=1", "/l?page=2", "/l?page=3"]
        ),
        (
            "by offset over the parent's query",
            #"{"url": "/l", "qs": {"x": "1"}, \#(ids), "pagination": {"qs": {"offset": "{{pagination.offset}}"}, "condition": "{{body.more}}"}}"#,
            ["/l?x=1", "/l?x=1&offset=2", "/l?x=1&offset=4"]
        ),
        (
            "a query in the url is added to",
            #"{"url": "/l?x=1", \#(ids), "pagination": {"qs": {"page": "{{pagination.page}}"}, "condition": "{{body.more}}"}}"#,
            ["/l?x=1", "/l?x=1&page=2", "/l?x=1&page=3"]
        ),
        (
            "only what it names without mergeWithParent",
            #"{"url": "/l", "qs": {"x": "1"}, \#(ids), "pagination": {"mergeWithParent": false, "qs": {"page": "{{pagination.page}}"}, "condition": "{{body.more}}"}}"#,
            ["/l?x=1", "/l?page=2", "/l?page=3"]
        ),
        (
            "by a url of its own",
            #"{"url": "/l", \#(ids), "pagination": {"url": "/next?page={{pagination.page}}", "condition": "{{body.more}}"}}"#,
            ["/l", "/next?page=2", "/next?page=3"]
        ),
        (
            "a link's query wins over the parent's",
            #"{"url": "/l", "qs": {"page": "1", "x": "1"}, \#(ids), "pagination": {"url": "URL/l?page={{pagination.page}}", "condition": "{{body.more}}"}}"#,
            ["/l?page=1&x=1", "/l?page=2&x=1", "/l?page=3&x=1"]
        ),
        (
            "until there is no further link",
            #"{"url": "/l", \#(ids), "pagination": {"url": "{{if(body.more, '/l?page=' + pagination.page, null)}}"}}"#,
            ["/l", "/l?page=2", "/l?page=3"]
        ),
        (
            "by what temp remembers",
            #"{"url": "/l", "response": {"temp": {"last": "{{pagination.page}}"}, "iterate": "{{body.items}}", "output": "{{item.id}}"}, "pagination": {"qs": {"page": "{{temp.last + 1}}"}, "condition": "{{body.more}}"}}"#,
            ["/l", "/l?page=2", "/l?page=3"]
        ),
    ]

    @Test(arguments: ways)
    func readsAllPages(_ way: (name: String, spec: String, targets: [String])) async throws {
        let probe = try await Probe.run(way.spec, script: Self.pages(of: 5, size: 2))
        #expect(probe.failure == nil)
        #expect(probe.requests.map(\.target) == way.targets)
        #expect(probe.output == "1\n2\n3\n4\n5")
    }

    @Test func replacesMethodAndBodyAndMergesHeaders() async throws {
        let probe = try await Probe.run(
            """
            {"url": "/l", "method": "POST", "headers": {"X-A": "1", "X-B": "1"}, "body": {"page": 1, "size": 2}, \(Self.ids),
             "pagination": {"method": "PUT", "headers": {"x-b": "2"}, "body": {"page": "{{pagination.page}}"},
                            "condition": "{{pagination.page < 3}}"}}
            """,
            script: { _, count in .json(#"{"items": [{"id": \#(count)}]}"#) }
        )
        #expect(probe.requests.map(\.method) == ["POST", "PUT"])
        #expect(probe.requests[1].text == #"{"page":2}"#)
        #expect(probe.requests[1].header("x-a") == "1")
        #expect(probe.requests[1].values("x-b") == ["2"])
        #expect(probe.output == "1\n2")
    }

    @Test func goesOnOverAnEmptyPageWhileTheConditionHolds() async throws {
        let probe = try await Probe.run(
            #"{"url": "/l", \#(Self.ids), "pagination": {"qs": {"page": "{{pagination.page}}"}, "condition": "{{body.more}}"}}"#,
            script: { _, count in
                count == 2
                    ? .json(#"{"items": [], "more": true}"#)
                    : .json(#"{"items": [{"id": \#(count)}], "more": \#(count < 3)}"#)
            }
        )
        #expect(probe.output == "1\n3")
    }

    @Test func stopsAsSoonAsTheLimitIsReached() async throws {
        let spec = #"{"url": "/l", \#(Self.ids), "pagination": {"qs": {"page": "{{pagination.page}}"}}}"#
        let probe = try await Probe.run(spec, limit: 3, script: Self.pages(of: 100, size: 2))
        #expect(probe.output == "1\n2\n3")
        #expect(probe.requests.count == 2)
        let exact = try await Probe.run(spec, limit: 4, script: Self.pages(of: 100, size: 2))
        #expect(exact.requests.count == 2)
    }

    @Test func stopsAtTheSpecsLimit() async throws {
        let probe = try await Probe.run(
            #"{"url": "/l", "response": {"iterate": "{{body.items}}", "output": "{{item.id}}", "limit": 3}, "pagination": {"qs": {"page": "{{pagination.page}}"}}}"#,
            limit: 50,
            script: Self.pages(of: 100, size: 2)
        )
        #expect(probe.output == "1\n2\n3")
        #expect(probe.requests.count == 2)
    }

    @Test func noticesALoop() async throws {
        let probe = try await Probe.run(
            #"{"url": "/l?page=1", \#(Self.ids), "pagination": {"url": "/l?page=1"}}"#,
            script: Self.pages(of: 100, size: 2)
        )
        #expect(probe.requests.count == 1)
        #expect(probe.error?.type == .runtimeError)
        #expect(
            probe.error?.message.hasPrefix("The pagination asks for the page it just read again (GET http://127.0.0.1:")
                == true
        )
        #expect(probe.error?.path == "pagination")
    }

    @Test func stopsAtTheHostsLimitOfPagesAndSaysSo() async throws {
        let probe = try await Probe.run(
            #"{"url": "/l", \#(Self.ids), "pagination": {"qs": {"page": "{{pagination.page}}"}}}"#,
            script: Self.pages(of: 1_000, size: 2)
        )
        #expect(probe.requests.count == 50)
        #expect(probe.bundles.count == 100)
        #expect(probe.summary?.truncatedBy == "pages")
        #expect(probe.summary?.requests == 50)
    }

    @Test func stopsAtTheHostsLimitOfRequests() async throws {
        var limits = TestHost.quickLimits
        limits.requests = 7
        let probe = try await Probe.run(
            #"{"url": "/l", \#(Self.ids), "pagination": {"qs": {"page": "{{pagination.page}}"}}}"#,
            on: try TestHost(limits: limits),
            script: Self.pages(of: 1_000, size: 2)
        )
        #expect(probe.requests.count == 7)
        #expect(probe.summary?.truncatedBy == "requests")
    }

    @Test func anErrorOnALaterPageIsTheCallsError() async throws {
        let probe = try await Probe.run(
            #"{"url": "/l", \#(Self.ids), "pagination": {"qs": {"page": "{{pagination.page}}"}}}"#,
            script: { request, count in
                count == 2 ? Answer(status: 400, reason: "Enough") : Self.pages(of: 100, size: 2)(request, count)
            }
        )
        #expect(probe.error?.message == "[400] Enough")
    }

    @Test func wrapsTheItemsOfAllPages() async throws {
        let probe = try await Probe.run(
            #"{"url": "/l", "response": {"iterate": "{{body.items}}", "output": "{{item.id}}", "wrapper": {"ids": "{{output}}"}}, "pagination": {"qs": {"page": "{{pagination.page}}"}}}"#,
            script: Self.pages(of: 5, size: 2)
        )
        #expect(probe.output == #"{"ids":[1,2,3,4,5]}"#)
    }

    @Test(arguments: [("action", nil), ("action", 1), ("search", 1)] as [(String, Int?)])
    func wrapsAllItemsHoweverFewBundlesMayCome(type: String, limit: Int?) async throws {
        let probe = try await Probe.run(
            #"{"url": "/l", "response": {"iterate": "{{body.items}}", "output": "{{item.id}}", "wrapper": {"ids": "{{output}}"}}, "pagination": {"qs": {"page": "{{pagination.page}}"}}}"#,
            type: type,
            limit: limit,
            script: Self.pages(of: 3, size: 2)
        )
        #expect(probe.output == #"{"ids":[1,2,3]}"#)
    }

    @Test func givesNoMoreBundlesThanTheHostAllowsUnlessStreamed() async throws {
        var limits = TestHost.quickLimits
        limits.bundles = 5
        let host = try TestHost(limits: limits)
        let spec = #"{"url": "/l", \#(Self.ids), "pagination": {"qs": {"page": "{{pagination.page}}"}}}"#
        let probe = try await Probe.run(spec, on: host, script: Self.pages(of: 8, size: 2))
        #expect(probe.error?.type == .maxResultsExceededError)
        #expect(probe.error?.message == "The call gives more than 5 bundles; ask for them as a stream, or set a limit.")
        let streamed = try await Probe.run(spec, streams: true, on: host, script: Self.pages(of: 8, size: 2))
        #expect(streamed.bundles.count == 8)
    }

    @Test(arguments: ["", #", "wrapper": {"all": "{{output}}"}"#])
    func givesNoMoreBytesThanTheHostAllowsUnlessStreamed(_ wrapper: String) async throws {
        var limits = TestHost.quickLimits
        limits.bundleBytes = 10_000
        let host = try TestHost(limits: limits)
        let text = String(repeating: "x", count: 3_000)
        let spec =
            #"{"url": "/l", "response": {"iterate": "{{body.items}}", "output": {"t": "\#(text)"}\#(wrapper)}}"#
        let fits = try await Probe.run(spec, on: host, script: Self.pages(of: 3, size: 3))
        #expect(fits.error == nil)
        let probe = try await Probe.run(spec, on: host, script: Self.pages(of: 4, size: 4))
        #expect(probe.error?.type == .maxResultsExceededError)
        #expect(
            probe.error?.message
                == "The call gives more than 10000 bytes of bundles; ask for them as a stream, or set a limit."
        )
        guard wrapper.isEmpty else { return }
        let streamed = try await Probe.run(spec, streams: true, on: host, script: Self.pages(of: 4, size: 4))
        #expect(streamed.bundles.count == 4)
    }

    @Test func fetchesNoPageAheadOfItsReader() async throws {
        let host = try TestHost.shared.get()
        let name = host.freshName()
        var app = TestApp(base: #"{"baseUrl": "URL"}"#)
        app.modules["list"] = TestApp.Module(
            communication: #"{"url": "/l", \#(Self.ids), "pagination": {"qs": {"page": "{{pagination.page}}"}}}"#
        )
        let requests = Atomic<Int>(0)
        let script = Self.pages(of: 20, size: 2)
        try host.install(app, as: name) { request in
            script(request, requests.wrappingAdd(1, ordering: .relaxed).newValue)
        }
        let seen = Mutex<[Int]>([])
        _ = try await host.runtime.runModule(ComponentCall(app: name, component: "list"), streams: true) { _ in
            await Task.yield()
            seen.withLock { $0.append(requests.load(ordering: .relaxed)) }
        }
        #expect(seen.withLock(\.self) == (0..<20).map { $0 / 2 + 1 })
    }

    @Test func aReaderThatLeavesEndsTheCall() async throws {
        struct Left: Error {}
        let host = try TestHost.shared.get()
        let name = host.freshName()
        var app = TestApp(base: #"{"baseUrl": "URL"}"#)
        app.modules["list"] = TestApp.Module(
            communication: #"{"url": "/l", \#(Self.ids), "pagination": {"qs": {"page": "{{pagination.page}}"}}}"#
        )
        let requests = Atomic<Int>(0)
        let script = Self.pages(of: 20, size: 2)
        try host.install(app, as: name) { request in
            script(request, requests.wrappingAdd(1, ordering: .relaxed).newValue)
        }
        await #expect(throws: Left.self) {
            _ = try await host.runtime.runModule(ComponentCall(app: name, component: "list"), streams: true) { bundle in
                if bundle == 3 { throw Left() }
            }
        }
        #expect(requests.load(ordering: .relaxed) == 2)
    }
}
