import Foundation
import PatchbayQueues
import Synchronization

/// One worker process with the thread that listens to it.
///
/// The process is started when the first request comes, and again when the one before was lost. While the process is at
/// rest and has the app at hand, a request is sent by whoever makes it, who may also look for the answer for a moment; see
/// ``WorkerLane``. The thread sends all other requests, and waits for all answers that do not come at once: waiting for
/// the process blocks this thread only.
final class WorkerProcess: Sendable {
    typealias Continuation = CheckedContinuation<Result<WorkerReply, WorkerLoss>, Never>

    private struct Job: Sendable {
        let app: ScriptApp
        let message: [UInt8]
        let continuation: Continuation
    }

    /// A request that was sent on the lane and is to be waited for.
    private struct Sent: Sendable {
        let job: Job
        let request: WorkerLane.Request
    }

    private struct Orders {
        var waiting: [Job] = []
        /// Whether the last one was given; what comes later would find nobody to do it.
        var hasEnd = false
        /// Where a request may be sent to; `nil` while the process is busy or the thread sleeps for long.
        var lane: WorkerLane?
        var sent: Sent?
        /// Whether somebody has sent a request and looks for the answer; the thread leaves the process alone then.
        var isLookedFor = false
        /// How many answers are not looked for, since one before did not come within the moment.
        var unlooked = 0
        /// When the last answer came.
        var last = ContinuousClock.now

        /// Opens the lane unless the thread has something to do first.
        mutating func reopen(_ lane: WorkerLane?) {
            self.lane = hasEnd || !waiting.isEmpty ? nil : lane
        }
    }

    private enum Step: Sendable {
        case run(Job)
        case answer(Sent)
        /// To rest until woken, or until the process has gone or, with `hears`, has answered.
        case rest(WorkerLane?, hears: Bool)
        case sleep
        case end
    }

    private let limits: ScriptLimits
    private let orders = Mutex(Orders())
    private let waker = Waker()
    private let leash = Leash()
    /// How long after a request the thread looks up every moment, so that requests may be sent past it.
    private static let attention = Duration.seconds(1)
    private static let moment = Duration.milliseconds(20)
    /// How many answers the thread waits for after one that was looked for in vain.
    private static let unlookedAnswers = 16

    /// Makes a worker; nothing is started yet but its thread.
    init(executable: String, arguments: [String] = [], limits: ScriptLimits) {
        self.limits = limits
        // The thread keeps the worker alive until it is retired.
        let thread = Thread { [self] in
            serve(WorkerConnection(executable: executable, arguments: arguments, limits: limits, leash: leash))
        }
        thread.name = "script worker"
        thread.start()
    }

    /// Sends a request and waits for its answer; the app is loaded first where the process does not have it.
    ///
    /// A worker that was retired meanwhile answers with ``WorkerLoss/shutDown``.
    func exchange(_ app: ScriptApp, _ message: [UInt8]) async -> Result<WorkerReply, WorkerLoss> {
        if let (lane, request) = orders.withLock({ Self.send(message, of: app, &$0) }) {
            return await answer(to: request, on: lane, app, message)
        }
        return await withCheckedContinuation { continuation in
            let job = Job(app: app, message: message, continuation: continuation)
            switch orders.withLock({ Self.take(job, &$0) }) {
            case .sent: break
            case .waits: waker.wake()
            case .refused: continuation.resume(returning: .failure(.shutDown))
            }
        }
    }

    /// When a worker ends.
    enum Retirement {
        /// Once what was ordered before is done.
        case leisure
        /// Now; a call under way fails.
        case once
    }

    /// Ends the process and the thread.
    func retire(at moment: Retirement) {
        orders.withLock { $0.hasEnd = true }
        waker.wake()
        if moment == .once { leash.kill() }
    }
}

// MARK: - Looking for the answer

extension WorkerProcess {
    /// Sends a request whose answer is worth looking for.
    private static func send(
        _ message: [UInt8],
        of app: ScriptApp,
        _ orders: inout Orders
    ) -> (WorkerLane, WorkerLane.Request)? {
        guard !orders.hasEnd, orders.unlooked == 0, let lane = orders.lane, lane.takes(message, of: app),
            let request = lane.send(message)
        else { return nil }
        orders.lane = nil
        orders.isLookedFor = true
        return (lane, request)
    }

