public import IML
import Synchronization

/// Runs apps' custom functions in worker processes.
///
/// A call takes a free worker, or waits for one. Workers are started when they are needed, kept for the next calls, and
/// killed and replaced when a call runs too long, takes too much memory, or brings one down. Calls that wait longer than
/// a moment get a further worker, up to a bound, so that somebody's stuck function does not hold up the others.
public final class ScriptPool: Sendable {
    /// How far functions may go.
    public let limits: ScriptLimits

    private let executable: String
    private let arguments: [String]
    private let state: Mutex<PoolState>
    private let lastNumber = Atomic<UInt64>(0)

    /// Makes a pool; no worker is started yet.
    ///
    /// - Parameters:
    ///   - executable: The path of `patchbay-script-worker`.
    ///   - limits: How far functions may go.
    ///   - runsUnsandboxed: Whether functions run where the machine has no sandbox for workers; else calls fail there.
    public init(executable: String, limits: ScriptLimits = ScriptLimits(), runsUnsandboxed: Bool = false) {
        self.executable = executable
        arguments = runsUnsandboxed ? [WorkerStart.withoutSandbox] : []
        self.limits = limits
        state = Mutex(PoolState(limits: limits))
    }

    /// Calls the functions of an app.
    ///
    /// - Parameters:
    ///   - sources: The app's functions; they can call each other.
    ///   - app: The app's name, by which all its callers share workers with those of other apps.
    public func caller(for sources: [ScriptSource], of app: String) -> any AppFunctionCaller {
        PooledCaller(pool: self, app: ScriptApp(id: newNumber(), name: app, sources: sources))
    }

    /// Runs the tests of one function.
    ///
    /// - Parameters:
    ///   - tests: The code of the tests, with the function's name and the tests' file.
    ///   - sources: The app's functions.
    /// - Returns: The cases in their order.
    /// - Throws: `EvaluationError` when the code fails outside of its cases, or runs too long.
    public func run(tests: ScriptSource, of sources: [ScriptSource]) async throws(EvaluationError)
        -> [FunctionTestResult]
    {
        let app = ScriptApp(id: newNumber(), name: "", sources: sources)
        let reply = await exchange(app, waiting: Self.patience) { .test(app: app.id, tests, seconds: $0) }
        switch reply {
        case .success(.tests(let results)): return results
        case .success(.failure(let failure)): throw EvaluationError(failure, in: nil)
        case .success: throw EvaluationError(.unexpectedError, "A worker answered something else than test results.")
        case .failure(let loss): throw EvaluationError(loss, function: "The test of \(tests.name)")
        }
    }

    /// Evaluates the files of an app's functions without calling any.
    ///
    /// - Parameter sources: The app's functions.
    /// - Returns: What is wrong with the files that are no JavaScript or fail on their own.
    /// - Throws: `EvaluationError` when no worker answers.
    public func problems(of sources: [ScriptSource]) async throws(EvaluationError) -> [FunctionProblem] {
        let app = ScriptApp(id: newNumber(), name: "", sources: sources)
        switch await exchange(app, waiting: Self.patience, { _ in .check(app: app.id) }) {
        case .success(.answers(let answers)):
            return zip(sources, answers).compactMap { source, answer in
                guard case .failure(let failure) = answer else { return nil }
                let isPlaced = failure.file == source.file
                return FunctionProblem(
                    file: source.file,
                    line: isPlaced ? failure.line : nil,
                    column: isPlaced ? failure.column : nil,
                    message: failure.message
                )
            }
        case .success(.failure(let failure)): throw EvaluationError(failure, in: nil)
        case .success: throw EvaluationError(.unexpectedError, "A worker answered something else than what is wrong.")
        case .failure(let loss): throw EvaluationError(loss, function: "The check of the app's functions")
        }
    }

    /// Ends every worker; calls under way fail.
    public func shutDown() {
        let (workers, waiters) = state.withLock { $0.close() }
        for worker in workers { worker.retire(at: .once) }
        for waiter in waiters { waiter.continuation.resume(returning: .failure(.shutDown)) }
    }

