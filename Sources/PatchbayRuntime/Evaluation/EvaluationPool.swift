internal import Foundation
import Synchronization

/// Threads for evaluations that take long, so that they do not hold up what answers everybody else.
///
/// What a call evaluates runs where the call does, on the threads all calls share, up to a slice; from then on it goes on
/// here, with the pool as the executor of its task. As many evaluations run at a time as the pool is wide, one fewer than
/// there are cores. That leaves the question how one that takes a second lets others have their turn, for it is one
/// synchronous function: it cannot be put aside and taken up again as a task can. So each has a thread of its own, and
/// after each slice it passes its turn on and stands still until it comes back to it (``pass()``). Turns go round by app
/// (``EvaluationTurns``): while another waits, an app has no more than its even share of them.
///
/// Some functions cannot ask in their midst. A turn that is not passed on in time is given to another app all the same,
/// and the system shares the cores between the two.
package final class EvaluationPool: Sendable {
    private typealias Turns = EvaluationTurns<Job, Worker>

    /// A piece of a task: what runs until the task waits for something, or ends.
    private struct Job {
        let job: UnownedJob
        let executor: AppExecutor
    }

    /// A thread of the pool.
    private final class Worker: Sendable {
        private let awake = DispatchSemaphore(value: 0)

        func wake() { awake.signal() }

        func wait() { awake.wait() }

        /// Waits some seconds; whether it was woken.
        func wait(seconds: Double) -> Bool { awake.wait(timeout: .now() + seconds) == .success }
    }

    /// What a thread does.
    private struct Work {
        let job: Job
        var hasTurn = true
        /// Whether its turn was given to another app while it lasted.
        var isOverdue = false
        var turnBegan = ContinuousClock.now

        var app: String { job.executor.app }

        mutating func begin() {
            hasTurn = true
            isOverdue = false
            turnBegan = .now
        }
    }

    private struct State {
        var turns: Turns
        var works: [ObjectIdentifier: Work] = [:]
        /// The threads that work, by what the system knows them by.
        var workers: [ObjectIdentifier: Worker] = [:]
        /// Threads without work, which wait for some for a while.
        var idle: [Worker] = []
        var isWatched = false

        subscript(worker: Worker) -> Work? {
            get { works[ObjectIdentifier(worker)] }
            set { works[ObjectIdentifier(worker)] = newValue }
        }
    }

    private let state: Mutex<State>
    private let closed = Atomic<Bool>(false)

    /// How long a turn may last before it is given to another app too; slices are far shorter.
    private static let longestTurn = Duration.milliseconds(10)
    /// Seconds a thread waits for work before it ends.
    private static let idleSeconds = 5.0
    /// What the other threads of a process have too.
    private static let stackBytes = 8 << 20

    /// Makes a pool; its threads begin when there is work.
    ///
    /// - Parameter width: How many evaluations run at a time; `nil` for one fewer than there are cores, and at least one.
    package init(width: Int? = nil) {
        let width = width ?? max(1, ProcessInfo.processInfo.activeProcessorCount - 1)
        state = Mutex(State(turns: Turns(width: width)))
    }

    /// Whether evaluations are to end.
    var isClosed: Bool { closed.load(ordering: .acquiring) }

    /// Lets evaluations go on for some seconds, and then ends them: the host is shutting down.
    package func close(within seconds: Double) {
        Thread.detachNewThread { [self] in
            Thread.sleep(forTimeInterval: seconds)
            closed.store(true, ordering: .releasing)
        }
    }

    /// The executor for the tasks of an app.
    func executor(of app: String) -> any TaskExecutor { AppExecutor(pool: self, app: app) }

    /// Lets others have their turn, where some wait; returns when it has come round.
    ///
    /// - Returns: Whether the current thread is one of the pool's, and evaluations are not to end.
    func pass() -> Bool {
        let (worker, mustWait) = state.withLock { state -> (Worker?, Bool) in
            guard let worker = state.workers[Self.currentThread] else { return (nil, false) }
            return (worker, pass(worker, &state))
        }
        guard let worker else { return false }
        if mustWait { worker.wait() }
        return !isClosed
    }

    private static var currentThread: ObjectIdentifier { ObjectIdentifier(Thread.current) }

    /// Runs tasks of an app on the pool.
    private final class AppExecutor: TaskExecutor {
        let pool: EvaluationPool
        let app: String

        init(pool: EvaluationPool, app: String) {
            self.pool = pool
            self.app = app
        }

        func enqueue(_ job: consuming ExecutorJob) {
            pool.enqueue(Job(job: UnownedJob(job), executor: self))
        }
    }
}

