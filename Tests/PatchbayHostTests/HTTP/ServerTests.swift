import Foundation
import IML
import NIOPosix
import PatchbayRuntime
import PatchbayTesting
import Synchronization
import Testing

@testable import PatchbayHost

/// What the server promises of HTTP/1.1, byte by byte.
struct ServerTests {
    /// Sends a text on a connection of its own, and reads until the server closes it.
    private func exchange(_ text: String, with host: EndpointHost) async throws -> String {
        try await waiting {
            let client = try host.connect()
            try client.write(text)
            return try client.rest()
        }
    }

    private static let echo = Endpoint(
        method: "POST",
        path: "/echo",
        summary: "",
        body: InputShape(),
        handle: { request in .text(String(decoding: try await request.body.bytes(), as: UTF8.self)) }
    )

    /// An endpoint that answers when it is told to.
    private final class Gate: Sendable {
        let opening = AsyncStream.makeStream(of: Void.self)
        let arrivals = AsyncStream.makeStream(of: Void.self)
        let wasCancelled = Mutex<Bool?>(nil)

        func endpoint(_ path: String, needsClient: Bool = false) -> Endpoint {
            Endpoint(method: "GET", path: path, summary: "", needsClient: needsClient) { [self] _ in
                arrivals.continuation.yield()
                for await _ in opening.stream { break }
                wasCancelled.withLock { $0 = Task.isCancelled }
                return .text("opened")
            }
        }

        func open() { opening.continuation.yield() }

        /// Waits until a request is there.
        func arrived() async { for await _ in arrivals.stream { break } }
    }

    // MARK: One after the other

    @Test func aConnectionServesOneRequestAfterTheOther() async throws {
        try await EndpointHost.run([.text("/a", "one"), Self.echo]) { host in
            try await waiting {
                let client = try host.connect()
                for _ in 0..<3 {
                    let answer = try client.get("/a")
                    #expect(answer.status == 200)
                    #expect(answer.text == "one")
                    #expect(answer.header("content-length") == "3")
                    #expect(answer.header("x-content-type-options") == "nosniff")
                    #expect(answer.header("server") == "patchbay")
                    #expect(answer.header("connection") == nil)
                    let date = try #require(answer.header("date"))
                    #expect(date.wholeMatch(of: /\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT/) != nil)
                    try client.write("POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n\r\nhello")
                    #expect(try client.answer().text == "hello")
                }
            }
        }
    }

    @Test func requestsSentAheadAreAnsweredInTheirOrder() async throws {
        let gate = Gate()
        try await EndpointHost.run([gate.endpoint("/slow"), .text("/a", "one"), Self.echo]) { host in
            let client = try host.connect()
            try client.write(
                "GET /slow HTTP/1.1\r\nHost: localhost\r\n\r\nPOST /echo HTTP/1.1\r\nHost: localhost\r\n"
                    + "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n"
                    + "GET /a HTTP/1.1\r\nHost: localhost\r\n\r\n"
            )
            await gate.arrived()
            gate.open()
            let texts = try await waiting { try (0..<3).map { _ in try client.answer().text } }
            #expect(texts == ["opened", "abcde", "one"])
        }
    }

    /// Each is answered at once; if one began within the end of the one before, the stack would not hold them.
    @Test func thousandsOfRequestsSentAheadAreAnswered() async throws {
        try await EndpointHost.run([.text("/a", "one")]) { host in
            let client = try host.connect()
            let count = 20_000
            let sender = Task {
                try await waiting {
                    try client.write(String(repeating: "GET /a HTTP/1.1\r\nHost: localhost\r\n\r\n", count: count))
                }
            }
            let answered = try await waiting {
                var answered = 0
                while answered < count, try client.answer().text == "one" { answered += 1 }
                return answered
            }
            try await sender.value
            #expect(answered == count)
        }
    }

    // MARK: Forms of requests

    @Test func aHEADIsAnsweredLikeAGETWithoutWhatItCarries() async throws {
        let stream = Endpoint(method: "GET", path: "/stream", summary: "") { _ in
            .stream(Pieces([Array("never".utf8)]), headers: [])
        }
        try await EndpointHost.run([.text("/a", "one"), stream]) { host in
            let text = try await exchange(
                "HEAD /a HTTP/1.1\r\nHost: localhost\r\n\r\nHEAD /stream HTTP/1.1\r\nHost: localhost\r\n\r\n"
                    + "GET /a HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
                with: host
            )
            let answers = text.components(separatedBy: "HTTP/1.1 200 OK\r\n").dropFirst()
            try #require(answers.count == 3)
            #expect(answers.map { $0.hasSuffix("\r\n\r\n") } == [true, true, false])
            #expect(answers[1].contains("Content-Length: 3\r\n"))
            #expect(!answers[2].contains("Content-Length"))
            #expect(answers[3].hasSuffix("\r\n\r\none"))
            #expect(answers[3].contains("Connection: close\r\n"))
        }
    }

