import PatchbayTesting
import PatchbayTransport
import Testing

/// Many requests at once, and their end.
@Suite(.timeLimit(.minutes(1)))
struct ManyRequestsTests {
    private static let ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"

    /// A server that never answers and signals what happens to its first request.
    private func silentServer(asked: Signal, ended: Signal) throws -> LoopbackServer {
        try LoopbackServer { connection in
            guard connection.readRequest() != nil else { return }
            asked.give()
            connection.waitForEnd()
            ended.give()
        }
    }

    @Test func fiveHundredAtOnceShareTheConnectionsAllowed() async throws {
        let server = try LoopbackServer { connection in
            while let request = connection.readRequest() {
                let path = request.split(separator: " ")[1]
                connection.send("HTTP/1.1 200 OK\r\nContent-Length: \(path.utf8.count)\r\n\r\n\(path)")
            }
        }
        let transport = try makeTransport { $0.connectionsPerHost = 16 }
        let right = try await withThrowingTaskGroup(of: Bool.self) { group in
            for index in 0..<500 {
                group.addTask {
                    try await transport.send(TransportRequest(url: server.url("/\(index)"))).text == "/\(index)"
                }
            }
            return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(right == 500)
        #expect((1...16).contains(server.connections))
    }

    @Test func aSlowServerDoesNotHoldOthersUp() async throws {
        let (asked, ended) = (Signal(), Signal())
        let slow = try silentServer(asked: asked, ended: ended)
        let fast = try LoopbackServer.answering(Self.ok)
        let transport = try makeTransport()
        let waiting = Task { try await transport.send(TransportRequest(url: slow.url())) }
        await asked.wait()
        for _ in 0..<20 { #expect(try await transport.send(TransportRequest(url: fast.url())).text == "ok") }
        waiting.cancel()
        _ = await waiting.result
    }

    @Test func cancellingTheTaskEndsTheRequestAndItsConnection() async throws {
        let (asked, ended) = (Signal(), Signal())
        let server = try silentServer(asked: asked, ended: ended)
        let transport = try makeTransport()
        let task = Task { await failure(transport, TransportRequest(url: server.url())) }
        await asked.wait()
        task.cancel()
        #expect(await task.value?.code == .cancelled)
        await ended.wait()
    }

    @Test func aTaskCancelledBeforehandSendsNothing() async throws {
        let server = try LoopbackServer.answering(Self.ok)
        let transport = try makeTransport()
        let go = Signal()
        let task = Task {
            await go.wait()
            return await failure(transport, TransportRequest(url: server.url()))
        }
        task.cancel()
        go.give()
        #expect(await task.value?.code == .cancelled)
    }

    @Test func requestsBeyondTheCapacityAreTurnedAway() async throws {
        let (asked, ended) = (Signal(), Signal())
        let server = try silentServer(asked: asked, ended: ended)
        let transport = try makeTransport { $0.requests = 1 }
        let first = Task { await failure(transport, TransportRequest(url: server.url())) }
        await asked.wait()
        let second = await failure(transport, TransportRequest(url: server.url()))
        #expect(second?.code == .overloaded)
        #expect(second?.requestMayHaveBeenSent == false)
        first.cancel()
        #expect(await first.value?.code == .cancelled)
    }

    @Test func waitingForAConnectionCountsAsTime() async throws {
        let (asked, ended) = (Signal(), Signal())
        let server = try silentServer(asked: asked, ended: ended)
        let transport = try makeTransport { $0.connectionsPerHost = 1 }
        let first = Task { await failure(transport, TransportRequest(url: server.url())) }
        await asked.wait()
        let second = await failure(transport, TransportRequest(url: server.url(), timeout: .milliseconds(100)))
        #expect(second?.code == .timeout)
        let name = "127.0.0.1:\(server.port)"
        #expect(
            second?.message
                == "\(name) did not answer completely within 0.1 s: the request was still waiting for a free connection."
        )
        #expect(second?.requestMayHaveBeenSent == false)
        first.cancel()
        _ = await first.value
    }

    @Test func shuttingDownWaitsForWhatIsUnderWayAndRefusesTheRest() async throws {
        let (asked, go) = (Signal(), Signal())
        let server = try LoopbackServer { connection in
            guard connection.readRequest() != nil else { return }
            asked.give()
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n")
            connection.waitFor(go)
            connection.send("ok")
        }
        let transport = try makeTransport()
        let underWay = Task { try await transport.send(TransportRequest(url: server.url())).text }
        await asked.wait()
        let end = Task { await transport.shutDown() }
        // Once the transport has heard of its end, it refuses.
        while await failure(transport, TransportRequest(url: "http://127.0.0.1:1/"))?.code != .shutDown {
            await Task.yield()
        }
        go.give()
        #expect(try await underWay.value == "ok")
        await end.value
        #expect(await failure(transport, TransportRequest(url: server.url()))?.code == .shutDown)
        await transport.shutDown()
    }

    @Test func whatIsStillUnderWayAtTheLimitIsEnded() async throws {
        let (asked, ended) = (Signal(), Signal())
        let server = try silentServer(asked: asked, ended: ended)
        let transport = try makeTransport()
        let task = Task { await failure(transport, TransportRequest(url: server.url())) }
        await asked.wait()
        await transport.shutDown(within: .milliseconds(50))
        #expect(await task.value?.code == .shutDown)
        await ended.wait()
    }

    @Test func aTransportNobodyHoldsEndsByItself() async throws {
        let closed = Signal()
        let server = try LoopbackServer { connection in
            while connection.readRequest() != nil { connection.send(Self.ok) }
            closed.give()
        }
        do {
            let transport = try makeTransport()
            _ = try await transport.send(TransportRequest(url: server.url()))
        }
        await closed.wait()
    }
}
