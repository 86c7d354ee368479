import IML
import NIOCore
import NIOHTTP1
import PatchbayText
import PatchbayTransport

/// Follows what happens on a client's connection, and ends it where the client is too slow.
///
/// It stands right behind the parser: the end of a request's header begins a request, and the last byte of its answer
/// handed to the system ends it.
final class ClientHandler: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart
    typealias OutboundIn = HTTPServerResponsePart
    typealias OutboundOut = HTTPServerResponsePart

    /// What a listener's handlers share.
    struct Rules: Sendable {
        let clients: Clients
        let limits: ServerLimits
        let trustedProxies: TrustedProxies
    }

    private let rules: Rules
    private var client: Client?
    private var isRefused = false

    /// How many requests have begun, ended and been answered.
    private var begun = 0
    private var received = 0
    private var answered = 0

    private var idleDeadline: Scheduled<Void>?
    /// When a part of a body that takes long came last.
    private var lastRead = NIODeadline.uptimeNanoseconds(0)
    private var bodyDeadline: Scheduled<Void>?
    /// Bytes of bodies written, and those of the answer under way.
    private var written = 0
    private var answerBytes = 0
    private var watch: Scheduled<Void>?

    /// An answer of fewer bytes fits into the system's buffer, so that it need not be waited for.
    private static let smallAnswer = 32 << 10
    /// How often a client that takes nothing is looked at before its time is over.
    private static let looks = 4

    /// Follows a connection.
    init(_ rules: Rules) {
        self.rules = rules
    }

    // MARK: Coming and going

    func channelActive(context: ChannelHandlerContext) {
        let client = Client(context.channel, countedAddress: countedAddress(context.remoteAddress))
        if rules.clients.admit(client) {
            self.client = client
            startIdleClock(context, for: rules.limits.idleSeconds)
        } else {
            isRefused = true
            refuse(context)
        }
        context.fireChannelActive()
    }

    func channelInactive(context: ChannelHandlerContext) {
        leave()
        context.fireChannelInactive()
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        leave()
    }

    private func leave() {
        idleDeadline?.cancel()
        bodyDeadline?.cancel()
        watch?.cancel()
        if let client { rules.clients.remove(client) }
        client = nil
    }

    /// Closes the connection when the client has sent nothing for too long, although nobody else is to do something.
    private func startIdleClock(_ context: ChannelHandlerContext, for seconds: Double) {
        idleDeadline = context.eventLoop.assumeIsolated().scheduleTask(in: .some(seconds: seconds)) { [self] in
            guard let standing = client?.standing else { return }
            let limit = rules.limits.idleSeconds
            guard standing.phase != .working else { return startIdleClock(context, for: limit) }
            let since = max(.uptimeNanoseconds(standing.since), lastRead)
            let idle = Double((NIODeadline.now() - since).nanoseconds) / 1e9
            if idle >= limit { context.close(promise: nil) } else { startIdleClock(context, for: limit - idle) }
        }
    }

    private func countedAddress(_ peer: SocketAddress?) -> IPAddress? {
        guard let address = IPAddress(peer: peer), address.reach != .loopback, !rules.trustedProxies.contains(address)
        else { return nil }
        return address.network
    }

    /// Says that there is no room.
    ///
    /// What the client sends meanwhile is read and dropped: closing over it would take the answer from the client.
    private func refuse(_ context: ChannelHandlerContext) {
        let problem = Problem.tooManyClients
        let body = problem.document.json()
        var head = HTTPResponseHead(version: .http1_1, status: .serviceUnavailable)
        for (name, value) in problem.answer.headers { head.headers.add(name: name, value: value) }
        head.headers.add(name: "Content-Length", value: String(body.count))
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(bytes: body)))), promise: nil)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        context.close(mode: .output, promise: nil)
        let channel = context.channel
        context.eventLoop.scheduleTask(in: .seconds(1)) { channel.close(promise: nil) }
    }

    // MARK: Requests

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isRefused else { return }
        switch unwrapInboundIn(data) {
        case .head:
            begun += 1
            answerBytes = 0
            bodyDeadline?.cancel()
            bodyDeadline = nil
            update()
        case .end:
            received += 1
            update()
        case .body: break
        }
        context.fireChannelRead(data)
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        // A body that comes with its header needs no clock.
        if begun > received {
            lastRead = .now()
            if bodyDeadline == nil { startBodyClock(context) }
        }
        context.fireChannelReadComplete()
    }

    private func startBodyClock(_ context: ChannelHandlerContext) {
        let request = begun
        let limit = rules.limits.bodySeconds
        bodyDeadline = context.eventLoop.assumeIsolated().scheduleTask(in: .some(seconds: limit)) { [self] in
            guard begun == request, received < request else { return }
            // Whoever reads the body hears of it and answers; where the answer has been given there is nothing to say.
            guard answered < request else { return context.close(promise: nil) }
            context.fireErrorCaught(BodyTimeout(seconds: limit))
            bodyDeadline = context.eventLoop.assumeIsolated().scheduleTask(in: .seconds(5)) {
                context.close(promise: nil)
            }
        }
    }

    private func update() {
        let phase: Client.Standing.Phase =
            answered < received ? .working : begun > received ? .receiving : .idle
        if received == begun {
            bodyDeadline?.cancel()
            bodyDeadline = nil
        }
        client?.standing = Client.Standing(phase, since: .now())
    }

    // MARK: Answers

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        switch unwrapOutboundIn(data) {
        case .head:
            context.write(data, promise: promise)
        case .body(let part):
            written += part.readableBytes
            answerBytes += part.readableBytes
            context.write(data, promise: promise)
        case .end where answerBytes <= Self.smallAnswer:
            context.write(data, promise: promise)
            finishAnswer()
        case .end:
            let taken = promise ?? context.eventLoop.makePromise(of: Void.self)
            taken.futureResult.assumeIsolated().whenComplete { [self] _ in finishAnswer() }
            context.write(data, promise: taken)
        }
    }

    private func finishAnswer() {
        guard answered < begun else { return }
        answered += 1
        update()
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        if context.channel.isWritable {
            watch?.cancel()
            watch = nil
        } else if watch == nil {
            watchTaking(context, from: taken(context), looksLeft: Self.looks)
        }
        context.fireChannelWritabilityChanged()
    }

    /// Closes a connection whose client has taken nothing for too long, so that it does not hold what makes the answer.
    private func watchTaking(_ context: ChannelHandlerContext, from before: Int, looksLeft: Int) {
        let pause = TimeAmount.some(seconds: rules.limits.streamSeconds / Double(Self.looks))
        watch = context.eventLoop.assumeIsolated().scheduleTask(in: pause) { [self] in
            let now = taken(context)
            if now > before { return watchTaking(context, from: now, looksLeft: Self.looks) }
            if looksLeft > 1 { return watchTaking(context, from: before, looksLeft: looksLeft - 1) }
            context.close(promise: nil)
        }
    }

    /// Bytes that the system has taken, give or take what frames them.
    private func taken(_ context: ChannelHandlerContext) -> Int {
        written - ((try? context.channel.syncOptions?.getOption(.bufferedWritableBytes)) ?? 0)
    }
}

/// A request's body did not arrive in time.
struct BodyTimeout: Error {
    /// The time it had.
    let seconds: Double
}

extension TimeAmount {
    fileprivate static func some(seconds: Double) -> TimeAmount {
        .nanoseconds(Int64(min(seconds, 1e9) * 1e9))
    }
}

extension IPAddress {
    /// The other end of a connection; `nil` for one without an address.
    init?(peer: SocketAddress?) {
        guard let text = peer?.ipAddress, let address = IPAddress(String(text.prefix { $0 != "%" })) else { return nil }
        self = address.unmapped
    }

    /// What one customer of a network has: an IPv4 address, of IPv6 a /64 (RFC 4291, section 2.5.4).
    var network: IPAddress {
        switch self {
        case .v4: self
        case .v6(let high, _): .v6(high: high, low: 0)
        }
    }
}
