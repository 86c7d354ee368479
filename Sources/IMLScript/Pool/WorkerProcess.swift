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

    private let orders = Mutex<[Order]>([])
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
    func exchange(_ app: ScriptApp, _ message: [UInt8]) async -> Result<WorkerReply, WorkerLoss> {
        await withCheckedContinuation { continuation in
            give(.run(Job(app: app, message: message, continuation: continuation)))
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
        give(.end)
        if moment == .once { leash.kill() }
    }

    private func give(_ order: Order) {
        orders.withLock { $0.append(order) }
        arrived.signal()
    }

    /// The thread's end of the orders; the thread keeps the worker alive until it is retired.
    private struct OrderQueue: Sendable {
        private let worker: WorkerProcess

        init(_ worker: WorkerProcess) {
            self.worker = worker
        }

        func next() -> Job? {
            worker.arrived.wait()
            guard case .run(let job) = worker.orders.withLock({ $0.removeFirst() }) else { return nil }
            return job
        }
    }
}