    /// Looks for the answer to a request, and lets the thread wait for it where it does not come at once.
    private func answer(
        to request: WorkerLane.Request,
        on lane: WorkerLane,
        _ app: ScriptApp,
        _ message: [UInt8]
    ) async -> Result<WorkerReply, WorkerLoss> {
        var request = request
        if let reply = lane.reply(to: &request, limit: limits.messageBytes) {
            let isThreadNeeded = orders.withLock { orders in
                orders.isLookedFor = false
                orders.last = .now
                orders.reopen(lane)
                return orders.lane == nil
            }
            if isThreadNeeded { waker.wake() }
            return .success(reply)
        }
        return await withCheckedContinuation { continuation in
            let job = Job(app: app, message: message, continuation: continuation)
            orders.withLock { orders in
                orders.isLookedFor = false
                orders.unlooked = Self.unlookedAnswers
                orders.sent = Sent(job: job, request: request)
            }
            waker.wake()
        }
    }
}

// MARK: - Sending

extension WorkerProcess {
    private enum Taken {
        case sent
        case waits
        case refused
    }

    private static func take(_ job: Job, _ orders: inout Orders) -> Taken {
        if orders.hasEnd { return .refused }
        guard let lane = orders.lane, lane.takes(job.message, of: job.app), let request = lane.send(job.message) else {
            orders.waiting.append(job)
            return .waits
        }
        orders.lane = nil
        orders.sent = Sent(job: job, request: request)
        return orders.unlooked > 0 && request.rest.isEmpty ? .sent : .waits
    }
}

// MARK: - The thread

extension WorkerProcess {
    private func serve(_ connection: consuming WorkerConnection) {
        var connection = connection
        while true {
            switch nextStep(connection.lane) {
            case .run(let job):
                let isFresh = connection.lane == nil
                let outcome = connection.exchange(job.app, job.message)
                finish(job, isFresh ? outcome : repeated(job, after: outcome, on: &connection), connection.lane)
            case .answer(let sent):
                let outcome = connection.answer(to: sent.request)
                finish(sent.job, repeated(sent.job, after: outcome, on: &connection), connection.lane)
            case .rest(let lane, let hears):
                if rest(lane?.socket, hears ? .readable : .hangUp, timeout: Self.moment), isUncalled() {
                    connection.close()
                }
            case .sleep:
                _ = rest(nil, .hangUp, timeout: nil)
                orders.withLock { $0.last = .now }
            case .end:
                connection.close()
                return
            }
        }
    }

    /// Waits for the process, or until woken.
    ///
    /// - Returns: Whether the process has what was waited for.
    private func rest(_ socket: Int32?, _ event: Waker.Event, timeout: Duration?) -> Bool {
        let outcome = waker.wait(for: socket, event, timeout: timeout)
        if outcome.isWoken { waker.reset() }
        return outcome.isReady
    }

    private func nextStep(_ lane: WorkerLane?) -> Step {
        orders.withLock { orders in
            if let sent = orders.sent { return .answer(sent) }
            if orders.isLookedFor { return .rest(nil, hears: false) }
            orders.lane = nil
            if !orders.waiting.isEmpty { return .run(orders.waiting.removeFirst()) }
            if orders.hasEnd { return .end }
            guard .now - orders.last < Self.attention else { return .sleep }
            orders.lane = lane
            return .rest(lane, hears: orders.unlooked > 0)
        }
    }

    /// Opens the lane again, and only then hands the answer over: the next request may follow at once.
    private func finish(
        _ job: Job,
        _ outcome: Result<WorkerReply, WorkerLoss>,
        _ lane: WorkerLane?
    ) {
        orders.withLock { orders in
            orders.sent = nil
            orders.unlooked = max(orders.unlooked - 1, 0)
            orders.last = .now
            orders.reopen(lane)
        }
        job.continuation.resume(returning: outcome)
    }

    /// The outcome of a request to a process that has served others before.
    ///
    /// What they left does not count against it: where there was too little memory, a new process does it again, which
    /// is the same to everybody outside.
    private func repeated(
        _ job: Job,
        after outcome: Result<WorkerReply, WorkerLoss>,
        on connection: inout WorkerConnection
    ) -> Result<WorkerReply, WorkerLoss> {
        guard case .failure(.outOfMemory) = outcome else { return outcome }
        return connection.exchange(job.app, job.message)
    }

    /// Whether a process that is heard was asked for nothing, that is, has ended; then nothing is sent to it any more.
    private func isUncalled() -> Bool {
        orders.withLock { orders in
            guard orders.sent == nil, !orders.isLookedFor else { return false }
            orders.lane = nil
            return true
        }
    }
}
