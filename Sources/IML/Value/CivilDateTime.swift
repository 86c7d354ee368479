/// A date and time of the proleptic Gregorian calendar, without a time zone.
///
/// All arithmetic is on whole numbers (after Howard Hinnant's `days_from_civil`), so it is exact for every year and costs
/// a few nanoseconds.
struct CivilDateTime: Equatable {
    var year: Int
    /// 1 to 12.
    var month: Int
    /// 1 to 31.
    var day: Int
    var hour = 0
    var minute = 0
    var second = 0
    var millisecond = 0

    static let millisecondsPerDay: Int64 = 86_400_000

    /// Puts a date and time together.
    init(year: Int, month: Int, day: Int, hour: Int = 0, minute: Int = 0, second: Int = 0, millisecond: Int = 0) {
        self.year = year
        self.month = month
        self.day = day
        self.hour = hour
        self.minute = minute
        self.second = second
        self.millisecond = millisecond
    }

    /// Reads the clock at milliseconds since 1970 on that same clock.
    init(millisecondsSinceEpoch: Int64) {
        let days = millisecondsSinceEpoch.flooredQuotient(by: CivilDateTime.millisecondsPerDay)
        var rest = Int(millisecondsSinceEpoch - days * CivilDateTime.millisecondsPerDay)
        (year, month, day) = CivilDateTime.civil(daysSinceEpoch: Int(days))
        millisecond = rest % 1_000
        rest /= 1_000
        second = rest % 60
        rest /= 60
        minute = rest % 60
        hour = rest / 60
    }

    /// Milliseconds since 1970 on this same clock; units beyond their range carry over, as hour 25 does.
    var millisecondsSinceEpoch: Int64 {
        let days = Int64(CivilDateTime.days(year: year, month: month, day: day))
        return days * CivilDateTime.millisecondsPerDay
            + Int64(((hour * 60 + minute) * 60 + second) * 1_000 + millisecond)
    }

    /// Days since 1970-01-01, for any day number and a month from 1 to 12.
    static func days(year: Int, month: Int, day: Int) -> Int {
        let shifted = month <= 2 ? year - 1 : year
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }

    /// The date of a number of days since 1970-01-01.
    static func civil(daysSinceEpoch: Int) -> (year: Int, month: Int, day: Int) {
        let shifted = daysSinceEpoch + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthIndex = (5 * dayOfYear + 2) / 153
        let month = monthIndex < 10 ? monthIndex + 3 : monthIndex - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return (year, month, dayOfYear - (153 * monthIndex + 2) / 5 + 1)
    }

    /// The day of the week, 0 for Sunday.
    var weekday: Int {
        let days = CivilDateTime.days(year: year, month: month, day: day)
        return ((days + 4) % 7 + 7) % 7
    }

    /// How many days a month has.
    static func daysInMonth(year: Int, month: Int) -> Int {
        switch month {
        case 2: isLeap(year) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    static func isLeap(_ year: Int) -> Bool {
        year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    }
}

extension Int64 {
    /// The quotient rounded towards negative infinity, for a positive divisor.
    func flooredQuotient(by divisor: Int64) -> Int64 {
        let quotient = self / divisor
        return self % divisor < 0 ? quotient - 1 : quotient
    }
}
