import HummingbirdCore
import Logging
import NIOCore
import NIOHTTP1

/// A client's connection: HTTP/1.1, what keeps clients within their limits, and what turns it into requests.
struct ClientChannel: ServerChildChannel {
    /// A connection that was set up.
    struct Value: ServerChildChannelValue {
        let channel: any Channel
        /// When it, and all that was done for it, has ended.
        let end: EventLoopFuture<Void>
        let handler: NIOLoopBound<RequestHandler>
    }

    let service: RequestHandler.Service
    let rules: ClientHandler.Rules

    /// How large a request's header may be; beyond it the request is none.
    private static let headerLimits = {
        var limits = NIOHTTPDecoderLimitConfiguration()
        limits.maxHeaderFieldSize = 80 << 10
        limits.maxHeaderListSize = 80 << 10
        limits.maxHeaderFieldCount = 1_000
        return limits
    }()

    /// Whoever writes an answer says how it is framed.
    private static let encoding = {
        var configuration = HTTPResponseEncoder.Configuration()
        configuration.automaticallySetFramingHeaders = false
        return configuration
    }()

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
        channel.eventLoop.makeCompletedFuture {
            let pipeline = channel.pipeline.syncOperations
            // One request at a time, what is no request, and header lines are the handler's own business.
            try pipeline.configureHTTPServerPipeline(
                withPipeliningAssistance: false,
                withErrorHandling: false,
                withOutboundHeaderValidation: false,
                withEncoderConfiguration: Self.encoding,
                withDecoderLimitConfiguration: Self.headerLimits
            )
            let handler = RequestHandler(service)
            try pipeline.addHandlers([ClientHandler(rules), handler])
            return Value(
                channel: channel,
                end: handler.end ?? channel.closeFuture,
                handler: NIOLoopBound(handler, eventLoop: channel.eventLoop)
            )
        }
    }

    func handle(value: Value, logger: Logger) async {
        value.channel.eventLoop.execute { value.handler.value.serve() }
        await withTaskCancellationHandler {
            try? await value.end.get()
        } onCancel: {
            value.channel.eventLoop.execute { value.handler.value.abandon() }
        }
    }
}
