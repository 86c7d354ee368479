/// Searches one text for regular expressions, within limits.
struct Matching {
    /// Why a search was given up.
    enum Failure: Error {
        case tooMuchWork
        case tooMuchOutput
        /// The budget of the call does not let it go on.
        case ended(EvaluationError)
    }

    /// A way that was not taken, or what has to be undone on the way back to one.
    struct Trail {
        enum Kind { case branch, run, capture, register }
        var kind: Kind
        var place: Int
        var first: Int
        var second: Int
    }

    let text: [UInt16]
    let outputLimit: Int
    /// Steps taken so far.
    private(set) var steps = 0
    private let stepLimit: Int
    /// How many steps were taken when the budget is asked next.
    private var nextQuestion: Int
    private let budget: EvaluationBudget?
    private var paidSteps = 0
    /// Steps the budget has not been asked for yet.
    var unpaidSteps: Int { max(0, steps - paidSteps) }
    var captures: [Int] = []
    var registers: [Int] = []
    var trail: [Trail] = []

    /// However long the text is, more takes too long: about a second.
    private static let mostSteps = 100_000_000
    /// After so many steps the budget is asked, and pays for them.
    private static let questionSteps = 65_536
    /// A trail of this length takes 64 MiB.
    private static let longestTrail = 2_000_000

    /// Prepares a search.
    ///
    /// - Parameters:
    ///   - text: The text's UTF-16 code units.
    ///   - outputLimit: How many code units a replacement may give.
    ///   - budget: What the evaluations of the call may do together; `nil` for none.
    init(text: [UInt16], outputLimit: Int, budget: EvaluationBudget? = nil) {
        self.text = text
        self.outputLimit = outputLimit
        self.budget = budget
        stepLimit = min(2_000_000 + text.count * 32, Matching.mostSteps)
        nextQuestion = budget == nil ? stepLimit : min(stepLimit, Matching.questionSteps)
    }

    /// Finds the first match at or after a position; its groups are in ``captures``.
    mutating func find(_ expression: RegularExpression, from start: Int) throws(Failure) -> Bool {
        var position = start
        captures = [Int](repeating: -1, count: expression.groupCount * 2)
        registers = [Int](repeating: -1, count: expression.registerCount)
        try spend(96 + captures.count + registers.count)
        trail.removeAll(keepingCapacity: true)
        while position <= text.count {
            captures[0] = position
            if let end = try run(expression, at: 0, position) {
                captures[1] = end
                return true
            }
            if expression.flags.isSticky { return false }
            position = step(over: position, expression.flags.isUnicode)
        }
        return false
    }

    /// The position after a character.
    func step(over position: Int, _ isUnicode: Bool) -> Int {
        isUnicode && position + 1 < text.count && text[position] & 0xFC00 == 0xD800
            && text[position + 1] & 0xFC00 == 0xDC00 ? position + 2 : position + 1
    }

    /// Counts a step.
    mutating func spend(_ count: Int = 1) throws(Failure) {
        steps += count
        if steps > nextQuestion || trail.count > Matching.longestTrail { try askForMore() }
    }

    @inline(never)
    private mutating func askForMore() throws(Failure) {
        guard steps <= stepLimit, trail.count <= Matching.longestTrail else { throw .tooMuchWork }
        do {
            try budget?.spend(Matching.questionSteps)
        } catch {
            throw .ended(error)
        }
        paidSteps += Matching.questionSteps
        nextQuestion = min(stepLimit, steps + Matching.questionSteps)
    }
}
