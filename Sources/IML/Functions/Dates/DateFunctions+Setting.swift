extension Builtin {
    /// `setSecond` to `setYear`.
    static let dateSettings: [Builtin] = [
        setting("setSecond", "second, 0 to 59", 7, "2024-01-31T12:30:07.000Z") { $0.second = $1 },
        setting("setMinute", "minute, 0 to 59", 7, "2024-01-31T12:07:45.000Z") { $0.minute = $1 },
        setting("setHour", "hour, 0 to 23", 7, "2024-01-31T07:30:45.000Z") { $0.hour = $1 },
        setting("setDate", "day of the month, 1 to 31", 7, "2024-01-07T12:30:45.000Z") { date, day in
            date = date.adding(days: day - date.day)
        },
        setting(
            "setDay",
            "day of the week, 1 (Sunday) to 7 or its English name",
            7,
            "2024-02-03T12:30:45.000Z",
            named: { CalendarNames.weekday($0).map { $0 + 1 } }
        ) { date, day in date = date.adding(days: day - 1 - date.weekday) },
        setting(
            "setMonth",
            "month, 1 to 12 or its English name",
            6,
            "2024-06-30T12:30:45.000Z",
            named: CalendarNames.month
        ) { date, month in date = date.adding(months: month - date.month) },
        setting("setYear", "year", 2_023, "2023-01-31T12:30:45.000Z") { date, year in
            date = date.with(year: year, month: date.month)
        },
    ]

    /// Sets a part of a date; a number beyond the part's range leads into the time before or after.
    private static func setting(
        _ name: String,
        _ part: String,
        _ example: Int,
        _ result: String,
        named: (@Sendable (String) -> Int?)? = nil,
        set: @escaping @Sendable (inout CivilDateTime, Int) -> Void
    ) -> Builtin {
        Builtin(
            "\(name)(date, number)",
            .dates,
            2...2,
            "The date with another \(part). A number beyond leads into the time before or after.",
            examples: ["\(name)('2024-01-31T12:30:45Z', \(example))": "\"\(result)\""]
        ) { call throws(EvaluationError) in
            guard let date = try call.moment(0), let number = try partNumber(call, named: named) else { return .null }
            var civil = call.zone.civil(at: date)
            set(&civil, number)
            return try call.result(civil)
        }
    }

    private static func partNumber(
        _ call: borrowing FunctionCall,
        named: (@Sendable (String) -> Int?)?
    ) throws(EvaluationError) -> Int? {
        if let named, case .text(let text) = call.value(1) {
            let word = String(text.trimmingJavaScriptSpaces())
            if let number = named(word) { return number }
            guard Number(word) != nil else { throw call.failure(1, expected: "a number or an English name") }
        }
        return try call.wholeAmount(1, .towardZero)
    }
}
