import IML
import PatchbayAuth
import PatchbayBundle
import PatchbayTesting
import PatchbayText
import PatchbayTransport
import Testing

@testable import PatchbayRuntime

/// Whatever services and callers send, the work on it grows with its length.
struct GrowthTests {
    private static let readings: [TextReading] = [
        TextReading("form", in: ["a=…", "…=b"]) { _ = FormDecoding.fields($0.utf8) },
        TextReading("media type", in: ["application/json; charset=…", "application/…+json"]) {
            let type = MediaType($0)
            _ = (type.structure, type.charsetLabel)
        },
        TextReading("answer in JSON") { try read($0, "application/json") },
        TextReading("answer in XML", in: ["<a>…</a>"]) { try read($0, "text/xml") },
        TextReading("answer as a form") { try read($0, "application/x-www-form-urlencoded") },
        TextReading("answer as text") { try read($0, "text/plain; charset=iso-8859-1") },
        TextReading("answer of no type") { try read($0, "") },
        TextReading("type of an answer") { _ = try ResponseType(named: $0) },
        TextReading("type of a body") { _ = BodyType(named: $0) },
        TextReading("Retry-After", in: ["Sun, 06 Nov 1994 …"]) { _ = RetryAfter.seconds($0, now: 0) },
        TextReading("address", in: ["http://…", "http://a/…", "http://a?…", "http://a/../…/./", "http://a#…"]) {
            _ = try WebAddress.requested($0).prepared(encodes: true).withoutDotSegments
        },
        TextReading("relative address") { _ = WebAddress.join(base: "http://a/" + $0, relative: $0) },
        TextReading("parts") {
            _ = try MultipartBody.write([$0: .text($0), "a": ["value": .text($0)]], boundary: "b")
        },
        TextReading("fields of a form") { _ = FormEncoding.encode([$0: ["a": .text($0)]], arrays: .brackets) },
        TextReading("path to mask", in: ["response.body.…"]) { text in
            _ = SanitizePath("response.body.a").masked(["response": ["body": [text: 1]]])
            _ = SanitizePath(text).masked(["a": 1])
        },
        TextReading("name of an app") { _ = try ComponentLookup(AppCatalog()).app($0) },
        TextReading("refused authorization") {
            let refusals = RefusedAuthorizations()
            refusals.keep("no", of: $0)
            _ = refusals["a" + $0]
        },
        TextReading("log of calls") { _ = log.detail($0) },
        TextReading("app in the log of calls") { _ = log.overviews(limit: 10, app: $0) },
    ]

    private static let log = ExecutionLog(capacity: 10, mostBytes: 1 << 20)

    private static func read(_ text: String, _ type: String) throws {
        let headers: HeaderFields = type.isEmpty ? [:] : ["Content-Type": type]
        _ = try ResponseBodyReader.read(
            TransportResponse(statusCode: 200, headers: headers, body: Array(text.utf8)),
            as: "automatic",
            quoting: .withheld
        )
    }

    @Test(arguments: readings)
    func workGrowsNoFasterThanTheText(_ reading: TextReading) {
        #expect(reading.excesses().isEmpty)
    }

    @Test(arguments: [
        Bulk("form of one name", "", "a=b&") { _ = FormDecoding.fields($0.utf8) },
        Bulk("form of many names", "", "a#=b&") { _ = FormDecoding.fields($0.utf8) },
        Bulk("form of two names in turn", "", "a=1&b=2&") { _ = FormDecoding.fields($0.utf8) },
    ])
    func workGrowsNoFasterThanAForm(_ form: Bulk) {
        #expect(form.excess() == nil)
    }

    @Test(arguments: ["X-Line", "X-Line-#"])
    func workGrowsNoFasterThanHeadersThatRepeat(_ name: String) {
        let growth = GrowthProbe.standard.excess(
            "header lines named \(name)",
            input: { bytes in
                (0..<bytes / 12).map { (name: name.replacing("#", with: "\($0)"), value: Value.text("value")) }
            },
            { lines in _ = Fields(repeatable: lines, caseInsensitiveKeys: true) }
        )
        #expect(growth == nil)
    }

    @Test func workGrowsNoFasterThanTheLogOfCalls() {
        let growth = GrowthProbe.standard.excess(
            "log of calls",
            input: { bytes in (bytes / 8, ExecutionLog(capacity: bytes / 16, mostBytes: 1 << 30)) },
            { count, log in
                for number in 0..<count { log.add(.named("\(number)")) }
                _ = log.overviews(limit: count)
                _ = log.detail("0")
            }
        )
        #expect(growth == nil)
    }
}

extension ExecutionRecord {
    fileprivate static func named(_ id: String) -> ExecutionRecord {
        let overview = ExecutionOverview(
            summary: ExecutionSummary(id: id, requests: 0, bundles: 0, durationMilliseconds: 0),
            app: "a",
            component: "c",
            kind: "module",
            connection: nil,
            startedAt: Timestamp(millisecondsSinceEpoch: 0),
            error: nil
        )
        return ExecutionRecord(overview: overview, exchanges: ExchangeList(), masker: Masker([]))
    }
}
