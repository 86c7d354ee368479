/// Which workers there are, who has them, and who waits.
struct PoolState: ~Copyable {
    struct Waiter {
        let app: UInt64
        let since = ContinuousClock.now
        let continuation: CheckedContinuation<Result<WorkerProcess, WorkerLoss>, Never>
    }

    enum Taken {
        case worker(WorkerProcess)
        case refused(WorkerLoss)
        /// Whether somebody has to begin watching the queue.
        case waits(Bool)
    }

    typealias HandOver = (Waiter, WorkerProcess)

    private let limits: ScriptLimits
    private var free: [WorkerProcess] = []
    private var busy: [UInt64: Int] = [:]
    private var busyWorkers: [ObjectIdentifier: WorkerProcess] = [:]
    private var queue: [Waiter] = []
    private var isWatched = false
    private var isClosed = false

    init(limits: ScriptLimits) {
        self.limits = limits
    }

    /// Gives a worker to a call, or puts the call into the queue.
    mutating func take(_ waiter: Waiter, makeWorker: () -> WorkerProcess) -> Taken {
        if isClosed { return .refused(.shutDown) }
        if queue.isEmpty, hasRoom(for: waiter.app), let worker = worker(upTo: limits.idleWorkers, makeWorker) {
            occupy(worker, for: waiter.app)
            return .worker(worker)
        }
        guard queue.count < limits.waitingCalls else { return .refused(.overloaded(limits.waitingCalls)) }
        queue.append(waiter)
        defer { isWatched = true }
        return .waits(!isWatched)
    }

    /// Takes a worker back, gives it to whoever waits, and tells which one is no longer needed.
    mutating func put(
        _ worker: WorkerProcess,
        of app: UInt64,
        makeWorker: () -> WorkerProcess
    ) -> (handOvers: [HandOver], retired: WorkerProcess?) {
        busyWorkers[ObjectIdentifier(worker)] = nil
        busy[app] = busy[app].flatMap { $0 > 1 ? $0 - 1 : nil }
        if isClosed { return ([], nil) }
        free.append(worker)
        let handOvers = serve(upTo: limits.idleWorkers, makeWorker)
        let isSpare = queue.isEmpty && free.count + busyWorkers.count > limits.idleWorkers
        return (handOvers, isSpare ? free.popLast() : nil)
    }

    /// Gives one more worker to the calls that wait, if one has waited for long.
    ///
    /// Calls that merely follow each other fast always find somebody before them; a worker takes longer to start than they
    /// take.
    ///
    /// - Returns: Who got one, and whether nobody waits any longer, which also ends the watching.
    mutating func grow(
        forWaitsOver wait: Duration,
        makeWorker: () -> WorkerProcess
    ) -> (handOvers: [HandOver], isEmpty: Bool) {
        let most = min(limits.workers, busyWorkers.count + free.count + 1)
        let now = ContinuousClock.now
        let handOvers = queue.contains { now - $0.since > wait } ? serve(upTo: most, makeWorker) : []
        if queue.isEmpty { isWatched = false }
        return (handOvers, queue.isEmpty)
    }

    /// Gives up every worker and every call that waits; workers that are busy still come back.
    mutating func close() -> (workers: [WorkerProcess], waiters: [Waiter]) {
        isClosed = true
        defer {
            free = []
            queue = []
        }
        return (free + busyWorkers.values, queue)
    }

    private mutating func serve(upTo most: Int, _ makeWorker: () -> WorkerProcess) -> [HandOver] {
        var handOvers: [HandOver] = []
        var index = 0
        while index < queue.count {
            guard hasRoom(for: queue[index].app) else {
                index += 1
                continue
            }
            guard let worker = worker(upTo: most, makeWorker) else { break }
            let waiter = queue.remove(at: index)
            occupy(worker, for: waiter.app)
            handOvers.append((waiter, worker))
        }
        return handOvers
    }

    private mutating func worker(upTo most: Int, _ makeWorker: () -> WorkerProcess) -> WorkerProcess? {
        free.popLast() ?? (busyWorkers.count + free.count < most ? makeWorker() : nil)
    }

    private func hasRoom(for app: UInt64) -> Bool { busy[app, default: 0] < limits.workersPerApp }

    private mutating func occupy(_ worker: WorkerProcess, for app: UInt64) {
        busyWorkers[ObjectIdentifier(worker)] = worker
        busy[app, default: 0] += 1
    }
}
