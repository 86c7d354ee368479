import IML
import PatchbayAuth
import PatchbayTransport
import Testing

@testable import PatchbayRuntime

/// What is noted of calls that went well.
struct NotesTests {
    @Test func eachStandsOnceInOrder() {
        #expect(Notes(["b", "a", "b"]).texts == ["b", "a"])
        // Alike to a reader, and not the same bytes.
        #expect(Notes(["\u{E9}", "e\u{301}"]).texts.count == 2)
    }

    @Test func thereAreOnlySoManyAndTheLastSaysSo() {
        let notes = Notes((1...1_000).map { "note \($0)" })
        #expect(notes.texts.count == Notes.most)
        #expect(notes.texts.dropLast() == (1..<Notes.most).map { "note \($0)" }[...])
        #expect(notes.texts.last == "There are more notes, which are not kept.")
    }

    @Test func aLongOneIsCut() {
        let notes = Notes([String(repeating: "x", count: 1 << 20)])
        #expect(notes.cost < 16 << 10)
        #expect(notes.shown(hiding: Masker([]))[0].utf8.count <= Excerpt.mostBytes + 3)
    }

    @Test func secretsAreMasked() {
        var secrets = SecretTexts()
        secrets.add("canary-secret-text")
        let masker = Masker(secrets)
        #expect(Notes(["before canary-secret-text after"]).shown(hiding: masker) == ["before ‹secret› after"])
    }

    /// Adds notes to what another transport answers, as decoding an answer may.
    private struct NotingTransport: Transport {
        let inner: any Transport

        func send(_ request: TransportRequest) async throws(TransportError) -> TransportResponse {
            var response = try await inner.send(request)
            response.notes = ["The answer to \(request.method) was odd.", "It was odd: canary-password."]
            return response
        }
    }

    @Test func thoseOfExchangesStandWithThemAndWithTheCall() async throws {
        let host = try TestHost(transport: { NotingTransport(inner: $0) })
        let probe = try await Probe.run(
            #"[{"url": "/a"}, {"url": "/b"}, {"url": "/c", "method": "POST"}]"#,
            expect: #"[{"name": "pin", "type": "password"}]"#,
            parameters: ["pin": "canary-password"],
            on: host
        )
        let (get, post) = ("The answer to GET was odd.", "The answer to POST was odd.")
        let masked = "It was odd: ‹secret›."
        #expect(probe.summary?.notes == [get, masked, post])
        let overview = try #require(host.runtime.executions.overviews(limit: 1).first)
        #expect(overview.summary.notes == [get, masked, post])
        let detail = try #require(host.runtime.executions.detail(overview.summary.id))
        #expect(detail.exchanges.map(\.notes) == [[get, masked], [get, masked], [post, masked]])
    }

    @Test func notesCountTowardsTheLogsMemory() throws {
        var response = TransportResponse(statusCode: 200)
        let plain = ExchangeRecord(TransportRequest(url: "http://a/"), try .plain, response, 0, bodyLimit: 0)
        response.notes = [String(repeating: "n", count: 4_000)]
        let noted = ExchangeRecord(TransportRequest(url: "http://a/"), try .plain, response, 0, bodyLimit: 0)
        #expect(noted.cost >= plain.cost + 4_000)
    }
}
