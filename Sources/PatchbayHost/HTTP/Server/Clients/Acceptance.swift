import Foundation
import NIOCore

/// Lets connections in while there are descriptors for them.
///
/// It stands at the front of the listening socket. Above the number it waits until connections have gone; where the system
/// has nothing left all the same, accepting fails at once for as long as anyone waits, so it rests in between.
final class Acceptance: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = any Channel
    typealias InboundOut = any Channel
    typealias OutboundIn = Never

    private let clients: Clients
    private let most: Int
    private var open = 0
    private var isResting = false
    private var isHeld = false

    private static let rest = TimeAmount.milliseconds(50)

    /// Guards a listening socket.
    ///
    /// - Parameters:
    ///   - clients: Whoever makes room when the system has nothing left.
    ///   - most: How many connections may be open, those that are about to be closed included.
    init(_ clients: Clients, most: Int) {
        self.clients = clients
        self.most = most
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        open += 1
        unwrapInboundIn(data).closeFuture.hop(to: context.eventLoop).assumeIsolated().whenComplete { [self] _ in
            open -= 1
            goOn(context)
        }
        context.fireChannelRead(data)
    }

    func read(context: ChannelHandlerContext) {
        isHeld = isResting || open >= most
        if !isHeld { context.read() }
    }

    /// What goes wrong with one connection, or for want of something, is not the end of the listening.
    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard let error = error as? IOError else { return context.fireErrorCaught(error) }
        guard [EMFILE, ENFILE, ENOBUFS, ENOMEM].contains(error.errnoCode), !isResting else { return }
        clients.makeRoom()
        isResting = true
        context.eventLoop.assumeIsolated().scheduleTask(in: Self.rest) { [self] in
            isResting = false
            goOn(context)
        }
    }

    private func goOn(_ context: ChannelHandlerContext) {
        guard isHeld, !isResting, open < most else { return }
        isHeld = false
        context.read()
    }
}
