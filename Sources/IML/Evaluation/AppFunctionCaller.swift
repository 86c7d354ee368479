/// Calls the app's own functions, outside of the evaluation; see ``ScriptJournal``.
public protocol AppFunctionCaller: Sendable {
    /// Makes a call.
    ///
    /// - Parameters:
    ///   - call: The function with its arguments.
    ///   - environment: What the function sees as `environment`.
    /// - Returns: Its value or its failure; never throws, and ends within the function's limit of time.
    func answer(to call: ScriptCall, environment: Value) async -> ScriptAnswer

    /// Makes several calls, each as if it were the only one; what is made together may be quicker.
    ///
    /// - Parameters:
    ///   - calls: The functions with their arguments.
    ///   - environment: What the functions see as `environment`.
    /// - Returns: An answer to each call, in their order.
    func answer(to calls: [ScriptCall], environment: Value) async -> [ScriptAnswer]
}

extension AppFunctionCaller {
    /// Makes the calls one after the other.
    public func answer(to calls: [ScriptCall], environment: Value) async -> [ScriptAnswer] {
        var answers: [ScriptAnswer] = []
        for call in calls { answers.append(await answer(to: call, environment: environment)) }
        return answers
    }
}
