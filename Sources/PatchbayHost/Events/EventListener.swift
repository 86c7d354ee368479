import Synchronization

/// One event stream's queue.
final class EventListener: ByteSource {
    private struct State {
        var queue: [[UInt8]] = []
        /// How many bytes wait.
        var size = 0
        var lost = 0
        var isFinished = false
        var reader: CheckedContinuation<[UInt8]?, Never>?

        /// Everything that waits, with word of what was lost before it.
        mutating func takeQueued() -> [UInt8]? {
            guard !queue.isEmpty else { return nil }
            let notice = lost > 0 ? Array("event: lost\ndata: {\"count\":\(lost)}\n\n".utf8) : []
            defer {
                queue = []
                size = 0
                lost = 0
            }
            return notice + queue.joined()
        }

        /// Adds an event; the oldest go when there is no room, and one larger than all the room goes itself.
        mutating func add(_ bytes: [UInt8]) {
            guard bytes.count <= EventListener.mostBytes else {
                lost += 1
                return
            }
            while queue.count >= EventListener.capacity || size + bytes.count > EventListener.mostBytes {
                size -= queue.removeFirst().count
                lost += 1
            }
            queue.append(bytes)
            size += bytes.count
        }
    }

    /// How many events wait at most for a reader.
    static let capacity = 256
    /// How many bytes of events wait at most for a reader.
    static let mostBytes = 1 << 20

    private let state = Mutex(State())
    private let onEnd: @Sendable () -> Void

    /// Makes a queue; its stream begins with a comment, so that the client knows at once that it listens.
    init(onEnd: @escaping @Sendable () -> Void) {
        self.onEnd = onEnd
        state.withLock { $0.add(Array(": listening\n\n".utf8)) }
    }

    /// Adds an event; the oldest goes when there is no room.
    func offer(_ bytes: [UInt8]) {
        let reader = state.withLock { state -> CheckedContinuation<[UInt8]?, Never>? in
            if state.isFinished { return nil }
            if let reader = state.reader.take() { return reader }
            state.add(bytes)
            return nil
        }
        reader?.resume(returning: bytes)
    }

    /// Sends a comment when the reader waits.
    func beat() {
        state.withLock { $0.reader.take() }?.resume(returning: Array(": alive\n\n".utf8))
    }

    /// Ends the stream once what waits has left.
    func finish() {
        let reader = state.withLock { state in
            state.isFinished = true
            return state.reader.take()
        }
        reader?.resume(returning: nil)
    }

    func next() async -> [UInt8]? {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let waiting = state.withLock { state -> [UInt8]?? in
                    if let queued = state.takeQueued() { return queued }
                    if state.isFinished { return .some(nil) }
                    state.reader = continuation
                    return .none
                }
                if let bytes = waiting { continuation.resume(returning: bytes) }
            }
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
