import IML

/// Calls the functions of one app in the pool's workers.
struct PooledCaller: AppFunctionCaller {
    let pool: ScriptPool
    let app: ScriptApp
    /// Calls that cross to a worker together, at most.
    private static let batchLimit = 256

    func answer(to call: ScriptCall, environment: Value, waiting wait: Duration) async -> ScriptAnswer {
        let text = CallText(call, environment: environment)
        let reply = await pool.exchange(app, waiting: wait) { .call(app: app.id, text, seconds: $0) }
        switch reply {
        case .success(.value(let value)): return ScriptAnswer(.success(value), to: call)
        case .success(.failure(let failure)): return .failure(EvaluationError(failure, in: call.function))
        case .success:
            return .failure(EvaluationError(.unexpectedError, "A worker answered something else than a value."))
        case .failure(let loss): return .failure(EvaluationError(loss, function: call.function))
        }
    }
}

extension PooledCaller {
    /// Sends many calls in one message; a worker that has used the time of one call leaves the rest for the next message.
    ///
    /// Where a message brings no answers, somebody's call may have brought the worker down or be too large: each call is
    /// then made on its own. Functions change nothing outside, so making one again does no harm.
    func answer(to calls: [ScriptCall], environment: Value, waiting wait: Duration) async -> [ScriptAnswer] {
        var answers: [ScriptAnswer] = []
        answers.reserveCapacity(calls.count)
        while answers.count < calls.count {
            let rest = calls[answers.count...].prefix(Self.batchLimit)
            let texts = rest.map { CallText($0, environment: environment) }
            let reply = await pool.exchange(app, waiting: wait) { .batch(app: app.id, texts, seconds: $0) }
            if case .success(.answers(let some)) = reply, !some.isEmpty, some.count <= rest.count {
                for (call, answer) in zip(rest, some) { answers.append(ScriptAnswer(answer, to: call)) }
            } else {
                for call in rest {
                    answers.append(await self.answer(to: call, environment: environment, waiting: wait))
                }
            }
        }
        return answers
    }
}

extension ScriptAnswer {
    fileprivate init(_ answer: Result<ValueText, ScriptFailure>, to call: ScriptCall) {
        switch answer {
        case .success(let text):
            do throws(WireError) {
                self = .value(try text.value())
            } catch {
                self = .failure(EvaluationError(.unexpectedError, "A worker answered something else than a value."))
            }
        case .failure(let failure): self = .failure(EvaluationError(failure, in: call.function))
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
