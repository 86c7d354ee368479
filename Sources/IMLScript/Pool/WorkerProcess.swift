import Foundation
import Synchronization

/// One worker process with the thread that listens to it.
///
/// The process is started when the first request comes, and again when the one before was lost. A request is sent by
/// whoever makes it, without waiting, while the process is at rest and has the app at hand; the thread sends all others.
/// Waiting for the process blocks this thread only.
final class WorkerProcess: Sendable {
    typealias Continuation = CheckedContinuation<Result<WorkerReply, WorkerLoss>, Never>

    private struct Job: Sendable {
        let app: ScriptApp
        let message: [UInt8]
        let continuation: Continuation
    }

    /// A request that was sent on the lane.
    private struct Sent: Sendable {
        let rest: [UInt8]
        let start: ContinuousClock.Instant
        let continuation: Continuation
    }

    private struct Orders {
        var waiting: [Job] = []
        /// Whether the last one was given; what comes later would find nobody to do it.
        var hasEnd = false
        /// Where a request may be sent to; `nil` while the process is busy or the thread sleeps for long.
        var lane: WorkerLane?
        var sent: Sent?
    }

    private enum Step: Sendable {
        case run(Job)
        case answer(Sent)
        case rest(WorkerLane?)
        case sleep
        case end
    }

    private let orders = Mutex(Orders())
    private let waker = Waker()
    private let leash = Leash()
    /// How long after a request the thread looks up every moment, so that requests may be sent past it.
    private static let attention = Duration.seconds(1)
    private static let moment: Int32 = 20

    /// Makes a worker; nothing is started yet but its thread.
    init(executable: String, limits: ScriptLimits) {
        // The thread keeps the worker alive until it is retired.
        let thread = Thread { [self] in
            serve(WorkerConnection(executable: executable, limits: limits, leash: leash))
        }
        thread.name = "script worker"
        thread.start()
    }

    /// Sends a request and waits for its answer; the app is loaded first where the process does not have it.
    ///
    /// A worker that was retired meanwhile answers with ``WorkerLoss/shutDown``.
    func exchange(_ app: ScriptApp, _ message: [UInt8]) async -> Result<WorkerReply, WorkerLoss> {
        await withCheckedContinuation { continuation in
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

// MARK: - Sending

extension WorkerProcess {
    private enum Taken {
        case sent
        case waits
        case refused
    }

    private static func take(_ job: Job, _ orders: inout Orders) -> Taken {
        if orders.hasEnd { return .refused }
        guard let lane = orders.lane, lane.app == job.app.id, job.message.count <= WorkerLane.messageLimit else {
            orders.waiting.append(job)
            return .waits
        }
        let frame = Frame.bytes(of: job.message)
        guard let count = ChildProcess.send(frame, to: lane.socket) else {
            orders.waiting.append(job)
            return .waits
        }
        orders.lane = nil
        orders.sent = Sent(rest: Array(frame[count...]), start: .now, continuation: job.continuation)
        return count == frame.count ? .sent : .waits
    }
}

// MARK: - The thread

extension WorkerProcess {
    private func serve(_ connection: consuming WorkerConnection) {
        var connection = connection
        var last = ContinuousClock.now
        while true {
            switch nextStep(connection.lane, isAttentive: .now - last < Self.attention) {
            case .run(let job):
                finish(job.continuation, connection.exchange(job.app, job.message), connection.lane)
                last = .now
            case .answer(let sent):
                finish(sent.continuation, connection.answer(after: sent.rest, sent: sent.start), connection.lane)
                last = .now
            case .rest(let lane):
                let isHeard = waker.wait(for: lane?.socket, milliseconds: Self.moment)
                if isHeard, lane != nil, isUncalled() { connection.close() }
            case .sleep:
                _ = waker.wait(for: nil, milliseconds: nil)
                last = .now
            case .end:
                connection.close()
                return
            }
        }
    }

    private func nextStep(_ lane: WorkerLane?, isAttentive: Bool) -> Step {
        orders.withLock { orders in
            if let sent = orders.sent { return .answer(sent) }
            orders.lane = nil
            if !orders.waiting.isEmpty { return .run(orders.waiting.removeFirst()) }
            if orders.hasEnd { return .end }
            guard isAttentive else { return .sleep }
            orders.lane = lane
            return .rest(lane)
        }
    }

    /// Opens the lane again, and only then hands the answer over: the next request may follow at once.
    private func finish(
        _ continuation: Continuation,
        _ outcome: Result<WorkerReply, WorkerLoss>,
        _ lane: WorkerLane?
    ) {
        orders.withLock { orders in
            orders.sent = nil
            orders.lane = orders.hasEnd || !orders.waiting.isEmpty ? nil : lane
        }
        continuation.resume(returning: outcome)
    }

    /// Whether a process that is heard was asked for nothing, that is, has ended; then nothing is sent to it any more.
    private func isUncalled() -> Bool {
        orders.withLock { orders in
            guard orders.sent == nil else { return false }
            orders.lane = nil
            return true
        }
    }
}
