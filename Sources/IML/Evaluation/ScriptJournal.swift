import Synchronization

/// A call of an app's own function, which runs outside of the evaluation.
public struct ScriptCall: Sendable, Hashable {
    /// The function's name.
    public let function: String
    /// The arguments, evaluated.
    public let arguments: [Value]

    /// Describes a call.
    public init(function: String, arguments: [Value]) {
        self.function = function
        self.arguments = arguments
    }
}

/// What came of a call of an app's function.
public enum ScriptAnswer: Sendable {
    /// It returned a value.
    case value(Value)
    /// It failed.
    case failure(EvaluationError)
}

/// What an evaluation has learned from outside so far, so that it can be run again to the same point and beyond.
///
/// An evaluation is synchronous and an app's function is not. So an evaluation that meets a call without an answer throws
/// an error with ``EvaluationError/pendingCall``; whoever runs it makes the call, appends the answer, rewinds, and
/// evaluates again. Random values and UUIDs drawn on the way are kept too, so that every run draws the same. One journal
/// belongs to one unit of evaluation at a time.
public final class ScriptJournal: Sendable {
    private struct State {
        var answers: [(call: ScriptCall, answer: ScriptAnswer)] = []
        var pending: ScriptCall?
        var draws: [Value] = []
        var nextAnswer = 0
        var nextDraw = 0
    }

    private let state = Mutex(State())

    /// Starts knowing nothing.
    public init() {}

    /// Appends the answer to the call the last run stopped at.
    public func append(_ answer: ScriptAnswer) {
        state.withLock { state in
            guard let call = state.pending else { return }
            state.answers.append((call, answer))
            state.pending = nil
        }
    }

    /// Goes back to the start, for another run.
    public func rewind() {
        state.withLock { state in
            state.nextAnswer = 0
            state.nextDraw = 0
        }
    }

    /// How many calls were answered.
    public var answerCount: Int {
        state.withLock { $0.answers.count }
    }

    /// The answer to a call in its turn.
    ///
    /// - Throws: The suspension when there is none yet, the call's own failure, and `UnexpectedError` when this run calls
    ///   something else than the one before at the same point.
    func answer(to call: ScriptCall) throws(EvaluationError) -> Value {
        let next: ScriptAnswer = state.withLock { state in
            guard state.nextAnswer < state.answers.count else {
                state.pending = call
                return .failure(.suspended(call))
            }
            let known = state.answers[state.nextAnswer]
            state.nextAnswer += 1
            guard known.call.function == call.function, known.call.arguments.count == call.arguments.count else {
                return .failure(
                    EvaluationError(
                        .unexpectedError,
                        "The evaluation called \(call.function) where it called \(known.call.function) before."
                    )
                )
            }
            return known.answer
        }
        switch next {
        case .value(let value): return value
        case .failure(let error): throw error
        }
    }

    /// The next random value: the one drawn before at this point, or a new one.
    func draw(_ fresh: () -> Value) -> Value {
        state.withLock { state in
            if state.nextDraw == state.draws.count { state.draws.append(fresh()) }
            state.nextDraw += 1
            return state.draws[state.nextDraw - 1]
        }
    }
}
