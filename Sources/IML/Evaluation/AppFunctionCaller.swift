/// Calls the app's own functions, outside of the evaluation; see ``ScriptJournal``.
public protocol AppFunctionCaller: Sendable {
    /// Makes a call.
    ///
    /// - Parameters:
    ///   - call: The function with its arguments.
    ///   - environment: What the function sees as `environment`.
    ///   - wait: How long the call may wait for its turn, in which calls of others run.
    /// - Returns: Its value or its failure; never throws, and ends within the wait and the function's limit of time.
    func answer(to call: ScriptCall, environment: Value, waiting wait: Duration) async -> ScriptAnswer

    /// Makes several calls, each as if it were the only one; what is made together may be quicker.
    ///
    /// - Parameters:
    ///   - calls: The functions with their arguments.
    ///   - environment: What the functions see as `environment`.
    ///   - wait: How long each may wait for its turn.
    /// - Returns: An answer to each call, in their order.
    func answer(to calls: [ScriptCall], environment: Value, waiting wait: Duration) async -> [ScriptAnswer]
}

extension AppFunctionCaller {
    /// Makes the calls one after the other.
    public func answer(
        to calls: [ScriptCall],
        environment: Value,
        waiting wait: Duration
    ) async -> [ScriptAnswer] {
        var answers: [ScriptAnswer] = []
        for call in calls { answers.append(await answer(to: call, environment: environment, waiting: wait)) }
        return answers
    }

    /// Makes a call that waits at most a minute for its turn.
    public func answer(to call: ScriptCall, environment: Value) async -> ScriptAnswer {
        await answer(to: call, environment: environment, waiting: .seconds(60))
    }

    /// Makes several calls, each of which waits at most a minute for its turn.
    public func answer(to calls: [ScriptCall], environment: Value) async -> [ScriptAnswer] {
        await answer(to: calls, environment: environment, waiting: .seconds(60))
    }
}
