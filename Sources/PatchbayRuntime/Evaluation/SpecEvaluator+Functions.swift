import IML
import PatchbayAuth
import PatchbayBundle

extension SpecEvaluator {
    /// An evaluation that calls more often than this is taken for endless.
    private static let mostCalls = 10_000

    private static func roundedNumbers(in function: String) -> String {
        "The function '\(function)' was given numbers that JavaScript rounds, such as integers beyond 2^53 "
            + "(9007199254740992). Those it gave back as it got them are exact again; give it texts where it has to see "
            + "every digit."
    }

    /// Evaluates a value that may call the app's own functions.
    ///
    /// An evaluation that meets a call without an answer stops; the call is made, and the evaluation is run again with
    /// its answer, until it meets no further one.
    ///
    /// - Parameters:
    ///   - spec: The value.
    ///   - functions: Makes the calls.
    ///   - journal: What is known of them already.
    func value(
        _ spec: SpecValue,
        asking functions: any AppFunctionCaller,
        knowing journal: ScriptJournal
    ) async throws(PlatformError) -> Value {
        var scope = scope
        scope.journal = journal
        while true {
            let call: ScriptCall
            do throws(EvaluationError) {
                guard let value = try attempt(spec, in: scope) else { break }
                return value
            } catch {
                guard let pending = error.pendingCall else { throw execution.error(error, in: spec, quoting) }
                call = pending
            }
            guard journal.answerCount < Self.mostCalls else {
                throw PlatformError(
                    EvaluationError(.runtimeError, "\(call.function) was called more than \(Self.mostCalls) times."),
                    in: spec,
                    quoting
                )
            }
            let answer = await functions.answer(
                to: call,
                environment: scope[.environment],
                waiting: .seconds(max(0, execution.remainingSeconds))
            )
            if journal.append(answer) { execution.add(notes: [Self.roundedNumbers(in: call.function)]) }
            journal.rewind()
            try execution.checkGoesOn()
        }
        return try await execution.pooled { () async throws(PlatformError) -> Value in
            try await value(spec, asking: functions, knowing: journal)
        }
    }
}
