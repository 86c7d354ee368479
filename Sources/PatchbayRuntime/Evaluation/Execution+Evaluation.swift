import IML
import PatchbayAuth
import PatchbayBundle

// How a call evaluates: up to a slice where it runs, and beyond it in the pool for long evaluations.

extension Execution {
    /// Whether an evaluation may begin where the call runs just now.
    var mayEvaluateHere: Bool { isPooled || !budget.isSliceUsedUp }

    /// Does something in the pool for long evaluations, between those of other calls.
    func pooled<Result, Failure>(
        _ work: () async throws(Failure) -> Result
    ) async throws(Failure) -> Result {
        guard !isPooled else { return try await work() }
        isPooled = true
        budget.beginSlice()
        defer {
            isPooled = false
            budget.endSlice()
        }
        return try await withTaskExecutorPreference(services.evaluation.executor(of: app), operation: work)
    }

    /// Does work of a known size that asks nobody whether it may go on: here when the slice has room for it, else in the
    /// pool.
    ///
    /// - Parameter steps: How much work it is.
    func performing<Result>(
        _ steps: Int,
        _ work: () throws(PlatformError) -> Result
    ) async throws(PlatformError) -> Result {
        guard steps > max(0, budget.sliceLeft) else {
            budget.count(work: steps)
            return try work()
        }
        return try await pooled { () async throws(PlatformError) -> Result in
            try passOn()
            defer { budget.count(work: steps) }
            return try work()
        }
    }

    /// Between two pieces of work in the pool: lets others have their turn when the slice is used up.
    ///
    /// - Throws: `ModuleTimeoutError` when the call is not to go on.
    func passOn() throws(PlatformError) {
        guard budget.isSliceUsedUp else { return }
        _ = services.evaluation.pass()
        try checkGoesOn()
        budget.beginSlice()
    }

    /// A failed evaluation as the error of the call.
    func error(_ error: EvaluationError, in spec: SpecValue, _ quoting: DataQuoting) -> PlatformError {
        switch error.limit {
        case "steps":
            return PlatformError(
                .runtimeError,
                "The call's expressions take more than \(limits.steps) steps together (--max steps=…).",
                path: spec.key,
                place: PlatformError.Place(spec.place)
            )
        case "time":
            do {
                try checkGoesOn()
            } catch {
                return error.at(PlatformError.Place(spec.place))
            }
        default: break
        }
        return PlatformError(error, in: spec, quoting)
    }
}
