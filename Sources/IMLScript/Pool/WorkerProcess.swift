import Foundation
import Synchronization

/// One worker process with the thread that speaks to it.
///
/// The process is started when the first request comes, and again when the one before was lost. Waiting for it blocks
/// this thread only.
final class WorkerProcess: Sendable {
    private struct Job: Sendable {
        let app: ScriptApp
        let message: [UInt8]
        let continuation: CheckedContinuation<Result<WorkerReply, WorkerLoss>, Never>
    }

    private enum Order: Sendable {
        case run(Job)
        case end
    }

    private struct Orders {
        var waiting: [Order] = []
        /// Whether the last one was given; what comes later would find nobody to do it.
        var hasEnd = false
    }

    private let orders = Mutex(Orders())
    private let arrived = DispatchSemaphore(value: 0)
    private let leash = Leash()

    /// Makes a worker; nothing is started yet but its thread.
    init(executable: String, limits: ScriptLimits) {
        let thread = Thread { [orders = OrderQueue(self), leash] in
            var connection = WorkerConnection(executable: executable, limits: limits, leash: leash)
            while let job = orders.next() {
                job.continuation.resume(returning: connection.exchange(job.app, job.message))
            }
            connection.close()
        }
        thread.name = "script worker"
        thread.start()
    }

    /// Sends a request and waits for its answer; the app is loaded first where the process does not have it.
    ///
    /// A worker that was retired meanwhile answers with ``WorkerLoss/shutDown``.
    func exchange(_ app: ScriptApp, _ message: [UInt8]) async -> Result<WorkerReply, WorkerLoss> {
        await withCheckedContinuation { continuation in
            let isTaken = give(.run(Job(app: app, message: message, continuation: continuation)))
            if !isTaken { continuation.resume(returning: .failure(.shutDown)) }
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
        _ = give(.end)
        if moment == .once { leash.kill() }
    }

    /// Hands an order to the thread.
    ///
    /// - Returns: Whether it will be done; not behind the end.
    private func give(_ order: Order) -> Bool {
        let isTaken = orders.withLock { orders in
            if orders.hasEnd { return false }
            orders.waiting.append(order)
            if case .end = order { orders.hasEnd = true }
            return true
        }
        if isTaken { arrived.signal() }
        return isTaken
    }

    /// The thread's end of the orders; the thread keeps the worker alive until it is retired.
    private struct OrderQueue: Sendable {
        private let worker: WorkerProcess

        init(_ worker: WorkerProcess) {
            self.worker = worker
        }

        func next() -> Job? {
            worker.arrived.wait()
            guard case .run(let job) = worker.orders.withLock({ $0.waiting.removeFirst() }) else { return nil }
            return job
        }
    }
}
