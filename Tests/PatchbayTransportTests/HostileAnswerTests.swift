import Foundation
import PatchbayTesting
import PatchbayTransport
import Testing

/// Servers that are slow, broken, wrong or out to do harm.
@Suite(.timeLimit(.minutes(1)))
struct HostileAnswerTests {
    private static let head = "HTTP/1.1 200 OK\r\n"

    /// The error for a server that answers one request with a script.
    private func failure(
        timeout: Duration = .seconds(30),
        limits: TransportLimits = .default,
        _ answer: @escaping @Sendable (LoopbackConnection) -> Void
    ) async throws -> TransportError? {
        let server = try LoopbackServer { connection in
            guard connection.readRequest() != nil else { return }
            answer(connection)
        }
        let request = TransportRequest(url: server.url(), timeout: timeout, limits: limits)
        return await PatchbayTransportTests.failure(try makeTransport(), request)
    }

    @Test func aHeaderThatDoesNotComeEndsAtTheTimeout() async throws {
        let start = ContinuousClock.now
        let error = try await failure(timeout: .milliseconds(150)) { $0.waitForEnd() }
        #expect(error?.code == .timeout)
        #expect(error?.requestMayHaveBeenSent == true)
        #expect(error?.message.contains("0.15 s") == true)
        #expect(ContinuousClock.now - start >= .milliseconds(150))
    }

    @Test func aHalfHeaderAndAHalfBodyEndAtTheTimeout() async throws {
        let header = try await failure(timeout: .milliseconds(150)) {
            $0.send("HTTP/1.1 200 OK\r\nContent-Ty")
            $0.waitForEnd()
        }
        #expect(header?.code == .timeout)
        let body = try await failure(timeout: .seconds(1)) {
            $0.send(Self.head + "Content-Length: 10\r\n\r\nabc")
            $0.waitForEnd()
        }
        #expect(body?.code == .timeout)
        #expect(body?.message.contains("3 bytes of the body had come") == true)
    }

    @Test func aResetInTheMiddleOfTheBodyIsTold() async throws {
        let sent = [UInt8](repeating: 7, count: 1_000)
        let error = try await failure {
            $0.send(Array((Self.head + "Content-Length: 100000\r\n\r\n").utf8) + sent)
            $0.reset()
        }
        #expect(error.map { [.connectionReset, .partialBody].contains($0.code) } == true)
        #expect(error?.code.isConnectionTrouble == true)
    }

    @Test func aBodyShorterThanAnnouncedIsAnError() async throws {
        let error = try await failure { $0.send(Self.head + "Content-Length: 10\r\n\r\nabc") }
        #expect(error?.code == .partialBody)
        #expect(error?.message.contains("3 bytes") == true)
    }

    @Test func aChunkedBodyWithoutItsEndIsAnError() async throws {
        let error = try await failure { $0.send(Self.head + "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n") }
        #expect(error.map { [.connectionReset, .partialBody].contains($0.code) } == true)
    }

