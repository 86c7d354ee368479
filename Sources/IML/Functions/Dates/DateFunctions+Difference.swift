import PatchbayText

extension Builtin {
    /// `dateDifference` and `dateDiff`.
    static let dateDifferences: [Builtin] = [
        Builtin(
            "dateDifference(date, other, [unit])",
            .dates,
            2...3,
            "How many whole units the first date is after the second: milliseconds (unless said otherwise), seconds, "
                + "minutes, hours, days, weeks, months, quarters or years.",
            examples: [
                "dateDifference('2024-03-01', '2024-01-31', 'days')": "30",
                "dateDifference('2024-01-31', '2024-03-01', 'months')": "-1",
            ]
        ) { call throws(EvaluationError) in
            guard let date = try call.moment(0), let other = try call.moment(1) else { return .null }
            let unit = try call.text(2) ?? ""
            guard let measure = Measure(unit) else {
                throw call.failure(2, expected: "a unit such as seconds, days or months")
            }
            return Value(measure.count(from: other, to: date, zone: call.zone))
        },
        Builtin(
            "dateDiff(end, start, unit)",
            .dates,
            3...3,
            "The time from start to end in whole days (D), hours (H), minutes (m) or seconds (s), or the rest after "
                + "whole days in hours (RH), after whole hours in minutes (Rm), after whole minutes in seconds (Rs).",
            examples: [
                "dateDiff('2024-01-03T05:06:07Z', '2024-01-01', 'D')": "2",
                "dateDiff('2024-01-03T05:06:07Z', '2024-01-01', 'RH')": "5",
            ]
        ) { call throws(EvaluationError) in
            guard let end = try call.moment(0), let start = try call.moment(1), let unit = try call.text(2) else {
                return .null
            }
            let seconds = Int((end.millisecondsSinceEpoch - start.millisecondsSinceEpoch) / 1_000)
            switch ExactText(unit) {
            case "D": return Value(seconds / 86_400)
            case "H": return Value(seconds / 3_600)
            case "m": return Value(seconds / 60)
            case "s": return Value(seconds)
            case "RH": return Value(seconds / 3_600 % 24)
            case "Rm": return Value(seconds / 60 % 60)
            case "Rs": return Value(seconds % 60)
            default: throw call.failure(2, expected: "D, H, m, s, RH, Rm or Rs")
            }
        },
    ]
}

/// A unit of `dateDifference`, under the names moment.js has for it.
private enum Measure {
    case fixed(milliseconds: Int64)
    case calendarDays(Int64)
    case months(Int)

    init?(_ name: String) {
        switch ExactText(name) {
        case "", "ms", "millisecond", "milliseconds": self = .fixed(milliseconds: 1)
        case "s", "second", "seconds": self = .fixed(milliseconds: 1_000)
        case "m", "minute", "minutes": self = .fixed(milliseconds: 60_000)
        case "h", "H", "hour", "hours": self = .fixed(milliseconds: 3_600_000)
        case "d", "D", "day", "days": self = .calendarDays(1)
        case "w", "W", "week", "weeks": self = .calendarDays(7)
        case "M", "month", "months": self = .months(1)
        case "Q", "quarter", "quarters": self = .months(3)
        case "y", "Y", "year", "years": self = .months(12)
        default: return nil
        }
    }

    func count(from start: Timestamp, to end: Timestamp, zone: Zone) -> Int {
        switch self {
        case .fixed(let milliseconds):
            return Int((end.millisecondsSinceEpoch - start.millisecondsSinceEpoch) / milliseconds)
        case .calendarDays(let days):
            let distance =
                zone.civil(at: end).millisecondsSinceEpoch - zone.civil(at: start).millisecondsSinceEpoch
            return Int(distance / (CivilDateTime.millisecondsPerDay * days))
        case .months(let months):
            if end < start { return -wholeMonths(from: end, to: start, zone: zone) / months }
            return wholeMonths(from: start, to: end, zone: zone) / months
        }
    }

    private func wholeMonths(from start: Timestamp, to end: Timestamp, zone: Zone) -> Int {
        let first = zone.civil(at: start)
        let last = zone.civil(at: end)
        let count = (last.year - first.year) * 12 + last.month - first.month
        let anniversary = first.adding(months: count).millisecondsSinceEpoch
        return anniversary > last.millisecondsSinceEpoch ? count - 1 : count
    }
}
