import IML
import Testing

@testable import IMLScript

struct RetirementTests {
    private let app = ScriptApp(
        id: 1,
        name: "app",
        sources: [ScriptSource(name: "f", code: "function f() {}", file: "f.js")]
    )

    @Test(arguments: [WorkerProcess.Retirement.once, .leisure])
    func aWorkerThatWasRetiredAnswersAtOnceThatItIsGone(_ moment: WorkerProcess.Retirement) async {
        let worker = WorkerProcess(executable: TestPool.executable, limits: ScriptLimits())
        worker.retire(at: moment)
        let outcome = await worker.exchange(app, WorkerRequest.unload(app: 1).bytes)
        guard case .failure(.shutDown) = outcome else {
            Issue.record("It answered \(outcome).")
            return
        }
    }

    @Test func everyCallOfAPoolThatEndsGetsAnAnswer() async {
        for _ in 0..<20 {
            let pool = ScriptPool(executable: TestPool.executable)
            let caller = pool.caller(for: app.sources)
            await withTaskGroup(of: Void.self) { group in
                for _ in 0..<8 {
                    group.addTask {
                        _ = await caller.answer(to: ScriptCall(function: "f", arguments: []), environment: [:])
                    }
                }
                group.addTask { pool.shutDown() }
            }
        }
    }
}
