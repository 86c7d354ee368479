/// Calls the app's own functions, outside of the evaluation; see ``ScriptJournal``.
public protocol AppFunctionCaller: Sendable {
    /// Makes a call.
    ///
    /// - Parameters:
    ///   - call: The function with its arguments.
    ///   - environment: What the function sees as `environment`.
    /// - Returns: Its value or its failure; never throws, and ends within the function's limit of time.
    func answer(to call: ScriptCall, environment: Value) async -> ScriptAnswer
}
