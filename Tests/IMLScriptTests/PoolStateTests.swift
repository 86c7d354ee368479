import Testing

@testable import IMLScript

struct PoolStateTests {
    private static let limits: ScriptLimits = {
        var limits = ScriptLimits()
        limits.idleWorkers = 1
        limits.workers = 2
        return limits
    }()

    private func makeWorker() -> WorkerProcess {
        WorkerProcess(executable: TestPool.executable, limits: Self.limits)
    }

    @Test func onlyACallThatHasWaitedForLongGetsOneMoreWorker() async {
        let outcome = await withCheckedContinuation { continuation in
            var state = PoolState(limits: Self.limits)
            let call = PoolState.Waiter(app: 1, continuation: continuation)
            guard case .worker = state.take(call, makeWorker: makeWorker) else {
                Issue.record("The first call got no worker.")
                return continuation.resume(returning: .failure(.shutDown))
            }
            guard case .waits(true) = state.take(call, makeWorker: makeWorker) else {
                Issue.record("The second call does not wait.")
                return continuation.resume(returning: .failure(.shutDown))
            }

            let early = state.grow(forWaitsOver: .seconds(600), makeWorker: makeWorker)
            #expect(early.handOvers.isEmpty && !early.isEmpty)

            let late = state.grow(forWaitsOver: .zero, makeWorker: makeWorker)
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
