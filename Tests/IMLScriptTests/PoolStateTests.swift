import Testing

@testable import IMLScript

struct PoolStateTests {
    private static let limits: ScriptLimits = {
        var limits = ScriptLimits()
        limits.idleWorkers = 1
        limits.workers = 2
        return limits
    }()

    private func waiter(
        _ app: String,
        _ continuation: CheckedContinuation<Result<WorkerProcess, WorkerLoss>, Never>
    ) -> PoolState.Waiter {
        PoolState.Waiter(app: app, limit: .seconds(600), deadline: .now + .seconds(600), continuation: continuation)
    }

    private func makeWorker() -> WorkerProcess {
        WorkerProcess(executable: TestPool.executable, limits: Self.limits)
    }

    @Test func onlyACallThatHasWaitedForLongGetsOneMoreWorker() async {
        let outcome = await withCheckedContinuation { continuation in
            var state = PoolState(limits: Self.limits)
            let (first, second) = (waiter("a", continuation), waiter("b", continuation))
            guard case .worker = state.take(1, first, makeWorker: makeWorker) else {
                Issue.record("The first call got no worker.")
                return continuation.resume(returning: .failure(.shutDown))
            }
            guard case .waits(true) = state.take(2, second, makeWorker: makeWorker) else {
                Issue.record("The second call does not wait.")
                return continuation.resume(returning: .failure(.shutDown))
            }

            let early = state.watch(forWaitsOver: .seconds(600), makeWorker: makeWorker)
            #expect(early.handOvers.isEmpty && !early.isEmpty)

            let late = state.watch(forWaitsOver: .zero, makeWorker: makeWorker)
            #expect(late.handOvers.count == 1 && late.isEmpty)
            for worker in state.close().workers { worker.retire(at: .leisure) }
            continuation.resume(returning: late.handOvers.first.map { .success($0.1) } ?? .failure(.shutDown))
        }
        guard case .success = outcome else {
            Issue.record("The second call got no worker.")
            return
        }
    }
}
