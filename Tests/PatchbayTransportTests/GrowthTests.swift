import PatchbayTesting
import PatchbayText
import Testing

@testable import PatchbayTransport

@Suite("Growth")
struct GrowthTests {
    private static let readings: [TextReading] = [
        TextReading(
            "head of an answer",
            in: ["HTTP/1.1 200 …\r\n\r\n", "HTTP/1.1 200 OK\r\n…\r\n\r\n", "HTTP/1.1 200 OK\r\na: …\r\n\r\n"]
        ) {
            _ = try ResponseHead(Array($0.utf8), from: "a")
        },
        TextReading(
            "address",
            in: ["http://…", "http://a/…", "http://a?…", "http://[…]/", "http://a:…/", "http://….example/"]
        ) {
            let address = WebAddress($0)
            _ = (try address.checkedOrigin(), address.requestTarget)
        },
        TextReading("address in a log") { _ = TransportRequest(url: $0).description },
        TextReading("header lines", in: ["a…"]) { text in
            var request = TransportRequest(url: "http://a/", headers: ["a": text, text: "a", "Content-Length": text])
            request.headers.set("a", "b")
            _ = request.headers == ["a": "b", text: "a"]
            _ = try HeaderPreparation.lines(request, redirectedFrom: nil)
        },
        TextReading("content length") { text in
            _ = try HeaderPreparation.lines(
                TransportRequest(url: "http://a/", headers: ["Content-Length": text]),
                redirectedFrom: nil
            )
        },
        TextReading("allowed host", in: ["*.…"]) { _ = try HostPattern($0) },
    ]

    @Test("work grows no faster than the text", arguments: readings)
    func texts(_ reading: TextReading) {
        #expect(reading.excesses().isEmpty)
    }

    @Test(
        "work grows no faster than an answer's head",
        arguments: [
            Bulk("header lines of one name", "HTTP/1.1 200 OK\r\n", "a: b\r\n", "\r\n", head),
            Bulk("header lines of many names", "HTTP/1.1 200 OK\r\n", "a#: b\r\n", "\r\n", head),
            Bulk("continued lines", "HTTP/1.1 200 OK\r\na: b\r\n", " more\r\n", "\r\n", head),
            Bulk("blank lines", "HTTP/1.1 200 OK\r\na: b\r\n", " \r\n", "\r\n", head),
        ]
    )
    func heads(_ head: Bulk) {
        #expect(head.excess() == nil)
    }

    private static let head: @Sendable (String) throws -> Void = { text in
        let head = try ResponseHead(Array(text.utf8), from: "a")
        _ = head.headers.values("a")
        _ = head.headers.hashValue
    }
}
