extension EvaluationPool {
    /// Bytes that are worked on where the caller runs; work on more goes to the pool.
    package static let fewBytes = 64 << 10

    /// Does something in the pool, between the evaluations of apps.
    ///
    /// - Parameters:
    ///   - app: The app it is done for, with whose evaluations it shares its turns; empty for the host itself.
    ///   - work: What to do. It holds its thread until it waits for something or ends.
    package func run<Result, Failure>(
        for app: String,
        _ work: () async throws(Failure) -> Result
    ) async throws(Failure) -> Result {
        try await withTaskExecutorPreference(executor(of: app), operation: work)
    }
}
