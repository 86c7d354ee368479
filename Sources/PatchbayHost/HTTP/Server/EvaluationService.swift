import PatchbayRuntime
import ServiceLifecycle

/// Ends what is still being evaluated a while after the host was told to stop.
struct EvaluationService: Service {
    let evaluation: EvaluationPool
    /// Seconds evaluations have left then: time for one of them, and not for all that may wait.
    var graceSeconds = 2.0

    func run() async throws {
        try? await gracefulShutdown()
        evaluation.close(within: graceSeconds)
    }
}
