import Synchronization

/// Hands bytes from whoever makes them to whoever sends them on, and holds the maker back when the sender is slow.
///
/// There is one of each. Up to a threshold bytes gather and leave together, so that many small lines cost one write.
final class ByteRelay: Sendable {
    private struct State {
        var gathered: [UInt8] = []
        var isFinished = false
        var isClosed = false
        var reader: CheckedContinuation<[UInt8]?, Never>?
        var writer: CheckedContinuation<Void, Never>?
    }

    private let state = Mutex(State())
    private let threshold: Int

    /// Makes a relay.
    ///
    /// - Parameter threshold: How many bytes may wait before the maker does.
    init(threshold: Int = 64 << 10) {
        self.threshold = threshold
    }

    /// Passes bytes on; waits while too many are under way.
    ///
    /// - Throws: `CancellationError` when nobody takes them any more.
    func write(_ bytes: [UInt8]) async throws {
        guard let mustWait = put(bytes) else { throw CancellationError() }
        guard mustWait else { return }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let goesOn = state.withLock { state in
                    if state.isClosed || state.gathered.count < threshold { return true }
                    state.writer = continuation
                    return false
                }
                if goesOn { continuation.resume() }
            }
        } onCancel: {
            close()
        }
        if state.withLock(\.isClosed) { throw CancellationError() }
    }

    /// Ends the bytes; what was written still arrives.
    func finish() {
        let reader = state.withLock { state in
            state.isFinished = true
            return state.reader.take()
        }
        reader?.resume(returning: nil)
    }

    /// The bytes that have gathered, waiting for the first; `nil` at the end.
    func next() async -> [UInt8]? {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let (bytes, isAnswer, writer) = take(or: continuation)
                writer?.resume()
                if isAnswer { continuation.resume(returning: bytes) }
            }
        } onCancel: {
            close()
        }
    }

    /// Stops both sides at once.
    func close() {
        let (reader, writer) = state.withLock { state in
            state.isClosed = true
            state.gathered = []
            return (state.reader.take(), state.writer.take())
        }
        reader?.resume(returning: nil)
        writer?.resume()
    }

    /// Adds bytes; says whether their maker has to wait, or `nil` when nobody takes them.
    private func put(_ bytes: [UInt8]) -> Bool? {
        let (reader, mustWait): (CheckedContinuation<[UInt8]?, Never>?, Bool?) = state.withLock { state in
            if state.isClosed { return (nil, nil) }
            if let reader = state.reader.take() { return (reader, false) }
            state.gathered += bytes
            return (nil, state.gathered.count >= threshold)
        }
        reader?.resume(returning: bytes)
        return mustWait
    }

    private func take(
        or continuation: CheckedContinuation<[UInt8]?, Never>
    ) -> (bytes: [UInt8]?, isAnswer: Bool, writer: CheckedContinuation<Void, Never>?) {
        state.withLock { state in
            if !state.gathered.isEmpty {
                let bytes = state.gathered
                state.gathered = []
                return (bytes, true, state.writer.take())
            }
            if state.isFinished || state.isClosed { return (nil, true, nil) }
            state.reader = continuation
            return (nil, false, nil)
        }
    }
}