    @Test func clientsOfHTTP10GetWhatTheyUnderstand() async throws {
        let stream = Endpoint(method: "GET", path: "/stream", summary: "") { _ in
            .stream(Pieces([Array("ab".utf8), Array("cd".utf8)]), headers: [])
        }
        try await EndpointHost.run([.text("/a", "one"), stream]) { host in
            let closed = try await exchange("GET /a HTTP/1.0\r\nHost: localhost\r\n\r\n", with: host)
            #expect(closed.hasPrefix("HTTP/1.0 200 OK\r\n"))
            #expect(closed.hasSuffix("\r\n\r\none"))
            let kept = try await exchange(
                "GET /a HTTP/1.0\r\nHost: localhost\r\nConnection: keep-alive\r\n\r\n"
                    + "GET /stream HTTP/1.0\r\nHost: localhost\r\nConnection: keep-alive\r\n\r\n",
                with: host
            )
            #expect(kept.contains("Connection: keep-alive\r\n"))
            #expect(!kept.lowercased().contains("transfer-encoding"))
            #expect(kept.hasSuffix("\r\n\r\nabcd"), "an answer of unknown length ends with its connection")
        }
    }

    @Test func aBodyThatIsAskedForIsWantedAloud() async throws {
        let unread = Endpoint(method: "POST", path: "/unread", summary: "") { _ in .text("no") }
        try await EndpointHost.run([Self.echo, unread]) { host in
            let head = "HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n"
            try await waiting {
                let client = try host.connect()
                try client.write("POST /echo " + head)
                #expect(try client.head().status == 100)
                try client.write("hello")
                #expect(try client.answer().text == "hello")
                // Whoever does not wait for the word gets none.
                try client.write("POST /echo " + head + "again")
                #expect(try client.answer().text == "again")
            }
            // Nobody knows whether a body comes that was not asked for: the connection ends with the answer.
            let refused = try await exchange("POST /unread " + head, with: host)
            #expect(refused.hasPrefix("HTTP/1.1 200 OK\r\n"))
            #expect(refused.contains("Connection: close\r\n"))
            #expect(refused.hasSuffix("\r\n\r\nno"))
        }
    }

    @Test func aBodyNobodyReadsIsInNobodysWay() async throws {
        let unread = Endpoint(method: "POST", path: "/unread", summary: "") { _ in .text("no") }
        try await EndpointHost.run([unread, .text("/a", "one")]) { host in
            try await waiting {
                let client = try host.connect()
                try client.write("POST /unread HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3000000\r\n\r\n")
                #expect(try client.answer().text == "no")
                try client.write([UInt8](repeating: 0x78, count: 3_000_000))
                #expect(try client.get("/a").text == "one")
            }
        }
    }

    @Test func whatIsNoRequestIsRefusedAndTheLast() async throws {
        let large = String(repeating: "x", count: 90 << 10)
        try await EndpointHost.run([.text("/a", "one"), Self.echo]) { host in
            for nonsense in [
                "nonsense\r\n\r\n", "GET /a HTTP/1.1\r\nHost localhost\r\n\r\n",
                "GET /a HTTP/1.1\r\nHost: localhost\r\nX: \(large)\r\n\r\n",
                "GET /a HTTP/1.1\r\nHost: localhost\r\n" + String(repeating: "X: y\r\n", count: 1_001) + "\r\n",
                "POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
            ] {
                let text = try await exchange("GET /a HTTP/1.1\r\nHost: localhost\r\n\r\n" + nonsense, with: host)
                #expect(text.hasPrefix("HTTP/1.1 200 OK\r\n"), "what came before is answered")
                let refusal = "HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
                #expect(text.hasSuffix("\r\n\r\none" + refusal), "\(nonsense.prefix(60)): \(text)")
            }
            let broken = try await exchange(
                "POST /echo HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\nnonsense\r\n",
                with: host
            )
            #expect(broken.hasPrefix("HTTP/1.1 400 Bad Request\r\n"))
            #expect(broken.contains("The body did not arrive whole."))
        }
    }

    @Test func severalHostsAreRefused() async throws {
        try await EndpointHost.run([.text("/a", "one")]) { host in
            let names = ["Host: localhost\r\nHost: localhost", "Host: evil.example"]
            let targets = ["/a", "http://localhost/a"]
            for (target, hosts) in zip(targets, names) {
                let text = try await exchange(
                    "GET \(target) HTTP/1.1\r\n\(hosts)\r\nConnection: close\r\n\r\n",
                    with: host
                )
                #expect(text.hasPrefix("HTTP/1.1 400 Bad Request\r\n"))
                #expect(text.contains("The request names several hosts"))
            }
            let same = "GET http://LOCALHOST/a HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
            #expect(try await exchange(same, with: host).hasSuffix("\r\n\r\none"))
        }
    }