// MARK: - Turns

extension EvaluationPool {
    private func enqueue(_ job: Job) {
        state.withLock { state in
            state.turns.append(.job(job), of: job.executor.app)
            giveTurns(&state)
        }
    }

    /// Passes a thread's turn on.
    ///
    /// - Returns: Whether it has to wait for another.
    private func pass(_ worker: Worker, _ state: inout State) -> Bool {
        guard let work = state[worker] else { return false }
        if work.hasTurn {
            state[worker]?.turnBegan = .now
            guard state.turns.hasWaiting else { return false }
            state.turns.giveBack(of: work.app)
            guard let turn = state.turns.next() else {
                state.turns.keep(of: work.app)
                return false
            }
            start(turn, &state)
        }
        state[worker]?.hasTurn = false
        state[worker]?.isOverdue = false
        state.turns.append(.thread(worker), of: work.app)
        giveTurns(&state)
        return true
    }

    private func giveTurns(_ state: inout State) {
        while let turn = state.turns.next() { start(turn, &state) }
        guard state.turns.hasWaiting, !state.isWatched else { return }
        state.isWatched = true
        begin { [self] in watch() }
    }

    private func start(_ turn: Turns.Turn, _ state: inout State) {
        switch turn.holder {
        case .thread(let worker):
            state[worker]?.begin()
            worker.wake()
        case .job(let job):
            let worker = state.idle.popLast() ?? makeWorker()
            state[worker] = Work(job: job)
            worker.wake()
        }
    }

    /// Gives turns that last too long to other apps that wait, as long as any wait.
    private func watch() {
        while state.withLock({ giveOverdueTurns(&$0) }) {
            Thread.sleep(forTimeInterval: Self.longestTurn / .seconds(1))
        }
    }

    private func giveOverdueTurns(_ state: inout State) -> Bool {
        guard state.turns.hasWaiting else {
            state.isWatched = false
            return false
        }
        var overdue = state.works.values.count(where: \.isOverdue)
        for (id, work) in state.works where work.hasTurn && overdue < state.turns.width {
            guard work.turnBegan.duration(to: .now) > Self.longestTurn, state.turns.hasWaiting(besides: work.app)
            else { continue }
            state.works[id]?.hasTurn = false
            state.works[id]?.isOverdue = true
            overdue += 1
            state.turns.giveBack(of: work.app)
            while let turn = state.turns.next() { start(turn, &state) }
        }
        return true
    }
}

// MARK: - Threads

extension EvaluationPool {
    private func makeWorker() -> Worker {
        let worker = Worker()
        begin { [self] in run(worker) }
        return worker
    }

    private func begin(_ body: @escaping @Sendable () -> Void) {
        let thread = Thread(block: body)
        thread.name = "evaluation"
        thread.stackSize = Self.stackBytes
        thread.start()
    }

    private func run(_ worker: Worker) {
        let thread = Self.currentThread
        while var job = waitForWork(of: worker) {
            state.withLock { $0.workers[thread] = worker }
            while true {
                job.job.runSynchronously(on: job.executor.asUnownedTaskExecutor())
                guard let next = state.withLock({ finish(worker, &$0) }) else { break }
                job = next
            }
            // It is idle already: whoever gives it work now does not ask which thread it is.
            state.withLock { $0.workers[thread] = nil }
        }
    }

    /// What a thread is to do next; `nil` when there was nothing for a while, and it is to end.
    private func waitForWork(of worker: Worker) -> Job? {
        if !worker.wait(seconds: Self.idleSeconds) {
            let hasLeft = state.withLock { state in
                guard let place = state.idle.firstIndex(where: { $0 === worker }) else { return false }
                state.idle.remove(at: place)
                return true
            }
            if hasLeft { return nil }
            // It was given work at the last moment.
            worker.wait()
        }
        return state.withLock { $0[worker]?.job }
    }

    /// Ends what a thread did.
    ///
    /// - Returns: What it does next; `nil` when it has to wait for more.
    private func finish(_ worker: Worker, _ state: inout State) -> Job? {
        if let work = state[worker] {
            if work.hasTurn { state.turns.giveBack(of: work.app) }
            state.turns.end(of: work.app)
        }
        state[worker] = nil
        guard let turn = state.turns.next() else {
            state.idle.append(worker)
            return nil
        }
        if case .job(let job) = turn.holder {
            state[worker] = Work(job: job)
            giveTurns(&state)
            return job
        }
        state.idle.append(worker)
        start(turn, &state)
        giveTurns(&state)
        return nil
    }
}
