/// When clocks change in every year, as the last line of a time zone file says it (POSIX `TZ`, RFC 9636 section 3.3.1).
struct ZoneRule: Sendable, Equatable {
    /// One of the two changes of a year.
    struct Change: Sendable, Equatable {
        enum Day: Sendable, Equatable {
            /// `Mm.w.d`: the week-th weekday (0 is Sunday) of a month; week 5 is the last.
            case weekday(month: Int, week: Int, day: Int)
            /// `Jn`: a day from 1 to 365; February 29 is never counted.
            case julian(Int)
            /// `n`: a day from 0 to 365; February 29 is counted.
            case ordinal(Int)
        }

        var day: Day
        /// Seconds after midnight of the clock before the change; may be negative or beyond a day.
        var time: Int

        /// Seconds since 1970 on the clock before the change.
        func localSecond(in year: Int) -> Int64 {
            Int64(daysSinceEpoch(in: year)) * 86_400 + Int64(time)
        }

        private func daysSinceEpoch(in year: Int) -> Int {
            switch day {
            case .julian(let number):
                let leap = CivilDateTime.isLeap(year) && number >= 60 ? 1 : 0
                return CivilDateTime.days(year: year, month: 1, day: 1) + number - 1 + leap
            case .ordinal(let number):
                return CivilDateTime.days(year: year, month: 1, day: 1) + number
            case .weekday(let month, let week, let day):
                let first = CivilDateTime(year: year, month: month, day: 1)
                var date = 1 + (day - first.weekday + 7) % 7 + (week - 1) * 7
                let length = CivilDateTime.daysInMonth(year: year, month: month)
                while date > length { date -= 7 }
                return CivilDateTime.days(year: year, month: month, day: date)
            }
        }
    }

    /// Seconds ahead of UTC in standard time.
    var standard: Int
    /// Seconds ahead of UTC in summer time, with the changes to and from it.
    var summer: (offset: Int, start: Change, end: Change)?

    /// Seconds ahead of UTC at a second since 1970.
    func offset(at second: Int64) -> Int {
        guard let summer else { return standard }
        let day = Int((second + Int64(standard)).flooredQuotient(by: 86_400))
        let year = CivilDateTime.civil(daysSinceEpoch: day).year
        let start = summer.start.localSecond(in: year) - Int64(standard)
        let end = summer.end.localSecond(in: year) - Int64(summer.offset)
        let isSummer = start < end ? second >= start && second < end : second >= start || second < end
        return isSummer ? summer.offset : standard
    }

    static func == (one: ZoneRule, other: ZoneRule) -> Bool {
        one.standard == other.standard && one.summer?.offset == other.summer?.offset
            && one.summer?.start == other.summer?.start && one.summer?.end == other.summer?.end
    }
}
