import Dispatch
import PatchbayTransport
import Synchronization

/// The lines a running host streams, from the transport's thread to whoever prints them.
///
/// The thread waits while too many bytes are under way, and so the host does, and its call.
final class RemoteLines: ByteSource {
    private struct State {
        var gathered: [UInt8] = []
        var outcome: Result<TransportResponse, TransportError>?
        var reader: CheckedContinuation<Void, Never>?
        var isWaited = false
        var isClosed = false
    }

    private let state = Mutex(State())
    private let room = DispatchSemaphore(value: 0)
    /// How many bytes may wait for their reader.
    private static let most = 1 << 20

    /// Takes bytes; blocks its thread while there is no room for more.
    func take(_ bytes: [UInt8]) {
        let (reader, mustWait) = state.withLock { state in
            state.gathered += bytes
            state.isWaited = state.gathered.count >= Self.most && !state.isClosed
            return (state.reader.take(), state.isWaited)
        }
        reader?.resume()
        if mustWait { room.wait() }
    }

    /// Takes the end.
    func end(_ outcome: Result<TransportResponse, TransportError>) {
        state.withLock { state in
            state.outcome = outcome
            return state.reader.take()
        }?.resume()
    }

    /// Lets the thread go on without a reader.
    func close() {
        let isWaited = state.withLock { state in
            state.isClosed = true
            defer { state.isWaited = false }
            return state.isWaited
        }
        if isWaited { room.signal() }
    }

    /// Waits until there are lines or the end: the answer when it was no success, `nil` when lines have come.
    func beginning() async throws(TransportError) -> TransportResponse? {
        await waitForMore()
        guard let outcome = state.withLock({ $0.gathered.isEmpty ? $0.outcome : nil }) else { return nil }
        let response = try outcome.get()
        return (200..<300).contains(response.statusCode) ? nil : response
    }

    func next() async -> [UInt8]? {
        await waitForMore()
        let (bytes, isWaited) = state.withLock { state in
            defer {
                state.gathered = []
                state.isWaited = false
            }
            return (state.gathered, state.isWaited)
        }
        if isWaited { room.signal() }
        return bytes.isEmpty ? nil : bytes
    }

    /// Why the lines ended too early; `nil` for a good end.
    var breakage: TransportError? {
        guard case .failure(let error) = state.withLock(\.outcome) else { return nil }
        return error
    }

    var trailers: [(name: String, value: String)] { [] }

    private func waitForMore() async {
        await withCheckedContinuation { continuation in
            let goesOn = state.withLock { state in
                if !state.gathered.isEmpty || state.outcome != nil { return true }
                state.reader = continuation
                return false
            }
            if goesOn { continuation.resume() }
        }
    }
}
