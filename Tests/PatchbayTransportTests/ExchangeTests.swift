import Foundation
import PatchbayTesting
import PatchbayText
import PatchbayTransport
import Testing

/// What goes over the wire, and what comes back.
struct ExchangeTests {
    private static let ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"

    /// Echoes the request's bytes as the body.
    private func echo() throws -> LoopbackServer {
        try LoopbackServer { connection in
            while let request = connection.readRequest() {
                connection.send("HTTP/1.1 200 OK\r\nContent-Length: \(request.utf8.count)\r\n\r\n\(request)")
            }
        }
    }

    @Test func targetHeadersAndBodyArriveAsTheyWereGiven() async throws {
        let server = try echo()
        let request = TransportRequest(
            method: "PATCH",
            url: server.url("/a/../b//c/%7e?x=1&y=%2F+%20&&x=#gone"),
            headers: ["X-One": "ü 1", "x-one": "2", "X-Empty": "", "Content-Type": "text/x"],
            body: Array("body".utf8)
        )
        let lines = try await makeTransport().send(request).text.components(separatedBy: "\r\n")
        #expect(lines.first == "PATCH /a/../b//c/%7e?x=1&y=%2F+%20&&x= HTTP/1.1")
        #expect(lines.last == "body")
        #expect(lines.contains("Host: 127.0.0.1:\(server.port)"))
        #expect(lines.contains("User-Agent: Patchbay/1.0"))
        #expect(lines.contains("Content-Length: 4"))
        #expect(lines.filter { $0.lowercased().hasPrefix("x-one") } == ["X-One: ü 1", "x-one: 2"])
        #expect(lines.contains("X-Empty:"))
        #expect(!lines.contains { $0.hasPrefix("Expect") })
    }

    @Test(arguments: [("POST", true), ("PUT", true), ("GET", false), ("DELETE", false)])
    func withoutABodyOnlyMethodsAboutOneSayThatItIsEmpty(_ method: String, _ announces: Bool) async throws {
        let server = try echo()
        let text = try await makeTransport().send(TransportRequest(method: method, url: server.url())).text
        #expect(text.contains("Content-Length: 0") == announces)
        #expect(!text.contains("Content-Type"))
    }

    @Test func aGetWithABodySendsIt() async throws {
        let server = try echo()
        let request = TransportRequest(url: server.url(), body: Array("{}".utf8))
        let text = try await makeTransport().send(request).text
        #expect(text.hasPrefix("GET / HTTP/1.1\r\n"))
        #expect(text.hasSuffix("\r\n\r\n{}"))
    }

    @Test func aLargeBodyArrivesWhole() async throws {
        let server = try LoopbackServer { connection in
            let count = connection.readRequest()?.utf8.count { $0 == UInt8(ascii: "#") } ?? 0
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: \("\(count)".utf8.count)\r\n\r\n\(count)")
        }
        let body = [UInt8](repeating: UInt8(ascii: "#"), count: 3_000_000)
        let request = TransportRequest(method: "POST", url: server.url("/upload"), body: body)
        #expect(try await makeTransport().send(request).text == "3000000")
    }

    @Test func requestsShareAConnectionThatIsKept() async throws {
        let server = try LoopbackServer.answering(Self.ok)
        let transport = try makeTransport()
        var reused: [Bool] = []
        for _ in 0..<4 {
            reused.append(try await transport.send(TransportRequest(url: server.url())).timings.reusedConnection)
        }
        #expect(reused == [false, true, true, true])
        #expect(server.connections == 1)
    }

    @Test func aConnectionThatWasClosedMeanwhileIsReplaced() async throws {
        let server = try LoopbackServer { connection in
            guard connection.readRequest() != nil else { return }
            connection.send(Self.ok)
            _ = connection.readRequest()  // Takes the second request, and closes without a word.
        }
        let transport = try makeTransport()
        _ = try await transport.send(TransportRequest(url: server.url()))
        #expect(try await transport.send(TransportRequest(url: server.url())).text == "ok")
        #expect(server.connections == 2)
    }

    @Test func whatMustNotHappenTwiceIsNotSentTwice() async throws {
        let posts = Counter()
        let server = try LoopbackServer { connection in
            guard connection.readRequest() != nil else { return }
            connection.send(Self.ok)
            if connection.readRequest()?.hasPrefix("POST") == true { posts.raise() }
        }
        let transport = try makeTransport()
        _ = try await transport.send(TransportRequest(url: server.url()))
        let post = TransportRequest(method: "POST", url: server.url(), body: Array("pay".utf8))
        let error = await failure(transport, post)
        #expect(error?.code == .connectionReset)
        #expect(error?.requestMayHaveBeenSent == true)
        #expect(error?.message.contains("could perform it twice") == true)
        #expect(posts.value == 1)
    }

    @Test func interimAnswersAndTrailersAreLeftOut() async throws {
        let server = try LoopbackServer.answering(
            "HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\nHTTP/1.1 201 Made\r\nA: 1\r\nB:\t2 \r\n"
                + "Transfer-Encoding: chunked\r\n\r\n3;ext=1\r\nabc\r\n0\r\nX-Trailer: t\r\n\r\n"
        )
        let answer = try await makeTransport().send(TransportRequest(url: server.url()))
        #expect(answer.statusCode == 201)
        #expect(answer.reason == "Made")
        #expect(answer.text == "abc")
        #expect(answer.headers == ["A": "1", "B": "2", "Transfer-Encoding": "chunked"])
        #expect(answer.httpVersion == .http11)
    }

    @Test(arguments: [("HEAD", 200), ("GET", 204), ("GET", 304)])
    func answersWithoutABodyEndWithTheirHeader(_ method: String, _ status: Int) async throws {
        let length = status == 204 ? "" : "Content-Length: 5000\r\n"
        let server = try LoopbackServer.answering("HTTP/1.1 \(status) X\r\n\(length)\r\n")
        let transport = try makeTransport()
        for _ in 0..<2 {
            let answer = try await transport.send(TransportRequest(method: method, url: server.url()))
            #expect(answer.statusCode == status)
            #expect(answer.body.isEmpty)
        }
        #expect(server.connections == 1)
    }

    @Test func redirectsAndErrorsAreAnswers() async throws {
        let server = try LoopbackServer.answering("HTTP/1.1 302 Found\r\nLocation: /x\r\nContent-Length: 0\r\n\r\n")
        let answer = try await makeTransport().send(TransportRequest(url: server.url()))
        #expect(answer.statusCode == 302)
        #expect(answer.headers.first("location") == "/x")
    }

    @Test func theObserverIsToldOfAnswersAndFailures() async throws {
        let server = try LoopbackServer.answering(Self.ok)
        let (answered, failed) = (Counter(), Counter())
        let transport = try makeTransport {
            $0.observer = { report in
                if report.statusCode == 200, report.origin?.host == "127.0.0.1" { answered.raise() }
                if report.error == .invalidURL, report.origin == nil { failed.raise() }
            }
        }
        _ = try await transport.send(TransportRequest(url: server.url()))
        _ = await failure(transport, TransportRequest(url: "ftp://x"))
        #expect(answered.value == 1)
        #expect(failed.value == 1)
    }
}
