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

    /// A cursor that leads from page to page as a table says.
    private static func cursors(_ next: [String: String]) -> @Sendable (Received, Int) -> Answer {
        { request, count in
            let cursor = request.method == "POST" ? request.text : query(request)["cursor"] ?? ""
            let key = next.keys.first { !$0.isEmpty && cursor.contains($0) } ?? ""
            return .json(#"{"items": [{"id": \#(count)}], "next": "\#(next[key] ?? "")"}"#)
        }
    }

    static let cycles: [(spec: String, method: String)] = [
        (#""pagination": {"qs": {"cursor": "{{body.next}}"}}"#, "GET"),
        (#""pagination": {"url": "/l?cursor={{body.next}}"}"#, "GET"),
        (#""method": "POST", "body": {"at": ""}, "pagination": {"body": {"at": "{{body.next}}"}}"#, "POST"),
        (
            #""method": "POST", "body": {"at": ""}, "type": "multipart/form-data", "pagination": {"body": {"at": "{{body.next}}"}}"#,
            "POST"
        ),
    ]

    @Test(
        arguments: cycles,
        [
            ["": "at-1", "at-1": "at-2", "at-2": "at-1"], ["": "at-1", "at-1": "at-2", "at-2": "at-3", "at-3": "at-1"],
            ["": "at-1", "at-1": "at-1"],
        ]
    )
    func noticesACursorThatComesBack(_ cycle: (spec: String, method: String), _ next: [String: String]) async throws {
        let probe = try await Probe.run(
            #"{"url": "/l", \#(Self.ids), \#(cycle.spec)}"#,
            script: Self.cursors(next)
        )
        // Each page is read once.
        #expect(probe.requests.count == next.count)
        #expect(probe.bundles == (1...next.count).map { Value($0) })
        let which = next.count == 2 ? "the page it just read again" : "a page it has read before"
        let start = "The pagination asks for \(which) (\(cycle.method) http://127.0.0.1:"
        #expect(probe.error?.message.hasPrefix(start) == true, "\(probe.error?.message ?? "no error")")
        #expect(probe.error?.path == "pagination")
    }

    @Test func aPageWhoseCredentialsWereRenewedIsNotOneThatComesBack() async throws {
        let host = try TestHost(handlers: [RenewingHandler()])
        let service = TokenService()
        var app = TokenService.app()
        app.modules["m"] = TestApp.Module(
            communication: #"{"url": "/l", \#(Self.ids), "pagination": {"qs": {"page": "{{pagination.page}}"}}}"#,
            connection: "c"
        )
        let script = Self.pages(of: 4, size: 2)
        try host.install(app, as: "app") { request in
            guard request.path == "/l" else { return service.answer(request) }
            let answer = service.answer(request)
            return answer.status == 200 ? script(request, 0) : answer
        }
        let id = try await host.runtime.connections.create(app: "app", connection: "c", name: nil, parameters: [:]).id
        let bundles = CollectedBundles()
        _ = try await host.runtime.runModule(ComponentCall(app: "app", component: "m", connection: id)) { bundle in
            bundles.append(bundle)
            // The page behind the first two is asked for with a token that has ended.
            if bundle == 2 { service.end() }
        }
        #expect(bundles.all == [1, 2, 3, 4])
        #expect(service.renewals == 1)
    }

    @Test func aListThatEndsAtTheLimitIsNotCutOff() async throws {
        var limits = TestHost.quickLimits
        limits.pages = 3
        let spec =
            #"{"url": "/l", \#(Self.ids), "pagination": {"url": "{{if(body.more, '/l?page=' + pagination.page, null)}}"}}"#
        let whole = try await Probe.run(spec, on: try TestHost(limits: limits), script: Self.pages(of: 6, size: 2))
        #expect(whole.bundles.count == 6)
        #expect(whole.summary?.truncatedBy == nil)
        let cut = try await Probe.run(spec, on: try TestHost(limits: limits), script: Self.pages(of: 7, size: 2))
        #expect(cut.bundles.count == 6)
        #expect(cut.requests.count == 3)
        #expect(cut.summary?.truncatedBy == "pages")
        limits.requests = 2
        let asked = try await Probe.run(spec, on: try TestHost(limits: limits), script: Self.pages(of: 4, size: 2))
        #expect(asked.summary?.truncatedBy == nil)
        let refused = try await Probe.run(spec, on: try TestHost(limits: limits), script: Self.pages(of: 5, size: 2))
        #expect(refused.bundles.count == 4)
        #expect(refused.summary?.truncatedBy == "requests")
    }

    @Test func aRepetitionThatALimitEndsSaysSo() async throws {
        var limits = TestHost.quickLimits
        limits.repetitions = 3
        func run(_ limit: String) async throws -> Probe {
            try await Probe.run(
                #"{"url": "/", "repeat": {"condition": true, "delay": 0\#(limit)}}"#,
                on: try TestHost(limits: limits)
            )
        }
        #expect(try await run("").summary?.truncatedBy == "repetitions")
        #expect(try await run(#", "limit": 10"#).summary?.truncatedBy == "repetitions")
        // What a spec wants is no limit of the host.
        #expect(try await run(#", "limit": 2"#).summary?.truncatedBy == nil)
        #expect(try await run(#", "limit": 3"#).summary?.truncatedBy == nil)
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
