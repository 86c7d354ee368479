import Synchronization

/// What all evaluations of one call may do together, and when they let others have their turn.
///
/// Evaluation is synchronous: nobody can stop it from outside. So it counts its steps, and after a slice of them it asks
/// whether it may go on. Whoever made the budget answers: it looks at the call's time, hands the thread to others for a
/// while, or ends the evaluation with an error that is an interruption (``EvaluationError/isInterruption``).
///
/// An evaluation borrows steps ahead and gives back what it did not use, so that it counts without asking. One call
/// evaluates one thing at a time; two at once would be safe, and only take a slice for a little longer or shorter.
public final class EvaluationBudget: Sendable {
    /// The most steps of all evaluations.
    public let steps: Int
    /// Steps of a slice.
    public let slice: Int

    private let goesOn: @Sendable () -> Bool
    /// Steps taken, and those that are lent.
    private let spent = Atomic<Int>(0)
    /// How many are spent when the slice ends.
    private let sliceEnd: Atomic<Int>

    /// Makes a budget.
    ///
    /// - Parameters:
    ///   - steps: The most steps of all evaluations.
    ///   - slice: After how many of them to ask.
    ///   - goesOn: Whether the evaluation in the current thread may go on; asked at the end of each slice.
    public init(steps: Int, slice: Int, goesOn: @escaping @Sendable () -> Bool) {
        self.steps = steps
        self.slice = slice
        self.goesOn = goesOn
        sliceEnd = Atomic(slice)
    }

    /// Whether the slice is used up, so that the next evaluation asks at once.
    public var isSliceUsedUp: Bool { sliceLeft <= 0 }

    /// Steps until the end of the slice.
    public var sliceLeft: Int { sliceEnd.load(ordering: .relaxed) - spent.load(ordering: .relaxed) }

    /// Begins a slice: after the call has waited for something else, or let others have their turn.
    public func beginSlice() {
        sliceEnd.store(spent.load(ordering: .relaxed) + slice, ordering: .relaxed)
    }

    /// Ends the slice before it is used up.
    public func endSlice() {
        sliceEnd.store(spent.load(ordering: .relaxed), ordering: .relaxed)
    }

    /// Counts work that is no evaluation, such as reading a body: it uses up the slice, but not the steps of the call.
    public func count(work steps: Int) {
        sliceEnd.wrappingSubtract(min(max(0, steps), 1 << 40), ordering: .relaxed)
    }

    /// Where the count stands, to come back to.
    public var mark: Int { spent.load(ordering: .relaxed) }

    /// Takes back what was counted since a mark, by an evaluation that is run again from its beginning elsewhere; the
    /// slice stays used up.
    public func forget(since mark: Int) {
        spent.store(mark, ordering: .relaxed)
        sliceEnd.store(mark, ordering: .relaxed)
    }
}

extension EvaluationBudget {
    /// Steps that are left, those that are lent aside.
    var left: Int { max(0, steps - spent.load(ordering: .relaxed)) }

    /// Lends the steps up to the next question; none where it has to be asked at once.
    func lend() -> Int {
        let steps = max(0, min(left, sliceLeft))
        spent.wrappingAdd(steps, ordering: .relaxed)
        return steps
    }

    /// Takes back steps that were lent and not used.
    func takeBack(_ steps: Int) {
        spent.wrappingSubtract(steps, ordering: .relaxed)
    }

    /// Counts steps beyond those that were lent.
    ///
    /// - Throws: When the call has none left, and the interruption when it may not go on after a slice.
    func spend(_ steps: Int) throws(EvaluationError) {
        spent.wrappingAdd(steps, ordering: .relaxed)
        guard spent.load(ordering: .relaxed) <= self.steps else { throw .steps(limit: self.steps) }
        guard isSliceUsedUp else { return }
        guard goesOn() else { throw .interrupted }
        beginSlice()
    }
}
