import NIOCore
import NIOHTTP1
import PatchbayTransport

/// Turns what a client sends on its connection into requests, starts whoever answers them, and writes the answers.
///
/// It stands behind the parser. Each request has a task of its own that begins on the connection's event loop, at once, and
/// goes on there whenever it has waited: no thread is changed between a request and its answer unless the work is long.
/// ``RequestQueue`` knows what comes when; this does it.
final class RequestHandler: ChannelDuplexHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundIn = Never
    typealias OutboundOut = HTTPServerResponsePart

    /// Answers a request; the second parameter is the other end of the connection.
    typealias Responder = @Sendable (APIRequest, SocketAddress?, AnswerWriter) async -> Void

    /// What a listener's handlers share.
    struct Service: Sendable {
        /// Answers requests.
        var respond: Responder
        /// How much of a body is taken.
        var bodies: ArrivingBody.Limits
        /// The time as answers carry it.
        var date = DateLine()
        /// What answers call this program.
        var serverName = "patchbay"
    }

    /// The request that is being answered.
    private struct Current {
        let number: Int
        let isHead: Bool
        /// Whether the client knows chunks, and keeps connections without a word.
        let isModern: Bool
        /// Whether the client takes another answer on the connection.
        var keepsConnection: Bool
        /// Whether the client sends its body only when it is told to.
        var awaitsContinue: Bool
        /// The body, unless it was there with its header.
        var body: ArrivingBody?
        var hasBegunAnswer = false
        /// Whether its task is of no use without the client.
        var needsClient = false
    }

    /// A task that answers a request.
    private struct Running {
        let number: Int
        let task: Task<Void, Never>
    }

    private let service: Service
    private var queue = RequestQueue()
    private var context: ChannelHandlerContext?
    private var executor: LoopExecutor?

    /// The number of the last request that was begun to be answered.
    private var number = 0
    private var current: Current?
    private var running: Running?
    /// The number of the last request whose task has ended.
    private var ended = 0
    /// The number of the request whose client has left, and whose task is of no use without it.
    private var abandoned = 0
    private var peer: SocketAddress?

    /// Whether there is someone to answer.
    private var isServed = false
    private var isProceeding = false
    private var isReading = false
    private var holdsRead = false
    /// Whether something was written since the last flush.
    private var isUnflushed = false
    private var taker: CheckedContinuation<Bool, Never>?
    private var gone: EventLoopPromise<Void>?
    /// Whether the host is stopping.
    private var isStopping = false
    /// Whether this side of the connection is closed.
    private var isOutputClosed = false

    /// How long a connection whose last answer has been sent waits for its client to close it.
    private static let linger = TimeAmount.seconds(5)

    /// Handles the requests of one connection.
    init(_ service: Service) {
        self.service = service
    }

    /// The end of the connection and of what is done for it; `nil` outside a pipeline.
    var end: EventLoopFuture<Void>? { gone?.futureResult }

    /// Begins to answer; what came before has waited.
    func serve() {
        isServed = true
        proceed()
        flush()
    }

    /// Gives up what is done for the client, and closes the connection.
    func abandon() {
        running?.task.cancel()
        context?.close(promise: nil)
    }

    // MARK: Coming and going

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        executor = LoopExecutor(context.eventLoop)
        gone = context.eventLoop.makePromise()
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        leave()
        self.context = nil
    }

    func channelInactive(context: ChannelHandlerContext) {
        leave()
        context.fireChannelInactive()
    }

    private func leave() {
        queue.end()
        if let current {
            current.body?.end(ChannelError.eof)
            if current.needsClient || current.hasBegunAnswer { abandonTask(of: current) }
        }
        current = nil
        takerGoesOn(false)
        checkGone()
    }

    private func abandonTask(of request: Current) {
        abandoned = request.number
        if running?.number == request.number { running?.task.cancel() }
    }

    private func checkGone() {
        if ended == number, context?.channel.isActive != true, let gone {
            self.gone = nil
            gone.succeed()
        }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        switch event {
        case ChannelEvent.inputClosed:
            // A client that only closes its sending side counts as gone: nothing tells it from one that has left.
            queue.closeInput()
            if let current, current.needsClient, !current.hasBegunAnswer { abandonTask(of: current) }
            isReading = false
            if isOutputClosed { context.close(promise: nil) } else { proceed() }
            flush()
        case is ChannelShouldQuiesceEvent:
            isStopping = true
            queue.end()
            proceed()
            return
        default: break
        }
        context.fireUserInboundEventTriggered(event)
    }

    // MARK: Requests

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        isReading = true
        switch unwrapInboundIn(data) {
        case .head(let head): queue.take(.head(head))
        case .body(let bytes): queue.take(.body(bytes))
        case .end: queue.take(.end)
        }
        proceed()
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        isReading = false
        queue.readAll()
        proceed()
        flush()
        context.fireChannelReadComplete()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        switch error {
        case is BodyTimeout: current?.body?.end(error)
        case is HTTPParserError:
            queue.take(.malformed(error))
            proceed()
            flush()
        default: context.close(promise: nil)
        }
    }

    func read(context: ChannelHandlerContext) {
        holdsRead = !wantsMore
        if !holdsRead { context.read() }
    }

    private var wantsMore: Bool { isServed && queue.wantsMore && current?.body?.isFull != true }

    private func goOnReading() {
        guard holdsRead, wantsMore, let context else { return }
        holdsRead = false
        context.read()
    }

    /// Does what there is to do; what comes up meanwhile is done by the same round.
    private func proceed() {
        guard isServed, !isProceeding else { return }
        isProceeding = true
        defer { isProceeding = false }
        while let context, let step = queue.next() {
            switch step {
            case .begin(let head, let body, let isWhole): begin(head, body, isWhole: isWhole, context)
            case .feed(let bytes): current?.body?.append(bytes.readableBytesView)
            case .finishBody: current?.body?.end()
            case .failBody(let error): current?.body?.end(error)
            case .refuse: refuse(context)
            case .close: close(context)
            }
        }
        goOnReading()
    }

    private func begin(_ head: HTTPRequestHead, _ body: [UInt8], isWhole: Bool, _ context: ChannelHandlerContext) {
        guard let executor else { return }
        number += 1
        let number = number
        let arriving = isWhole && body.count <= service.bodies.budget.ownShare ? nil : arriving(body, of: head, context)
        if isWhole { arriving?.end() }
        current = Current(
            number: number,
            isHead: head.method == .HEAD,
            isModern: head.isModern,
            keepsConnection: head.isKeepAlive,
            awaitsContinue: !isWhole && head.awaitsContinue,
            body: arriving
        )
        let request = APIRequest(head, body: arriving.map(RequestBody.arriving) ?? .whole(body))
        let writer = AnswerWriter(self, on: context.eventLoop, number: number)
        peer = peer ?? context.remoteAddress
        let task = Task.immediate(executorPreference: executor) { [respond = service.respond, peer] in
            await respond(request, peer, writer)
            await writer.end()
        }
        guard ended < number else { return }
        running = Running(number: number, task: task)
        if abandoned == number { task.cancel() }
    }

    private func arriving(
        _ beginning: [UInt8],
        of head: HTTPRequestHead,
        _ context: ChannelHandlerContext
    ) -> ArrivingBody {
        let loop = context.eventLoop
        let handler = NIOLoopBound(self, eventLoop: loop)
        return ArrivingBody(
            beginning,
            announced: head.headers.first(name: "Content-Length").flatMap { Int($0) },
            limits: service.bodies
        ) {
            if loop.inEventLoop { handler.value.bodyIsWanted() } else { loop.execute { handler.value.bodyIsWanted() } }
        }
    }

    private func bodyIsWanted() {
        if let context, current?.awaitsContinue == true, current?.hasBegunAnswer == false {
            current?.awaitsContinue = false
            context.writeAndFlush(
                wrapOutboundOut(.head(HTTPResponseHead(version: .http1_1, status: .continue))),
                promise: nil
            )
        }
        goOnReading()
    }

    /// Takes note that a request's task has ended.
    func taskEnded(_ number: Int) {
        ended = max(ended, number)
        if running?.number == number { running = nil }
        // Nobody else will answer.
        if current?.number == number { context?.close(promise: nil) }
        checkGone()
    }

    // MARK: Answers

    /// Whether a request's client is still there; its task is cancelled when it leaves before it has an answer.
    func cancelWithoutClient(_ number: Int) -> Bool {
        guard current?.number == number else { return false }
        current?.needsClient = true
        return !queue.isInputClosed
    }

    /// Sends an answer that is there.
    func send(_ answer: APIAnswer, _ bytes: [UInt8], to number: Int) {
        guard writeHead(of: answer, length: bytes.count, to: number), let context, let current else { return }
        if !current.isHead, !bytes.isEmpty {
            context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(bytes: bytes)))), promise: nil)
        }
        finish([], to: number)
    }

    /// Sends the beginning of an answer whose bytes follow piece by piece.
    ///
    /// - Parameter length: How many they are; `nil` where nobody knows yet.
    /// - Returns: Whether bytes are wanted.
    func begin(_ answer: APIAnswer, length: Int?, to number: Int) -> Bool {
        guard writeHead(of: answer, length: length, to: number), let current else { return false }
        if current.isHead {
            finish([], to: number)
            return false
        }
        flush()
        return true
    }

    private func writeHead(of answer: APIAnswer, length: Int?, to number: Int) -> Bool {
        guard let context, var current, current.number == number, !current.hasBegunAnswer else { return false }
        current.hasBegunAnswer = true
        // A client that was not told to send its body may send it, or may not: nobody can tell what comes next.
        if answer.closesConnection || queue.isEnding || current.awaitsContinue && queue.isReceiving {
            current.keepsConnection = false
        }
        let isChunked = length == nil && current.isModern && !current.isHead
        // An answer of unknown length that is not sent in chunks ends with its connection.
        if length == nil, !isChunked, !current.isHead { current.keepsConnection = false }
        var head = HTTPResponseHead(
            version: current.isModern ? .http1_1 : .http1_0,
            status: HTTPResponseStatus(statusCode: answer.status)
        )
        head.headers = HTTPHeaders(answer, length: length, isChunked: isChunked)
        head.headers.add(name: "Date", value: service.date.text())
        head.headers.add(name: "Server", value: service.serverName)
        if !current.keepsConnection {
            if !answer.closesConnection { head.headers.add(name: "Connection", value: "close") }
        } else if !current.isModern {
            head.headers.add(name: "Connection", value: "keep-alive")
        }
        self.current = current
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        isUnflushed = true
        return true
    }

    /// Sends more of an answer.
    ///
    /// - Returns: Whether the client is still there.
    func write(_ bytes: ArraySlice<UInt8>, to number: Int) -> Bool {
        guard let context, current?.number == number else { return false }
        context.writeAndFlush(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(bytes: bytes)))), promise: nil)
        return true
    }

    /// Sends the end of an answer.
    func finish(_ trailers: [(name: String, value: String)], to number: Int) {
        guard let context, let current, current.number == number else { return }
        context.write(wrapOutboundOut(.end(trailers.isEmpty ? nil : HTTPHeaders(trailers: trailers))), promise: nil)
        isUnflushed = true
        self.current = nil
        queue.answered(keepsConnection: current.keepsConnection)
        if !isReading { flush() }
        proceed()
    }

    private func flush() {
        guard isUnflushed, let context else { return }
        isUnflushed = false
        context.flush()
    }

    /// Answers what is no request.
    private func refuse(_ context: ChannelHandlerContext) {
        let headers: HTTPHeaders = ["Connection": "close", "Content-Length": "0"]
        let head = HTTPResponseHead(version: .http1_1, status: .badRequest, headers: headers)
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        context.write(wrapOutboundOut(.end(nil)), promise: nil)
        isUnflushed = true
        close(context)
    }

    /// Closes the connection when what was written has left.
    private func close(_ context: ChannelHandlerContext) {
        isUnflushed = false
        let written = context.eventLoop.makePromise(of: Void.self)
        written.futureResult.assumeIsolated().whenComplete { [self] _ in closeOutput(context) }
        context.writeAndFlush(wrapOutboundOut(.body(.byteBuffer(ByteBuffer()))), promise: written)
    }

    /// Lets the client close the connection, for a while: closing over what it is still sending would take the last answer
    /// from it.
    private func closeOutput(_ context: ChannelHandlerContext) {
        guard !queue.isInputClosed, !isStopping else { return context.close(promise: nil) }
        isOutputClosed = true
        context.close(mode: .output, promise: nil)
        context.eventLoop.assumeIsolated().scheduleTask(in: Self.linger) { context.close(promise: nil) }
    }

    // MARK: The client's pace

    /// Whether the client takes what is written, so that more may be.
    var isTaking: Bool { current != nil && context?.channel.isWritable == true }

    /// Resumes a task once the client takes more, or has gone; says whether it is still there.
    func whenTaking(_ continuation: CheckedContinuation<Bool, Never>) {
        taker = continuation
        if current == nil || context?.channel.isWritable != false { takerGoesOn(current != nil) }
    }

    private func takerGoesOn(_ isThere: Bool) {
        taker.take()?.resume(returning: isThere)
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        if context.channel.isWritable { takerGoesOn(current != nil) }
        context.fireChannelWritabilityChanged()
    }
}