    @Test func bytesBeyondTheAnnouncedEndAreNoPartOfTheBodyOrOfTheNextAnswer() async throws {
        let server = try LoopbackServer.answering(
            Self.head + "Content-Length: 3\r\n\r\nabcHTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil"
        )
        let transport = try makeTransport()
        for _ in 0..<3 { #expect(try await transport.send(TransportRequest(url: server.url())).text == "abc") }
    }

    @Test func anEndlessChunkedBodyEndsAtTheLimit() async throws {
        let error = try await failure(limits: TransportLimits(responseBytes: 500_000)) { connection in
            connection.send(Self.head + "Transfer-Encoding: chunked\r\n\r\n")
            let chunk = "1000\r\n" + String(repeating: "x", count: 4_096) + "\r\n"
            while connection.send(chunk) {}
        }
        #expect(error?.code == .responseTooLarge)
    }

    @Test func anAnnouncedBodyBeyondTheLimitIsNotRead() async throws {
        let error = try await failure(limits: TransportLimits(responseBytes: 1_000)) {
            $0.send(Self.head + "Content-Length: 1001\r\n\r\nx")
            $0.waitForEnd()
        }
        #expect(error?.code == .responseTooLarge)
        #expect(error?.message.contains("1001 bytes") == true)
    }

    @Test func anEndlessGzipBombEndsByItsRatio() async throws {
        let error = try await failure(limits: TransportLimits(responseBytes: 1 << 40)) { connection in
            connection.send(Self.head + "Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n")
            connection.sendChunk(GzipBomb.start)
            while connection.sendChunk(GzipBomb.piece) {}
        }
        #expect(error?.code == .decompressionRatio)
    }

    @Test func textThatCompressesWellIsNoBomb() async throws {
        let gzip = try #require(Data(base64Encoded: GzipBomb.harmless))
        let server = try LoopbackServer { connection in
            guard connection.readRequest() != nil else { return }
            connection.send(Self.head + "Content-Encoding: gzip\r\nContent-Length: \(gzip.count)\r\n\r\n")
            connection.send(Array(gzip))
        }
        let answer = try await makeTransport().send(TransportRequest(url: server.url()))
        #expect(answer.body == [UInt8](repeating: UInt8(ascii: "a"), count: 200_000))
        #expect(answer.headers.first("Content-Encoding") == "gzip")
    }

    @Test func aBodyThatIsNotWhatItsEncodingSaysIsAnError() async throws {
        let error = try await failure {
            $0.send(Self.head + "Content-Encoding: gzip\r\nContent-Length: 12\r\n\r\nplain text..")
        }
        #expect(error?.code == .badContentEncoding)
    }

    @Test func endlessHeaderLinesEndAtTheLimit() async throws {
        let error = try await failure { connection in
            connection.send(Self.head)
            while connection.send("X-Line: 1\r\n") {}
        }
        #expect(error?.code == .tooManyHeaders)
    }

    @Test func aHeaderLineWithoutEndEndsAtTheLimit() async throws {
        let error = try await failure { connection in
            connection.send(Self.head + "X-Long: ")
            while connection.send(String(repeating: "x", count: 4_096)) {}
        }
        #expect(error?.code == .tooManyHeaders)
    }

    @Test func endlessInterimAnswersEndAtTheLimit() async throws {
        let error = try await failure { connection in
            while connection.send("HTTP/1.1 100 Continue\r\n\r\n") {}
        }
        #expect(error?.code == .tooManyHeaders)
    }

    @Test(arguments: [
        "hello\r\n\r\n", "SSH-2.0-OpenSSH_9.2\r\n", "HTTP/1.1 2x0 OK\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nno colon\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nbad name: 1\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    ])
    func whatIsNotHTTPIsSaidToBeNone(_ answer: String) async throws {
        let error = try await failure { $0.send(answer) }
        #expect(error?.code == .malformedResponse, "\(error?.message ?? "an answer")")
    }

    @Test func aConnectionClosedWithoutAWordIsTold() async throws {
        let error = try await failure { _ in }
        #expect(error?.code == .connectionReset)
        #expect(error?.message.contains("closed the connection before it answered") == true)
    }

    @Test func aPortWhereNothingListensIsTold() async throws {
        let port = try UnheardPort()
        let error = await PatchbayTransportTests.failure(
            try makeTransport(),
            TransportRequest(url: "http://127.0.0.1:\(port.port)/")
        )
        #expect(error?.code == .connectionRefused)
        #expect(error?.connectionWasRefused == true)
        #expect(error?.requestMayHaveBeenSent == false)
    }

    @Test func theNextRequestIsServedAfterEveryFault() async throws {
        let turn = Counter()
        let server = try LoopbackServer { connection in
            while connection.readRequest() != nil {
                switch turn.raise() {
                case 1: return connection.reset()
                case 2:
                    connection.send("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nx")
                    return
                case 3:
                    connection.send("garbage\r\n\r\n")
                    return
                default: connection.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
                }
            }
        }
        let transport = try makeTransport()
        for _ in 0..<3 {
            #expect(await PatchbayTransportTests.failure(transport, TransportRequest(url: server.url())) != nil)
        }
        #expect(try await transport.send(TransportRequest(url: server.url())).text == "ok")
    }
}
