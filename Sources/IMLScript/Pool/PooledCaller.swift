import IML

/// Calls the functions of one app in the pool's workers.
struct PooledCaller: AppFunctionCaller {
    let pool: ScriptPool
    let app: ScriptApp

    func answer(to call: ScriptCall, environment: Value) async -> ScriptAnswer {
        let reply = await pool.exchange(app) { .call(app: app.id, call, environment: environment, seconds: $0) }
        switch reply {
        case .success(.value(let value)): return .value(value)
        case .success(.failure(let failure)): return .failure(EvaluationError(failure, in: call.function))
        case .success:
            return .failure(EvaluationError(.unexpectedError, "A worker answered something else than a value."))
        case .failure(let loss): return .failure(EvaluationError(loss, function: call.function))
        }
    }
}

extension EvaluationError {
    /// What a function threw, with the function's name and where in its file.
    init(_ failure: ScriptFailure, in function: String?) {
        let place = failure.file.map { file in failure.line.map { " (\(file):\($0))" } ?? " (\(file))" } ?? ""
        let name = function.map { "\($0): " } ?? ""
        self.init(failure.type, "\(name)\(failure.message)\(place)", function: function)
    }

    /// Why a worker could not answer.
    init(_ loss: WorkerLoss, function: String) {
        self.init(loss.errorType, "\(function): \(loss.description)", function: function)
    }
}