    @Test func noValueEndsItsLine() async throws {
        let endpoint = Endpoint(method: "GET", path: "/a", summary: "") { _ in
            .ready(
                APIAnswer(status: 303, headers: [("Location", "/b\r\nSet-Cookie: a=b\u{0}\u{7F}ü")], body: .bytes([]))
            )
        }
        try await EndpointHost.run([endpoint]) { host in
            let answer = try await waiting { try host.connect().get("/a") }
            #expect(answer.header("location") == "/b  Set-Cookie: a=b  ü")
            #expect(answer.header("set-cookie") == nil)
        }
    }

    // MARK: Answers that come as they are made

    @Test func piecesLeaveAsTheyAreMadeAndTrailersAtTheEnd() async throws {
        let pieces = Pieces.waiting()
        let endpoint = Endpoint(method: "GET", path: "/a", summary: "") { _ in
            .stream(pieces, headers: [("Trailer", "Mark")])
        }
        try await EndpointHost.run([endpoint, .text("/b", "next")]) { host in
            let client = try host.connect()
            try client.write("GET /a HTTP/1.1\r\nHost: localhost\r\n\r\n")
            let head = try await waiting { try client.head() }
            #expect(head.header("transfer-encoding") == "chunked")
            for piece in ["one", "two"] {
                pieces.add(piece)
                let size = try await waiting { try client.text(upTo: "\r\n\(piece)\r\n") }
                #expect(size == "3")
            }
            pieces.end([("Mark", "a\r\nb")])
            let end = try await waiting { try client.text(upTo: "\r\n\r\n") }
            #expect(end == "0\r\nMark: a  b")
            let next = try await waiting { try client.get("/b") }
            #expect(next.text == "next")
        }
    }

    @Test func aClientThatReadsSlowlyHoldsTheMakerBack() async throws {
        let pieces = Pieces.endless([UInt8](repeating: 0x78, count: 64 << 10))
        let endpoint = Endpoint(method: "GET", path: "/a", summary: "") { _ in .stream(pieces, headers: []) }
        try await EndpointHost.run([endpoint, .text("/b", "alive")]) { host in
            let client = try host.connect()
            try client.write("GET /a HTTP/1.1\r\nHost: localhost\r\n\r\n")
            _ = try await waiting { try client.head() }
            // What the systems' buffers hold, and not a piece more.
            var made = 0
            try await until("nothing more is made") {
                let before = made
                try await waiting {
                    for _ in 0..<200 {
                        let client = try host.connect()
                        #expect(try client.get("/b").text == "alive")
                    }
                }
                made = pieces.taken
                return made == before
            }
            #expect(made * (64 << 10) < 64 << 20)
            withExtendedLifetime(client) {}
        }
    }

    @Test func aLargeAnswerArrivesWhole() async throws {
        let text = String((0..<600_000).map { Character(UnicodeScalar(UInt8(0x61 + $0 % 26))) })
        let value = Endpoint(method: "GET", path: "/value", summary: "") { _ in .json(.text(text)) }
        try await EndpointHost.run([.text("/a", text), value]) { host in
            try await waiting {
                let client = try host.connect()
                let answer = try client.get("/a")
                #expect(answer.header("content-length") == "600000")
                #expect(answer.text == text)
                #expect(try client.get("/value").text == "\"\(text)\"")
            }
        }
    }

    // MARK: Clients that leave

    @Test(arguments: [true, false])
    func whoLeavesEndsWhatIsOfUseToNobodyElse(_ needsClient: Bool) async throws {
        let gate = Gate()
        try await EndpointHost.run([gate.endpoint("/a", needsClient: needsClient)]) { host in
            var client: ClientSocket? = try host.connect()
            try client?.write("GET /a HTTP/1.1\r\nHost: localhost\r\n\r\n")
            await gate.arrived()
            client = nil
            if !needsClient {
                // The server knows of it by the time it has answered someone who came later.
                let later = try await waiting { try host.connect().get("/nothing") }
                #expect(later.status == 404)
                gate.open()
            }
            try await until("it has ended") { gate.wasCancelled.withLock { $0 } != nil }
            #expect(gate.wasCancelled.withLock { $0 } == needsClient)
        }
    }

    @Test(arguments: [true, false])
    func whoOnlySendsNoMoreCountsAsGoneThereAndIsAnsweredElsewhere(_ needsClient: Bool) async throws {
        let gate = Gate()
        try await EndpointHost.run([gate.endpoint("/a", needsClient: needsClient)]) { host in
            let client = try host.connect()
            try client.write("GET /a HTTP/1.1\r\nHost: localhost\r\n\r\n")
            await gate.arrived()
            client.closeInput()
            if !needsClient { gate.open() }
            let text = try await waiting { try client.rest() }
            #expect(text.hasSuffix("\r\n\r\nopened"))
            #expect(gate.wasCancelled.withLock { $0 } == needsClient)
        }
    }

