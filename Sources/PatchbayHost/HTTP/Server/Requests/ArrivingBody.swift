import Synchronization

/// A body that arrives while its request is answered.
///
/// The connection puts bytes in, and one reader takes them out; ``isFull`` says when the connection is to wait for it.
package final class ArrivingBody: Sendable {
    private struct State {
        var gathered: [UInt8]
        /// How it ended; `nil` while more is to come.
        var end: Result<Void, any Error>?
        var reader: CheckedContinuation<Void, Never>?
        var holding = BodyBudget.Holding()

        var hasSomething: Bool { !gathered.isEmpty || end != nil }
    }

    private let state: Mutex<State>
    private let limits: Limits
    /// How many bytes its header says there are.
    private let announced: Int?
    private let wantsMore: @Sendable () -> Void

    /// How much of a body is taken.
    struct Limits: Sendable {
        /// Bytes of one that is read whole.
        var bytes: Int
        /// What all that are read whole may hold together.
        var budget: BodyBudget
    }

    /// So many bytes wait for the reader, and some more that had been received already.
    static let mostWaiting = 64 << 10

    /// Makes a body of what has arrived.
    ///
    /// - Parameters:
    ///   - beginning: What has arrived.
    ///   - announced: How many bytes its header says there are; `nil` where it does not.
    ///   - limits: How much is taken.
    ///   - wantsMore: Told when the reader waits for bytes that have not arrived, or has made room for more.
    init(
        _ beginning: [UInt8],
        announced: Int?,
        limits: Limits,
        wantsMore: @escaping @Sendable () -> Void
    ) {
        state = Mutex(State(gathered: beginning))
        self.announced = announced
        self.limits = limits
        self.wantsMore = wantsMore
    }

    // MARK: The connection's side

    /// Whether as much waits for the reader as may.
    var isFull: Bool { state.withLock { $0.gathered.count >= Self.mostWaiting } }

    /// Takes what has arrived.
    func append(_ bytes: some Sequence<UInt8>) {
        wake { state in
            if state.end == nil { state.gathered.append(contentsOf: bytes) }
        }
    }

    /// Takes note that the body is over.
    ///
    /// - Parameter error: Why it ended early; `nil` for a body that is whole.
    func end(_ error: (any Error)? = nil) {
        wake { state in
            if state.end == nil { state.end = error.map(Result.failure) ?? .success(()) }
        }
    }

    private func wake(_ change: (inout State) -> Void) {
        let reader = state.withLock { state in
            change(&state)
            return state.hasSomething ? state.reader.take() : nil
        }
        reader?.resume()
    }

    // MARK: The reader's side

    /// The bytes that have arrived since the last time, waiting for some; `nil` at the end.
    ///
    /// - Throws: Why the body ended early.
    func next() async throws -> [UInt8]? {
        while true {
            let (bytes, end, makesRoom) = state.withLock { state in
                let bytes = state.gathered
                state.gathered = []
                return (bytes, state.end, bytes.count >= Self.mostWaiting)
            }
            if !bytes.isEmpty {
                if makesRoom { wantsMore() }
                return bytes
            }
            if let end {
                try end.get()
                return nil
            }
            wantsMore()
            await withCheckedContinuation { continuation in
                let isThere = state.withLock { state in
                    if state.hasSomething { return true }
                    state.reader = continuation
                    return false
                }
                if isThere { continuation.resume() }
            }
        }
    }

    /// All bytes.
    ///
    /// They count against the budget until ``release()``.
    ///
    /// - Throws: ``Problem`` when there are more than may be, or when they do not arrive whole and in time.
    func bytes() async throws(Problem) -> [UInt8] {
        if let announced, announced > limits.bytes { throw .tooLarge(limit: limits.bytes) }
        var bytes: [UInt8] = []
        do {
            while let more = try await next() {
                guard bytes.count + more.count <= limits.bytes else { throw Problem.tooLarge(limit: limits.bytes) }
                try state.withLock { state throws(Problem) in
                    try limits.budget.take(more.count, for: &state.holding)
                }
                bytes += more
            }
        } catch let problem as Problem {
            throw problem
        } catch let timeout as BodyTimeout {
            throw .bodyTooSlow(seconds: timeout.seconds)
        } catch {
            throw .badRequest("The body did not arrive whole.")
        }
        return bytes
    }

    /// Gives back what its bytes took of the budget.
    func release() {
        limits.budget.release(
            state.withLock { state in
                defer { state.holding = BodyBudget.Holding() }
                return state.holding
            }
        )
    }
}
