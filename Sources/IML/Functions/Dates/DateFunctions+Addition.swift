extension Builtin {
    /// `addSeconds` to `addYears`.
    static let dateAdditions: [Builtin] = [
        addition("addSeconds", "seconds", 1_000, result: "2024-01-31T12:00:02.000Z"),
        addition("addMinutes", "minutes", 60_000, result: "2024-01-31T12:02:00.000Z"),
        addition("addHours", "hours", 3_600_000, result: "2024-01-31T14:00:00.000Z"),
        calendarAddition("addDays", "days", "The time of day stays when clocks change.", "2024-02-02T12:00:00.000Z") {
            $0.adding(days: $1)
        },
        calendarAddition(
            "addMonths",
            "months",
            "A day the month does not have becomes its last one.",
            "2024-03-31T12:00:00.000Z"
        ) { $0.adding(months: $1) },
        calendarAddition(
            "addYears",
            "years",
            "February 29 becomes February 28 where it has to.",
            "2026-01-31T12:00:00.000Z"
        ) { $0.adding(months: $1 * 12) },
    ]

    /// Adds what is as long as a number of milliseconds; fractions count.
    private static func addition(_ name: String, _ unit: String, _ milliseconds: Double, result: String) -> Builtin {
        Builtin(
            "\(name)(date, number)",
            .dates,
            2...2,
            "The date so many \(unit) later, or earlier for a number below zero.",
            examples: ["\(name)('2024-01-31T12:00:00Z', 2)": "\"\(result)\""]
        ) { call throws(EvaluationError) in
            guard let date = try call.moment(0), let amount = try call.amount(1) else { return .null }
            let distance = (amount * milliseconds).rounded(.towardZero)
            guard abs(distance) < 1e17 else { return try call.result(Timestamp(millisecondsSinceEpoch: .max)) }
            return try call.result(
                Timestamp(millisecondsSinceEpoch: date.millisecondsSinceEpoch + Int64(distance))
            )
        }
    }

    /// Adds what the calendar measures; a fraction is rounded.
    private static func calendarAddition(
        _ name: String,
        _ unit: String,
        _ note: String,
        _ result: String,
        add: @escaping @Sendable (CivilDateTime, Int) -> CivilDateTime
    ) -> Builtin {
        Builtin(
            "\(name)(date, number)",
            .dates,
            2...2,
            "The date so many \(unit) later, or earlier for a number below zero. \(note)",
            examples: ["\(name)('2024-01-31T12:00:00Z', 2)": "\"\(result)\""]
        ) { call throws(EvaluationError) in
            guard let date = try call.moment(0),
                let whole = try call.wholeAmount(1, .toNearestOrAwayFromZero)
            else { return .null }
            if whole == 0 { return .date(date) }
            return try call.result(add(call.zone.civil(at: date), whole))
        }
    }
}

extension CivilDateTime {
    /// The same time on another day.
    func adding(days: Int) -> CivilDateTime {
        var result = self
        let date = CivilDateTime.civil(daysSinceEpoch: CivilDateTime.days(year: year, month: month, day: day) + days)
        (result.year, result.month, result.day) = date
        return result
    }

    /// The same day of another month, or the last one the month has.
    func adding(months: Int) -> CivilDateTime {
        let count = year * 12 + month - 1 + months
        let shifted = Int(Int64(count).flooredQuotient(by: 12))
        return with(year: shifted, month: count - shifted * 12 + 1)
    }

    /// The same day of a month, or the last one the month has.
    func with(year: Int, month: Int) -> CivilDateTime {
        var result = self
        result.year = year
        result.month = month
        result.day = min(day, CivilDateTime.daysInMonth(year: year, month: month))
        return result
    }
}
