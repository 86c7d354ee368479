import NIOCore
import Synchronization

/// Notices that the client of a connection has gone, and cancels what runs for it.
///
/// A client that only closes its sending side counts as gone: nothing tells it from one that has left.
final class Departure: ChannelInboundHandler, RemovableChannelHandler, Sendable {
    typealias InboundIn = Never

    private let hasGone = Atomic<Bool>(false)
    private let running = Mutex<RunningTask?>(nil)
    private let connections: Connections

    /// Watches a connection of some.
    init(_ connections: Connections) {
        self.connections = connections
    }

    /// Runs something for the client in the current task, which is cancelled when the client goes meanwhile.
    func cancelling<Answer>(_ operation: () async -> Answer) async -> Answer {
        await withUnsafeCurrentTask { task in
            guard let task else { return await operation() }
            running.withLock { running in
                if hasGone.load(ordering: .acquiring) { task.cancel() } else { running = RunningTask(task: task) }
            }
            defer { running.withLock { $0 = nil } }
            return await operation()
        }
    }

    /// Cancelling may close the connection, which comes back here at once; the second time does nothing.
    private func leave() {
        guard !hasGone.exchange(true, ordering: .acquiringAndReleasing) else { return }
        running.withLock { $0?.task.cancel() }
    }

    func handlerAdded(context: ChannelHandlerContext) {
        connections.add(self, to: context.channel)
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        connections.remove(context.channel)
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if let event = event as? ChannelEvent, event == .inputClosed { leave() }
        context.fireUserInboundEventTriggered(event)
    }

    func channelInactive(context: ChannelHandlerContext) {
        leave()
        context.fireChannelInactive()
    }

    /// The task of a request.
    ///
    /// Sendable in spite of what it holds: it is kept within the scope that lent it only, and any thread may cancel a
    /// task.
    private struct RunningTask: @unchecked Sendable {
        let task: UnsafeCurrentTask
    }
}

extension Departure {
    /// The connections a listener has.
    final class Connections: Sendable {
        private let all = Mutex<[ObjectIdentifier: Departure]>([:])

        /// Who watches a connection.
        subscript(channel: any Channel) -> Departure? {
            all.withLock { $0[ObjectIdentifier(channel)] }
        }

        fileprivate func add(_ departure: Departure, to channel: any Channel) {
            all.withLock { $0[ObjectIdentifier(channel)] = departure }
        }

        fileprivate func remove(_ channel: any Channel) {
            all.withLock { _ = $0.removeValue(forKey: ObjectIdentifier(channel)) }
        }
    }
}
