import NIOCore

/// Runs tasks on an event loop, so that what begins on it goes on there.
///
/// What runs here is short: work that can take long has threads of its own (`EvaluationPool`).
final class LoopExecutor: TaskExecutor {
    private let loop: any EventLoop

    /// Makes the executor of a loop.
    init(_ loop: any EventLoop) {
        self.loop = loop
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        loop.execute { [self] in job.runSynchronously(on: asUnownedTaskExecutor()) }
    }
}
