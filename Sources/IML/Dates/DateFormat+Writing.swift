extension DateFormat {
    /// The text of a moment as clocks and calendars of a zone show it.
    func text(of moment: Timestamp, zone: Zone) -> String {
        let clock = Clock(moment: moment, civil: zone.civil(at: moment), offset: zone.offsetSeconds(at: moment))
        return String.written { output in
            for position in pieces.indices {
                switch pieces[position] {
                case .literal(let text): output.append(text: text)
                case .token(let token): clock.append(token, to: &output)
                }
            }
        }
    }
}

/// A moment in a zone, ready to be written.
private struct Clock {
    let moment: Timestamp
    let civil: CivilDateTime
    let offset: Int

    func append(_ token: DateFormat.Token, to bytes: inout OutputBuffer) {
        switch token {
        case .year: appendYear(civil.year, to: &bytes)
        case .isoWeekYear: appendYear(civil.isoWeek.year, to: &bytes)
        default:
            if let (number, width) = number(token) {
                if number < 0 { bytes.append(UInt8(ascii: "-")) }
                bytes.appendDigits(abs(number), width: width)
            } else {
                bytes.append(text: text(token))
            }
        }
    }

    private func number(_ token: DateFormat.Token) -> (Int, width: Int)? {
        switch token {
        case .shortYear: (abs(civil.year) % 100, 2)
        case .quarter: ((civil.month + 2) / 3, 1)
        case .paddedMonth: (civil.month, 2)
        case .month: (civil.month, 1)
        case .paddedDayOfYear: (civil.dayOfYear, 3)
        case .dayOfYear: (civil.dayOfYear, 1)
        case .paddedDay: (civil.day, 2)
        case .day: (civil.day, 1)
        case .weekday: (civil.weekday, 1)
        case .isoWeekday: (civil.isoWeekday, 1)
        case .paddedISOWeek: (civil.isoWeek.week, 2)
        case .isoWeek: (civil.isoWeek.week, 1)
        case .unixSeconds: (Int(moment.millisecondsSinceEpoch.flooredQuotient(by: 1_000)), 1)
        case .unixMilliseconds: (Int(moment.millisecondsSinceEpoch), 1)
        default: timeNumber(token)
        }
    }

    private func timeNumber(_ token: DateFormat.Token) -> (Int, width: Int)? {
        switch token {
        case .paddedHour: (civil.hour, 2)
        case .hour: (civil.hour, 1)
        case .paddedHalfHour: ((civil.hour + 11) % 12 + 1, 2)
        case .halfHour: ((civil.hour + 11) % 12 + 1, 1)
        case .paddedMinute: (civil.minute, 2)
        case .minute: (civil.minute, 1)
        case .paddedSecond: (civil.second, 2)
        case .second: (civil.second, 1)
        case .tenths: (civil.millisecond / 100, 1)
        case .hundredths: (civil.millisecond / 10, 2)
        case .milliseconds: (civil.millisecond, 3)
        default: nil
        }
    }

    private func text(_ token: DateFormat.Token) -> String {
        let month = CalendarNames.months[civil.month - 1]
        let weekday = CalendarNames.weekdays[civil.weekday]
        return switch token {
        case .monthName: month
        case .shortMonthName: String(month.prefix(3))
        case .ordinalDay: CalendarNames.ordinal(civil.day)
        case .weekdayName: weekday
        case .shortWeekdayName: String(weekday.prefix(3))
        case .shortestWeekdayName: String(weekday.prefix(2))
        case .capitalHalf: civil.hour < 12 ? "AM" : "PM"
        case .half: civil.hour < 12 ? "am" : "pm"
        case .offset: offsetText(separator: ":")
        default: offsetText(separator: "")
        }
    }

    private func offsetText(separator: String) -> String {
        var bytes: [UInt8] = [UInt8(ascii: offset < 0 ? "-" : "+")]
        let minutes = abs(offset) / 60
        bytes.appendDigits(minutes / 60, width: 2)
        bytes += separator.utf8
        bytes.appendDigits(minutes % 60, width: 2)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Four digits, with a sign when they are more or the year is before 0.
    private func appendYear(_ year: Int, to bytes: inout OutputBuffer) {
        if year > 9_999 { bytes.append(UInt8(ascii: "+")) }
        if year < 0 { bytes.append(UInt8(ascii: "-")) }
        bytes.appendDigits(abs(year), width: 4)
    }
}

extension CivilDateTime {
    /// The day of the year, 1 for January 1.
    var dayOfYear: Int {
        CivilDateTime.days(year: year, month: month, day: day) - CivilDateTime.days(year: year, month: 1, day: 1) + 1
    }

    /// The day of the week, 1 for Monday and 7 for Sunday.
    var isoWeekday: Int { (weekday + 6) % 7 + 1 }

    /// The week of ISO 8601 with the year it belongs to.
    var isoWeek: (year: Int, week: Int) {
        let thursday = CivilDateTime.days(year: year, month: month, day: day) + 4 - isoWeekday
        let weekYear = CivilDateTime.civil(daysSinceEpoch: thursday).year
        return (weekYear, (thursday - CivilDateTime.days(year: weekYear, month: 1, day: 1)) / 7 + 1)
    }
}
