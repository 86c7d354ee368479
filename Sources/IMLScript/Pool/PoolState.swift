internal import PatchbayQueues

/// Which workers there are, who has them, and who waits.
///
/// Apps share the workers as `FairShare` says: one app's endless calls leave workers for the others, which need not wait
/// until those have run out of time.
struct PoolState: ~Copyable {
    struct Waiter {
        let app: String
        /// How long it waits at most.
        let limit: Duration
        /// When that is over.
        let deadline: ContinuousClock.Instant
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

    /// What looking after those that wait came to.
    struct Watch {
        /// Who got a worker.
        var handOvers: [HandOver]
        /// Whose time was over.
        var overdue: [Waiter]
        /// Whether nobody waits any longer, which also ends the watching.
        var isEmpty: Bool
    }

    private let limits: ScriptLimits
    private var free: [WorkerProcess] = []
    private var busy: [ObjectIdentifier: WorkerProcess] = [:]
    private var queue: FairQueue
    private var room: FairShare
    private var waiters: [UInt64: Waiter] = [:]
    private var isWatched = false
    private var isClosed = false

    init(limits: ScriptLimits) {
        self.limits = limits
        queue = FairQueue(places: limits.workers)
        room = FairShare(places: limits.waitingCalls)
    }

    /// How many workers run a call.
    var busyWorkers: Int { busy.count }

    /// How many calls wait for a worker.
    var waitingCalls: Int { waiters.count }

    /// Gives a worker to a call, or puts the call into the queue.
    ///
    /// - Parameter ticket: A number nobody else has.
    mutating func take(_ ticket: UInt64, _ waiter: Waiter, makeWorker: () -> WorkerProcess) -> Taken {
        if isClosed { return .refused(.shutDown) }
        if hasWorker(upTo: limits.idleWorkers), queue.takePlace(for: waiter.app) {
            return .worker(occupied(makeWorker))
        }
        guard room.takeIfAdmitted(for: waiter.app) else {
            return .refused(.overloaded(room.count(of: waiter.app)))
        }
        queue.wait(ticket, of: waiter.app)
        waiters[ticket] = waiter
        defer { isWatched = true }
        return .waits(!isWatched)
    }

    /// Takes a call out of the queue that no longer waits.
    ///
    /// - Returns: The call; `nil` when it is not there, any longer or yet.
    mutating func leave(_ ticket: UInt64) -> Waiter? {
        guard let waiter = waiters.removeValue(forKey: ticket) else { return nil }
        queue.leave(ticket)
        room.giveBack(of: waiter.app)
        return waiter
    }

    /// Takes a worker back, gives it to whoever waits, and tells which one is no longer needed.
    mutating func put(
        _ worker: WorkerProcess,
        of app: String,
        makeWorker: () -> WorkerProcess
    ) -> (handOvers: [HandOver], retired: WorkerProcess?) {
        busy[ObjectIdentifier(worker)] = nil
        queue.giveBack(of: app)
        if isClosed { return ([], nil) }
        free.append(worker)
        let handOvers = serve(upTo: limits.idleWorkers, makeWorker)
        let isSpare = waiters.isEmpty && free.count + busy.count > limits.idleWorkers
        return (handOvers, isSpare ? free.popLast() : nil)
    }

    /// Ends the wait of calls whose time is over, and gives one more worker to the others where one has waited for long;
    /// one for each app that waits and has none.
    ///
    /// Calls that merely follow each other fast always find somebody before them; a worker takes longer to start than they
    /// take.
    mutating func watch(forWaitsOver wait: Duration, makeWorker: () -> WorkerProcess) -> Watch {
        let now = ContinuousClock.now
        let late = waiters.filter { $0.value.deadline <= now }.keys
        let overdue = late.compactMap { leave($0) }
        let patient = queue.firsts.compactMap { waiters[$0] }.filter { now - $0.since > wait }
        let newcomers = patient.count { queue.share.count(of: $0.app) == 0 }
        let most = min(limits.workers, busy.count + free.count + max(newcomers, 1))
        let handOvers = patient.isEmpty ? [] : serve(upTo: most, makeWorker)
        if waiters.isEmpty { isWatched = false }
        return Watch(handOvers: handOvers, overdue: overdue, isEmpty: waiters.isEmpty)
    }

    /// Gives up every worker and every call that waits; workers that are busy still come back.
    mutating func close() -> (workers: [WorkerProcess], waiters: [Waiter]) {
        isClosed = true
        let waiting = waiters.keys.compactMap { leave($0) }
        defer { free = [] }
        return (free + busy.values, waiting)
    }

    private mutating func serve(upTo most: Int, _ makeWorker: () -> WorkerProcess) -> [HandOver] {
        var handOvers: [HandOver] = []
        while hasWorker(upTo: most), let ticket = queue.next() {
            guard let waiter = waiters.removeValue(forKey: ticket) else { continue }
            room.giveBack(of: waiter.app)
            handOvers.append((waiter, occupied(makeWorker)))
        }
        return handOvers
    }

    /// Whether there is a worker for somebody, or may be one more.
    private func hasWorker(upTo most: Int) -> Bool { !free.isEmpty || busy.count < most }

    private mutating func occupied(_ makeWorker: () -> WorkerProcess) -> WorkerProcess {
        let worker = free.popLast() ?? makeWorker()
        busy[ObjectIdentifier(worker)] = worker
        return worker
    }
}
