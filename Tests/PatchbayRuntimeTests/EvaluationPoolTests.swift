import PatchbayTesting
import Synchronization
import Testing

@testable import PatchbayRuntime

/// The threads of long evaluations.
struct EvaluationPoolTests {
    /// Counts, and knows when it was told to stop.
    private final class Work: Sendable {
        private let count = Atomic<Int>(0)
        private let stopped = Atomic<Bool>(false)

        var slices: Int { count.load(ordering: .relaxed) }

        func stop() { stopped.store(true, ordering: .relaxed) }

        /// Goes on until it is told to stop, and passes its turn on after each bit of work.
        func run(on pool: EvaluationPool) {
            while !stopped.load(ordering: .relaxed), pool.pass() { count.wrappingAdd(1, ordering: .relaxed) }
        }
    }

    private func start(_ work: Work, of app: String, on pool: EvaluationPool) -> Task<Void, Never> {
        Task {
            await withTaskExecutorPreference(pool.executor(of: app)) { work.run(on: pool) }
        }
    }

    @Test func onlyItsOwnThreadsHaveTurns() async {
        let pool = EvaluationPool(width: 1)
        #expect(!pool.pass())
        #expect(await withTaskExecutorPreference(pool.executor(of: "a")) { await inPool(pool) })
        #expect(!pool.pass(), "the task has come back from the pool")
    }

    private func inPool(_ pool: EvaluationPool) async -> Bool { pool.pass() }

    @Test func manyShareOneTurn() async {
        let pool = EvaluationPool(width: 1)
        let works = (0..<24).map { _ in Work() }
        let tasks = works.enumerated().map { start($1, of: "app\($0 % 3)", on: pool) }
        await waitUntil { works.filter { $0.slices > 20 }.count == works.count }
        for work in works { work.stop() }
        for task in tasks { await task.value }
    }

    @Test func anAppWithManyCallsHasNoMoreThanAnotherWithOne() async {
        let pool = EvaluationPool(width: 1)
        let many = (0..<8).map { _ in Work() }
        let one = Work()
        var tasks = many.map { start($0, of: "many", on: pool) }
        await waitUntil { many.allSatisfy { $0.slices > 10 } }
        let before = many.reduce(0) { $0 + $1.slices }
        tasks.append(start(one, of: "one", on: pool))
        await waitUntil { one.slices > 1_000 }
        let others = many.reduce(0) { $0 + $1.slices } - before
        for work in many + [one] { work.stop() }
        for task in tasks { await task.value }
        #expect(others < 10_000)
        #expect(others > 100)
    }

    /// A function that does not ask in its midst.
    @Test func aTurnThatIsNotPassedOnHoldsUpNoOtherApp() async {
        let pool = EvaluationPool(width: 1)
        let release = Latch()
        let holdsTurn = Latch()
        let holder = Task {
            await withTaskExecutorPreference(pool.executor(of: "stuck")) { await hold(holdsTurn, release) }
        }
        await holdsTurn.wait()
        let other = Work()
        let task = start(other, of: "other", on: pool)
        await waitUntil { other.slices > 10 }
        other.stop()
        await task.value
        release.open()
        await holder.value
    }

    private func hold(_ holdsTurn: Latch, _ release: Latch) async {
        holdsTurn.open()
        release.block()
    }

    @Test func aClosedPoolEndsWhatItRuns() async {
        let pool = EvaluationPool(width: 1)
        let works = (0..<5).map { _ in Work() }
        let tasks = works.map { start($0, of: "app", on: pool) }
        await waitUntil { works.allSatisfy { $0.slices > 0 } }
        pool.close(within: 0.01)
        for task in tasks { await task.value }
        #expect(pool.isClosed)
    }

    /// Opens once.
    private final class Latch: Sendable {
        private let isOpen = Atomic<Bool>(false)

        func open() { isOpen.store(true, ordering: .releasing) }

        func wait() async { while !isOpen.load(ordering: .acquiring) { await Task.yield() } }

        /// Blocks the thread, as a function does that takes long.
        func block() { while !isOpen.load(ordering: .acquiring) { _ = 1 } }
    }

    private func waitUntil(_ condition: () -> Bool) async {
        let deadline = ContinuousClock.now + .seconds(60)
        while !condition() {
            guard .now < deadline else {
                Issue.record("it did not happen within a minute")
                return
            }
            await Task.yield()
        }
    }
}
