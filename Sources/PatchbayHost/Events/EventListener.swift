import PatchbayQueues

/// One event stream's queue.
final class EventListener: ByteSource {
    /// How many events wait at most for a reader.
    static let capacity = 256
    /// How many bytes of events wait at most for a reader.
    static let mostBytes = 1 << 20

    private let relay = Relay<[UInt8]>(mostElements: capacity, mostBytes: mostBytes)
    private let onEnd: @Sendable () -> Void

    /// Makes a queue; its stream begins with a comment, so that the client knows at once that it listens.
    init(onEnd: @escaping @Sendable () -> Void) {
        self.onEnd = onEnd
        relay.offer(Array(": listening\n\n".utf8))
    }

    /// Adds an event; the oldest goes when there is no room.
    func offer(_ bytes: [UInt8]) {
        relay.offer(bytes)
    }

    /// Sends a comment when the reader waits.
    func beat() {
        relay.offerIfAwaited(Array(": alive\n\n".utf8))
    }

    /// Ends the stream once what waits has left.
    func finish() {
        relay.finish()
    }

    /// Everything that waits, with word of what was lost before it.
    func next() async -> [UInt8]? {
        await withTaskCancellationHandler {
            guard let batch = await relay.next() else { return nil }
            let notice = batch.lost > 0 ? Array("event: lost\ndata: {\"count\":\(batch.lost)}\n\n".utf8) : []
            return notice + batch.bytes
        } onCancel: {
            end()
        }
    }

    var trailers: [(name: String, value: String)] { [] }

    /// Ends it because nobody reads any more.
    func end() {
        finish()
        onEnd()
    }
}