    @Test func whoLeavesEndsAnAnswerThatIsStillBeingMade() async throws {
        let isReleased = Atomic(false)
        let pieces = Pieces.waiting()
        let endpoint = Endpoint(method: "GET", path: "/a", summary: "") { _ in
            .stream(Observed(pieces) { isReleased.store(true, ordering: .relaxed) }, headers: [])
        }
        try await EndpointHost.run([endpoint]) { host in
            var client: ClientSocket? = try host.connect()
            try client?.write("GET /a HTTP/1.1\r\nHost: localhost\r\n\r\n")
            pieces.add("one")
            _ = try await waiting { [client] in try client?.text(upTo: "one") }
            client = nil
            // That nobody is there shows when a piece is sent.
            try await until("nobody makes it any more") {
                pieces.add("more")
                await Task.yield()
                return isReleased.load(ordering: .relaxed)
            }
        }
    }

    // MARK: Stopping

    @Test func whenItStopsWhatIsUnderWayIsAnsweredAndNothingElse() async throws {
        let gate = Gate()
        let host = try await EndpointHost.start([gate.endpoint("/a"), .text("/b", "no")])
        // Connections hear of the end in any order: once all of so many have, the one at work has too.
        let idle = try (0..<16).map { _ in try host.connect() }
        for connection in idle { _ = try await waiting { try connection.get("/b") } }
        let client = try host.connect()
        try client.write("GET /a HTTP/1.1\r\nHost: localhost\r\n\r\nGET /b HTTP/1.1\r\nHost: localhost\r\n\r\n")
        await gate.arrived()
        host.tellToStop()
        for connection in idle {
            let isClosed = try await waiting { connection.isEnded() }
            #expect(isClosed)
        }
        gate.open()
        let text = try await waiting { try client.rest() }
        #expect(text.contains("Connection: close\r\n"))
        #expect(text.hasSuffix("\r\n\r\nopened"))
        try await host.hasStopped()
    }

    // MARK: Where things are done

    @Test func aRequestStaysOnItsEventLoopUnlessItIsLarge() async throws {
        let endpoint = Endpoint(method: "POST", path: "/a", summary: "", body: InputShape()) { _ in
            let first = MultiThreadedEventLoopGroup.currentEventLoop
            await withCheckedContinuation { continuation in
                Thread.detachNewThread { continuation.resume() }
            }
            let second = MultiThreadedEventLoopGroup.currentEventLoop
            return .text(first == nil && second == nil ? "elsewhere" : first === second ? "there" : "moved")
        }
        try await EndpointHost.run([endpoint]) { host in
            try await waiting {
                let client = try host.connect()
                for (length, place) in [(0, "there"), (1_000, "there"), (65_536, "there"), (65_537, "elsewhere")] {
                    try client.write("POST /a HTTP/1.1\r\nHost: localhost\r\nContent-Length: \(length)\r\n\r\n")
                    try client.write([UInt8](repeating: 0x20, count: length))
                    #expect(try client.answer().text == place, "\(length)")
                }
            }
        }
    }

    @Test func aLargeValueIsWrittenInThePool() async throws {
        let large = Endpoint(method: "GET", path: "/large", summary: "") { _ in
            .json(.array(Array(repeating: .text("some text"), count: 10_000)))
        }
        let small = Endpoint(method: "GET", path: "/small", summary: "") { _ in .json(["a": 1]) }
        try await EndpointHost.run([large, small]) { host in
            let (isTaken, taken) = AsyncStream.makeStream(of: Void.self)
            let gate = DispatchSemaphore(value: 0)
            // The only turn of the pool.
            let holder = Task {
                await host.evaluation.run(for: "") {
                    taken.yield()
                    gate.wait()
                }
            }
            for await _ in isTaken { break }
            let client = try host.connect()
            try client.write("GET /large HTTP/1.1\r\nHost: localhost\r\n\r\n")
            let other = try await waiting { try host.connect().get("/small") }
            #expect(other.text == "{\"a\":1}")
            #expect(!client.hasInput)
            gate.signal()
            await holder.value
            let answer = try await waiting { try client.answer() }
            #expect(answer.status == 200)
        }
    }
}

/// A source that tells when nobody holds it any more.
private final class Observed: ByteSource {
    private let source: any ByteSource
    private let onRelease: @Sendable () -> Void

    init(_ source: any ByteSource, onRelease: @escaping @Sendable () -> Void) {
        self.source = source
        self.onRelease = onRelease
    }

    deinit { onRelease() }

    func next() async -> [UInt8]? { await source.next() }

    var trailers: [(name: String, value: String)] { source.trailers }
}
