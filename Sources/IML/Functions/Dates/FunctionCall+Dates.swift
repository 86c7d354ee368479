extension FunctionCall {
    /// The argument as a moment in the call's zone; `nil` when it is missing or the empty text.
    ///
    /// - Parameters:
    ///   - position: Which argument, from 0.
    ///   - zone: Where a text was written that does not say so itself; the call's own zone unless given.
    /// - Throws: `DataError` when it is no date and looks like none.
    func moment(_ position: Int, zone: Zone? = nil) throws(EvaluationError) -> Timestamp? {
        let value = value(position)
        if value.isEmpty { return nil }
        guard let moment = Timestamp(dateLike: value, zone: zone ?? self.zone) else {
            throw failure(position, expected: "a date")
        }
        return moment
    }

    /// The zone an argument names; the call's own when it is missing.
    ///
    /// - Throws: `DataError` when there is no such zone.
    func zone(named position: Int) throws(EvaluationError) -> Zone {
        guard let name = try text(position), !name.isEmpty else { return zone }
        guard let zone = Zone(name) else {
            throw failure(position, expected: "a time zone such as Europe/Prague, UTC or +02:00")
        }
        return zone
    }

    /// A number of units, not so many that no date could hold them; `nil` when the argument is missing.
    func amount(_ position: Int) throws(EvaluationError) -> Double? {
        guard let number = try number(position)?.double else { return nil }
        guard abs(number) <= 1e16 else { throw failure(position, expected: "a smaller number") }
        return number
    }

    /// A whole number of units; `nil` when the argument is missing.
    ///
    /// - Parameters:
    ///   - position: Which argument, from 0.
    ///   - rule: What becomes of a fraction.
    func wholeAmount(_ position: Int, _ rule: FloatingPointRoundingRule) throws(EvaluationError) -> Int? {
        guard let amount = try amount(position) else { return nil }
        // No unit is so short that a date could move by more of it than it lasts.
        guard abs(amount) <= 1e12 else { throw beyondDates }
        return Int(amount.rounded(rule))
    }

    private var beyondDates: EvaluationError {
        failure("the result is not between the years -271821 and 275760")
    }

    /// The moment as a value.
    ///
    /// - Throws: `DataError` when it is beyond what a date can be.
    func result(_ moment: Timestamp) throws(EvaluationError) -> Value {
        guard let moment = moment.inRange else { throw beyondDates }
        return .date(moment)
    }

    /// The moment a clock of the call's zone shows a time, as a value.
    func result(_ civil: CivilDateTime) throws(EvaluationError) -> Value {
        guard abs(civil.year) <= 300_000 else { throw beyondDates }
        return try result(zone.timestamp(of: civil))
    }
}
