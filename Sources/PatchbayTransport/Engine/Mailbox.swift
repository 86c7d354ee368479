internal import PatchbayQueues
internal import Synchronization

/// What callers leave for the engine's thread: the one thing that both sides touch.
final class Mailbox: Sendable {
    /// What is to be done, in order.
    struct Mail {
        var submissions: [Submission] = []
        var cancellations: [UInt64] = []
        var shutdowns: [Shutdown] = []

        var isEmpty: Bool { submissions.isEmpty && cancellations.isEmpty && shutdowns.isEmpty }
    }

    /// The wish to end.
    struct Shutdown {
        /// When requests still under way are ended.
        let deadline: ContinuousClock.Instant
        /// Told when the thread's work is done.
        let completion: @Sendable () -> Void
    }

    private struct State {
        var mail = Mail()
        var phase = Phase.running
        var underWay: FairShare
        var isSleeping = false

        /// Whether the thread is to be woken: not when it is awake or has been woken, so that each of its waits costs
        /// one system call at most.
        mutating func takeSleep() -> Bool {
            defer { isSleeping = false }
            return isSleeping
        }
    }

    private enum Phase {
        case running, closing, closed
    }

    /// What the thread waits on.
    let waker: Waker

    private let state: Mutex<State>
    private let lastID = Atomic<UInt64>(0)

    /// Makes an empty mailbox.
    ///
    /// - Parameters:
    ///   - waker: What the thread that reads it waits on.
    ///   - capacity: How many requests may be under way; each owner gets a share of them.
    init(waker: Waker, capacity: Int) {
        self.waker = waker
        state = Mutex(State(underWay: FairShare(places: capacity)))
    }

    /// A number for a request.
    func issueID() -> UInt64 {
        lastID.wrappingAdd(1, ordering: .relaxed).newValue
    }

    /// Hands a request over.
    ///
    /// - Returns: Why not; `nil` when it was taken, and its continuation will be resumed.
    func submit(_ submission: Submission) -> TransportError? {
        let (error, mustWake): (TransportError?, Bool) = state.withLock { state in
            guard state.phase == .running else { return (.shutDown, false) }
            guard state.underWay.takeIfAdmitted(for: submission.owner) else {
                return (Self.refusal(of: submission.owner, state.underWay), false)
            }
            state.mail.submissions.append(submission)
            return (nil, state.takeSleep())
        }
        if mustWake { waker.wake() }
        return error
    }

    private static func refusal(of owner: String, _ share: FairShare) -> TransportError {
        share.taken == share.places
            ? .overloaded(share.places) : .overloaded(owner, share.count(of: owner), of: share.places)
    }

    /// Asks that a request be ended; one that is not there is ignored.
    func cancel(_ id: UInt64) {
        let mustWake = state.withLock { state in
            guard state.phase != .closed else { return false }
            state.mail.cancellations.append(id)
            return state.takeSleep()
        }
        if mustWake { waker.wake() }
    }

    /// Takes no more requests, and asks the thread to end after those under way.
    func shutDown(_ shutdown: Shutdown) {
        let (isClosed, mustWake) = state.withLock { state in
            guard state.phase != .closed else { return (true, false) }
            state.phase = .closing
            state.mail.shutdowns.append(shutdown)
            return (false, state.takeSleep())
        }
        if mustWake { waker.wake() }
        if isClosed { shutdown.completion() }
    }

    // MARK: For the engine's thread

    /// Takes what there is.
    ///
    /// - Parameter ended: The owners of the requests that have ended since the last time.
    func collect(ended: [String]) -> Mail {
        state.withLock { state in
            state.isSleeping = false
            for owner in ended { state.underWay.giveBack(of: owner) }
            defer { state.mail = Mail() }
            return state.mail
        }
    }

    /// Says that the thread is about to wait, so that the next mail wakes it.
    ///
    /// - Returns: Whether it may; not when there is mail.
    func prepareToSleep() -> Bool {
        state.withLock { state in
            state.isSleeping = state.mail.isEmpty
            return state.isSleeping
        }
    }

    /// Takes nothing more.
    ///
    /// - Returns: What had not been collected.
    func close() -> Mail {
        state.withLock { state in
            state.phase = .closed
            defer { state.mail = Mail() }
            return state.mail
        }
    }
}
