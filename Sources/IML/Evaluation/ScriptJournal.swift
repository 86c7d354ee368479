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
/// evaluates again. Random values and UUIDs drawn on the way are kept too, so that every run draws the same, and so are
/// the values of parts that took long: what stands beside many calls is not evaluated with each of them. One journal
/// belongs to one unit of evaluation at a time.
public final class ScriptJournal: Sendable {
    private struct State {
        var answers: [(call: ScriptCall, answer: ScriptAnswer)] = []
        var pending: ScriptCall?
        var draws: [Value] = []
        var next = Position()
        /// The values of parts that took long, by the visit each began with.
        var parts: [Int: (value: Value, end: Position)] = [:]
        var partBytes = 0
    }

    /// How far a run has come.
    private struct Position {
        /// Parts it looked at.
        var visit = 0
        var answer = 0
        var draw = 0
    }

    private let state = Mutex(State())

    /// A part that took fewer steps is evaluated again.
    private static let stepsWorthKeeping = 256
    /// About as much memory as kept values may take together.
    private static let mostPartBytes = 16 << 20

    /// Starts knowing nothing.
    public init() {}

    /// Appends the answer to the call the last run stopped at.
    ///
    /// Numbers that have more digits than a function sees come back with all of them where it is clear which they are.
    ///
    /// - Returns: Whether the call had such numbers, integers beyond 2^53 above all.
    @discardableResult
    public func append(_ answer: ScriptAnswer) -> Bool {
        guard let call = state.withLock({ $0.pending.take() }) else { return false }
        let numbers = LongNumbers(in: call.arguments)
        var answer = answer
        if case .value(let value) = answer { answer = .value(numbers.restored(value)) }
        state.withLock { $0.answers.append((call, answer)) }
        return numbers.areThere
    }

    /// Goes back to the start, for another run.
    public func rewind() {
        state.withLock { state in
            state.next = Position()
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
            guard state.next.answer < state.answers.count else {
                state.pending = call
                return .failure(.suspended(call))
            }
            let known = state.answers[state.next.answer]
            state.next.answer += 1
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
            if state.next.draw == state.draws.count { state.draws.append(fresh()) }
            state.next.draw += 1
            return state.draws[state.next.draw - 1]
        }
    }

    /// Comes to a part of the evaluation.
    ///
    /// - Returns: Which it is; and its value where an earlier run kept it: this one is then behind it.
    func visit() -> (part: Int, value: Value?) {
        state.withLock { state in
            state.next.visit += 1
            let part = state.next.visit
            guard let known = state.parts[part] else { return (part, nil) }
            state.next = known.end
            return (part, known.value)
        }
    }

    /// Keeps the value of a part that has just been evaluated, where that is worth it.
    ///
    /// - Parameters:
    ///   - value: The value.
    ///   - part: Which part it is of.
    ///   - steps: How many it took.
    func keep(_ value: Value, of part: Int, steps: Int) {
        guard steps >= Self.stepsWorthKeeping else { return }
        state.withLock { state in
            let bytes = 64 + value.footprint(upTo: Self.mostPartBytes - state.partBytes)
            guard state.partBytes + bytes <= Self.mostPartBytes else { return }
            state.partBytes += bytes
            state.parts[part] = (value, state.next)
        }
    }
}
