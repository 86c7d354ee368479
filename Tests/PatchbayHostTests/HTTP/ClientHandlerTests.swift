import NIOCore
import NIOEmbedded
import NIOHTTP1
import Testing

@testable import PatchbayHost

/// Who counts for which address; the connections are made up, since tests have one machine only.
struct ClientHandlerTests {
    private let rules: ClientHandler.Rules

    init() throws {
        var limits = ServerLimits()
        limits.clients = 5
        limits.clientsPerAddress = 2
        rules = ClientHandler.Rules(
            clients: Clients(most: limits.clients, mostPerAddress: limits.clientsPerAddress),
            limits: limits,
            trustedProxies: try TrustedProxies(["10.0.0.0/24"])
        )
    }

    private func client(from address: String) throws -> EmbeddedChannel {
        let channel = EmbeddedChannel(handler: ClientHandler(rules))
        try channel.connect(to: SocketAddress(ipAddress: address, port: 4_711)).wait()
        return channel
    }

    private func isOpen(_ channel: EmbeddedChannel) -> Bool {
        channel.embeddedEventLoop.run()
        return channel.isActive
    }

    private func ask(_ channel: EmbeddedChannel, endsRequest: Bool = true) throws {
        try channel.writeInbound(HTTPServerRequestPart.head(HTTPRequestHead(version: .http1_1, method: .GET, uri: "/")))
        if endsRequest { try channel.writeInbound(HTTPServerRequestPart.end(nil)) }
    }

    private func answer(_ channel: EmbeddedChannel) throws {
        try channel.writeOutbound(HTTPServerResponsePart.head(HTTPResponseHead(version: .http1_1, status: .ok)))
        try channel.writeOutbound(HTTPServerResponsePart.end(nil))
    }

    @Test(arguments: [
        ["203.0.113.9", "203.0.113.9", "203.0.113.9"], ["2001:db8::1", "2001:db8::2", "2001:db8::3"],
        ["203.0.113.9", "::ffff:203.0.113.9", "203.0.113.9"],
    ])
    func anAddressHasItsShare(_ addresses: [String]) throws {
        let other = try client(from: "203.0.113.7")
        let clients = try addresses.map(client)
        #expect(clients.map(isOpen) == [false, true, true], "the oldest of that address has gone")
        #expect(isOpen(other), "an older one of another has not")
        #expect(rules.clients.count == 3)
    }

    @Test(arguments: ["127.0.0.1", "127.9.9.9", "::1", "10.0.0.7"])
    func thisMachineAndTrustedProxiesAreNotCounted(_ address: String) throws {
        let clients = try (0..<5).map { _ in try client(from: address) }
        #expect(clients.allSatisfy(isOpen))
    }

    @Test func whoWaitsForTheHostIsNotClosedForOthers() throws {
        let working = try (0..<2).map { _ in try client(from: "203.0.113.9") }
        for channel in working { try ask(channel) }
        let newcomer = try client(from: "203.0.113.9")
        let head = try #require(try newcomer.readOutbound(as: HTTPServerResponsePart.self))
        guard case .head(let response) = head else {
            Issue.record("\(head)")
            return
        }
        #expect(response.status == .serviceUnavailable)
        #expect(response.headers["Connection"] == ["close"])
        #expect(working.allSatisfy(isOpen))
        // Answered, it is idle, and the next newcomer has its place.
        try answer(working[1])
        _ = try client(from: "203.0.113.9")
        #expect(working.map(isOpen) == [true, false])
    }

    @Test func whoseRequestIsAwaitedGoesAfterTheIdleAndBeforeTheWorking() throws {
        let clients = try (1...5).map { try client(from: "203.0.113.\($0)") }
        try ask(clients[0])
        try ask(clients[2], endsRequest: false)
        try ask(clients[1], endsRequest: false)
        for round in 0..<4 {
            _ = try client(from: "198.51.100.\(round + 1)")
            // Newcomers are idle themselves: the one before goes once the older ones have.
            if round == 1 { #expect(clients.map(isOpen) == [true, true, true, false, false]) }
        }
        #expect(clients.map(isOpen) == [true, true, true, false, false])
        let asking = try client(from: "192.0.2.1")
        try ask(asking)
        #expect(isOpen(asking))
    }

    @Test func aRequestInTheLastMomentKeepsItsClient() throws {
        let clients = try (1...5).map { try client(from: "203.0.113.\($0)") }
        _ = try client(from: "198.51.100.1")
        // The first was chosen; its loop comes to it after what it has just read.
        try ask(clients[0])
        #expect(isOpen(clients[0]))
        #expect(clients.dropFirst().map(isOpen) == [false, true, true, true])
        #expect(rules.clients.count == 5)
    }
}