    deinit {
        shutDown()
    }

    /// How many workers run a call now.
    var busyWorkers: Int { state.withLock { $0.busyWorkers } }

    /// How many calls wait for a worker now.
    var waitingCalls: Int { state.withLock { $0.waitingCalls } }

    private func newNumber() -> UInt64 {
        lastNumber.wrappingAdd(1, ordering: .relaxed).newValue
    }

    /// How long tests and checks wait for a worker.
    private static let patience = Duration.seconds(60)
}

// MARK: - Calls

extension ScriptPool {
    /// Sends a request to a free worker and waits for its answer.
    ///
    /// - Parameter wait: How long to wait for a worker.
    func exchange(
        _ app: ScriptApp,
        waiting wait: Duration,
        _ request: (_ seconds: Double) -> WorkerRequest
    ) async -> Result<WorkerReply, WorkerLoss> {
        let message = request(limits.callSeconds).bytes
        guard message.count <= limits.messageBytes else { return .failure(.tooLarge(limits.messageBytes)) }
        let worker: WorkerProcess
        switch await acquire(for: app.name, waiting: wait) {
        case .success(let free): worker = free
        case .failure(let loss): return .failure(loss)
        }
        let outcome = await worker.exchange(app, message)
        release(worker, of: app.name)
        return outcome
    }

    private func acquire(for app: String, waiting wait: Duration) async -> Result<WorkerProcess, WorkerLoss> {
        let ticket = newNumber()
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let deadline = ContinuousClock.now + wait
                let waiter = PoolState.Waiter(app: app, limit: wait, deadline: deadline, continuation: continuation)
                switch state.withLock({ $0.take(ticket, waiter, makeWorker: makeWorker) }) {
                case .worker(let worker): continuation.resume(returning: .success(worker))
                case .refused(let loss): continuation.resume(returning: .failure(loss))
                case .waits(let startsWatching):
                    if startsWatching { watchQueue() }
                    // The handler may have run before there was anything to cancel.
                    if Task.isCancelled { cancel(ticket) }
                }
            }
        } onCancel: {
            cancel(ticket)
        }
    }

    private func cancel(_ ticket: UInt64) {
        state.withLock { $0.leave(ticket) }?.continuation.resume(returning: .failure(.cancelled))
    }

    private func release(_ worker: WorkerProcess, of app: String) {
        let (handOvers, retired) = state.withLock { $0.put(worker, of: app, makeWorker: makeWorker) }
        hand(over: handOvers)
        retired?.retire(at: .leisure)
    }

    private func hand(over handOvers: [PoolState.HandOver]) {
        for (waiter, worker) in handOvers { waiter.continuation.resume(returning: .success(worker)) }
    }

    private var makeWorker: () -> WorkerProcess {
        { [executable, arguments, limits] in
            WorkerProcess(executable: executable, arguments: arguments, limits: limits)
        }
    }

    /// How long a call waits before there is one more worker.
    private static let wait = Duration.milliseconds(50)

    /// Adds a worker each time calls have waited for a while, and ends the wait of those whose time is over.
    private func watchQueue() {
        Task { [weak self] in
            while let self {
                // It throws when the task is cancelled, which nobody can: the task ends by itself.
                try? await Task.sleep(for: Self.wait)
                let watch = self.state.withLock { $0.watch(forWaitsOver: Self.wait, makeWorker: self.makeWorker) }
                self.hand(over: watch.handOvers)
                for waiter in watch.overdue {
                    waiter.continuation.resume(returning: .failure(.outOfWait(seconds: waiter.limit / .seconds(1))))
                }
                if watch.isEmpty { return }
            }
        }
    }
}

/// An app's functions as workers know them.
struct ScriptApp: Sendable {
    /// Tells one version of an app from another.
    let id: UInt64
    let name: String
    let sources: [ScriptSource]
}
