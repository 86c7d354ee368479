import IML
import PatchbayAuth
import PatchbayTransport
import Testing

@testable import PatchbayRuntime

struct ExecutionLogTests {
    private static func record(_ id: String, headers: HeaderFields = [:], body: Int = 0) throws -> ExecutionRecord {
        var exchanges = ExchangeList()
        exchanges.append(
            ExchangeRecord(
                TransportRequest(url: "http://service.example/"),
                try OutgoingRequest.plain,
                TransportResponse(statusCode: 200, headers: headers, body: [UInt8](repeating: 0x61, count: body)),
                0,
                bodyLimit: 1 << 20
            ),
            most: 100
        )
        let summary = ExecutionSummary(id: id, requests: 1, bundles: 0, durationMilliseconds: 1)
        let overview = ExecutionOverview(
            summary: summary,
            app: "a",
            component: "c",
            kind: "module",
            connection: nil,
            startedAt: Timestamp(millisecondsSinceEpoch: 0),
            error: nil
        )
        return ExecutionRecord(overview: overview, exchanges: exchanges, masker: Masker([]))
    }

    private static func ids(_ log: ExecutionLog) -> [String] {
        log.overviews(limit: 100).map(\.summary.id)
    }

    @Test func theOldestMakeRoom() throws {
        let log = ExecutionLog(capacity: 3, mostBytes: 1 << 20)
        for number in 1...5 { log.add(try Self.record("\(number)")) }
        #expect(Self.ids(log) == ["5", "4", "3"])
        #expect(log.detail("2") == nil)
        #expect(log.detail("4") != nil)
    }

    @Test func bodiesAndHeaderLinesCountTowardsTheMemory() throws {
        let lines = HeaderFields((0..<1_000).map { ("X-Line-\($0)", String(repeating: "v", count: 50)) })
        for large in [try Self.record("large", body: 60_000), try Self.record("large", headers: lines)] {
            let log = ExecutionLog(capacity: 100, mostBytes: 64_000)
            for number in 1...5 { log.add(try Self.record("\(number)")) }
            log.add(large)
            #expect(Self.ids(log).count < 4)
            #expect(Self.ids(log).first == "large")
        }
    }

    @Test func theLastCallStaysHoweverLargeItIs() throws {
        let log = ExecutionLog(capacity: 100, mostBytes: 1_000)
        log.add(try Self.record("1"))
        log.add(try Self.record("2", body: 50_000))
        #expect(Self.ids(log) == ["2"])
    }
}

extension OutgoingRequest {
    /// A request as any.
    static var plain: OutgoingRequest {
        get throws {
            try OutgoingRequest(
                EvaluatedRequest(
                    url: "http://service.example/",
                    isAnswerGiven: false,
                    base: nil,
                    method: "GET",
                    headers: [:],
                    query: nil,
                    body: .undefined,
                    bodyType: .json,
                    encodesURL: true,
                    gzip: true,
                    timeoutMilliseconds: 1_000,
                    followsRedirects: true,
                    followsAllRedirects: true,
                    trustedCertificates: nil,
                    signing: [:],
                    sanitize: []
                ),
                limits: RuntimeLimits()
            ) { "boundary" }
        }
    }
}
