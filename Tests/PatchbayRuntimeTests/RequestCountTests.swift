import IML
import PatchbayAuth
import PatchbayRuntime
import Testing

/// One counter for everything a call sends, whatever makes it send.
struct RequestCountTests {
    private func run(
        _ spec: String,
        most: Int,
        retries: Int = 2,
        script: @escaping @Sendable (Received, Int) -> Answer = { _, _ in .json(#"{"items": [1]}"#) }
    ) async throws -> Probe {
        var limits = TestHost.quickLimits
        limits.requests = most
        limits.retries = retries
        limits.retrySeconds = 0.0001
        return try await Probe.run(spec, on: try TestHost(limits: limits), script: script)
    }

    private static let message =
        "The call sends more than the 10 requests it may: pages, repetitions, redirects, retries and refreshes count "
        + "(--max requests=…, or patchbay.requests in the app's common data)."

    @Test(arguments: [
        #"{"url": "/", "repeat": {"condition": true, "limit": 1000}}"#,
        "[" + Array(repeating: #"{"url": "/"}"#, count: 25).joined(separator: ",") + "]",
        "["
            + Array(repeating: #"{"url": "/", "repeat": {"condition": true, "limit": 3}}"#, count: 5)
            .joined(separator: ",") + "]",
    ])
    func repetitionsAndListsEndAtIt(_ spec: String) async throws {
        let probe = try await run(spec, most: 10)
        #expect(probe.requests.count == 10)
        #expect(probe.error?.type == .maxResultsExceededError)
        #expect(probe.error?.message == Self.message)
        #expect(probe.error?.place?.file.hasSuffix(".iml.json") == true)
    }

    @Test func redirectsCount() async throws {
        let probe = try await run(#"{"url": "/"}"#, most: 10) { request, count in .redirect("\(count)") }
        #expect(probe.requests.count == 10)
        #expect(probe.error?.message == Self.message)
    }

    @Test func retriesCount() async throws {
        let probe = try await run(#"{"url": "/"}"#, most: 10, retries: 15) { _, _ in .json("{}", status: 503) }
        #expect(probe.requests.count == 10)
        #expect(probe.error?.message == Self.message)
    }

    @Test func asManyAsAllowedAreFine() async throws {
        let spec = #"{"url": "/", "repeat": {"condition": true, "limit": 9}}"#
        let probe = try await run(spec, most: 10)
        #expect(probe.requests.count == 10)
        #expect(probe.failure == nil)
    }

    /// What was read until then is the answer, wherever on the way to a page the limit is met.
    @Test(arguments: [10, 11])
    func pagesEndAtItWithWhatThereIs(_ most: Int) async throws {
        let spec = #"""
            {"url": "/l", "response": {"iterate": "{{body.items}}"},
             "pagination": {"qs": {"page": "{{pagination.page}}"}}}
            """#
        // Each page is behind a redirect.
        let probe = try await run(spec, most: most) { request, _ in
            request.path.hasSuffix("/l")
                ? .redirect("there?\(request.query ?? "first")") : .json(#"{"items": ["\#(request.query ?? "")"]}"#)
        }
        #expect(probe.requests.count == most)
        #expect(probe.bundles.count == 5)
        #expect(probe.failure == nil)
        #expect(probe.summary?.truncatedBy == "requests")
    }

    @Test func anAnswerThatSaysTooManyResultsStaysAnError() async throws {
        let spec = #"""
            {"url": "/l", "pagination": {"qs": {"page": "{{pagination.page}}"}},
             "response": {"iterate": "{{body.items}}", "error": {"type": "MaxResultsExceededError", "message": "no"}}}
            """#
        let probe = try await run(spec, most: 3) { _, count in
            count == 3 ? .json("{}", status: 400) : .json(#"{"items": [1]}"#)
        }
        #expect(probe.error?.message == "no")
    }
}
