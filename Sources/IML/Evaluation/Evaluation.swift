/// One run of a template: what it sees, and what it may still spend.
struct Evaluation: ~Copyable {
    /// What the expressions see.
    let scope: Scope
    /// Steps that are left.
    var stepsLeft: Int
    /// Where in its source the expression that failed stands.
    private(set) var failurePlace: Int?

    init(in scope: Scope) {
        self.scope = scope
        stepsLeft = scope.limits.steps
    }

    /// Notes where a failure happened; the innermost place counts.
    mutating func fails(at offset: Int) {
        if failurePlace == nil { failurePlace = offset }
    }

    /// Counts work.
    ///
    /// - Throws: When no steps are left.
    mutating func spend(_ steps: Int) throws(EvaluationError) {
        stepsLeft -= steps
        if stepsLeft < 0 { throw .steps(limit: scope.limits.steps) }
    }
}
