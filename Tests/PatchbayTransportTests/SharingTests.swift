import PatchbayTesting
import PatchbayTransport
import Synchronization
import Testing

/// Owners share the connections there are.
@Suite(.timeLimit(.minutes(1)))
struct SharingTests {
    /// A server that answers what it is told to, and notes in which order it was asked for what.
    private final class Service: Sendable {
        private let paths = Mutex<[String]>([])
        private let go = Signal()
        let asked = Counter()

        /// Answers every request once it may; at once below `/quick`.
        func server() throws -> LoopbackServer {
            try LoopbackServer { [self] connection in
                while let request = connection.readRequest() {
                    let path = String(request.split(separator: " ")[1])
                    paths.withLock { $0.append(path) }
                    asked.raise()
                    if !path.hasPrefix("/quick") { connection.waitFor(go) }
                    guard connection.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok") else { return }
                }
            }
        }

        func answerAll() { go.give() }

        var seen: [String] { paths.withLock(\.self) }

        func wait(untilAsked count: Int) async throws {
            while asked.value < count { try await Task.sleep(for: .milliseconds(1)) }
        }
    }

    private func request(_ url: String, _ owner: String, timeout: Duration = .seconds(40)) -> TransportRequest {
        TransportRequest(url: url, timeout: timeout, owner: owner)
    }

    @Test func aThousandRequestsThatAreNeverAnsweredHoldNobodyElseUp() async throws {
        let service = Service()
        let server = try service.server()
        let transport = try makeTransport {
            $0.connections = 16
            $0.connectionsPerHost = 64
        }
        await withTaskGroup(of: TransportError?.self) { group in
            for _ in 0..<1_000 {
                group.addTask { await failure(transport, request(server.url("/slow"), "slow")) }
            }
            try? await service.wait(untilAsked: 8)
            for index in 0..<50 {
                let answer = try? await transport.send(request(server.url("/quick/\(index)"), "quick"))
                #expect(answer?.text == "ok")
            }
            #expect(service.seen.count { $0 == "/slow" } == 8, "Half of the connections, and not one more.")
            #expect(service.seen.filter { $0 != "/slow" } == (0..<50).map { "/quick/\($0)" })
            // Nothing is lost: each of the thousand gets its answer.
            service.answerAll()
            for await error in group { #expect(error == nil) }
        }
        #expect(service.seen.count == 1_050)
        #expect(server.connections <= 16)
    }

    @Test func oneHostsConnectionsAreSharedToo() async throws {
        let (stuck, other) = (Service(), Service())
        let (server, elsewhere) = (try stuck.server(), try other.server())
        let transport = try makeTransport { $0.connectionsPerHost = 4 }
        await withTaskGroup(of: TransportError?.self) { group in
            for _ in 0..<20 { group.addTask { await failure(transport, request(server.url("/slow"), "slow")) } }
            try? await stuck.wait(untilAsked: 2)
            #expect(await failure(transport, request(server.url("/quick"), "quick")) == nil)
            #expect(await failure(transport, request(elsewhere.url("/quick"), "slow")) == nil)
            #expect(stuck.seen == ["/slow", "/slow", "/quick"])
            stuck.answerAll()
            for await error in group { #expect(error == nil) }
        }
    }

    @Test func whoWaitsInVainOrLeavesLosesNoPlaceOfAnybody() async throws {
        let service = Service()
        let server = try service.server()
        let transport = try makeTransport { $0.connections = 2 }
        let first = Task { await failure(transport, request(server.url("/first"), "a")) }
        try await service.wait(untilAsked: 1)
        await withTaskGroup(of: TransportError.Code?.self) { group in
            for index in 0..<100 {
                group.addTask {
                    let isShort = index.isMultiple(of: 2)
                    let wanted = request(server.url("/late"), "a", timeout: isShort ? .milliseconds(50) : .seconds(40))
                    return await failure(transport, wanted)?.code
                }
            }
            for _ in 0..<50 { #expect(await group.next() == .timeout) }
            group.cancelAll()
            for await code in group { #expect(code == .cancelled) }
        }
        service.answerAll()
        #expect(await first.value == nil)
        for _ in 0..<5 { #expect(await failure(transport, request(server.url("/quick"), "a")) == nil) }
        #expect(service.seen == ["/first"] + Array(repeating: "/quick", count: 5))
    }

    @Test func requestsThatFailOrAreEndedGiveTheirPlacesBack() async throws {
        let (asked, nobody) = (Counter(), try UnheardPort())
        let server = try LoopbackServer { connection in
            while let request = connection.readRequest() {
                asked.raise()
                if request.hasPrefix("GET /reset") { return connection.reset() }
                if request.hasPrefix("GET /never") { return connection.waitForEnd() }
                connection.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
            }
        }
        let transport = try makeTransport {
            $0.connections = 2
            $0.connectionsPerHost = 2
        }
        for round in 0..<10 {
            #expect(await failure(transport, request(server.url("/reset"), "a"))?.code == .connectionReset)
            let refused = await failure(transport, request("http://127.0.0.1:\(nobody.port)/", "a"))
            #expect(refused?.code == .connectionRefused)
            let late = await failure(transport, request(server.url("/never"), "a", timeout: .milliseconds(20)))
            #expect(late?.code == .timeout)
            let before = asked.value
            let left = Task { await failure(transport, request(server.url("/never"), "a")) }
            while asked.value == before { try await Task.sleep(for: .milliseconds(1)) }
            left.cancel()
            #expect(await left.value?.code == .cancelled)
            #expect(await failure(transport, request(server.url("/fine"), "a")) == nil, "round \(round)")
        }
    }

    @Test func anOwnerWithTooManyRequestsIsTurnedAwayAndTheOthersAreNot() async throws {
        let service = Service()
        let server = try service.server()
        let transport = try makeTransport { $0.requests = 20 }
        await withTaskGroup(of: TransportError?.self) { group in
            for _ in 0..<40 { group.addTask { await failure(transport, request(server.url("/slow"), "greedy")) } }
            for _ in 0..<30 {
                let error = await group.next()
                #expect(error??.code == .overloaded)
                #expect(
                    error??.message
                        == "10 requests of 'greedy' are under way already, its share of the 20 there may be. Try again later."
                )
            }
            #expect(await failure(transport, request(server.url("/quick"), "modest")) == nil)
            service.answerAll()
            for await error in group { #expect(error == nil) }
        }
    }

    @Test func whatStillWaitsAtTheEndIsEnded() async throws {
        let service = Service()
        let server = try service.server()
        let transport = try makeTransport { $0.connections = 2 }
        let tasks = (0..<10).map { _ in Task { await failure(transport, request(server.url("/slow"), "a")) } }
        try await service.wait(untilAsked: 1)
        await transport.shutDown(within: .milliseconds(30))
        for task in tasks { #expect(await task.value?.code == .shutDown) }
        service.answerAll()
    }
}
