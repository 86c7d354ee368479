import PatchbayText

extension DateFormat {
    /// Appends the text of a moment as clocks and calendars of a zone show it.
    func append(_ moment: Timestamp, in zone: Zone, to output: inout OutputBuffer) {
        let clock = Clock(moment: moment, offset: zone.offsetSeconds(at: moment))
        pieces.withUnsafeBufferPointer { pieces in
            guard let first = pieces.baseAddress else { return }
            for piece in first..<first + pieces.count {
                // Where it stands: a piece taken from the array would be copied.
                switch piece.pointee {
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
    /// Seconds the zone is ahead of UTC.
    let offset: Int

    init(moment: Timestamp, offset: Int) {
        self.moment = moment
        self.offset = offset
        civil = CivilDateTime(millisecondsSinceEpoch: moment.millisecondsSinceEpoch + Int64(offset) * 1_000)
    }

    @inline(__always)
    func append(_ token: DateFormat.Token, to bytes: inout OutputBuffer) {
        switch token {
        case .year: appendYear(civil.year, to: &bytes)
        case .paddedMonth: bytes.appendDigits(civil.month, width: 2)
        case .paddedDay: bytes.appendDigits(civil.day, width: 2)
        case .paddedHour: bytes.appendDigits(civil.hour, width: 2)
        case .paddedMinute: bytes.appendDigits(civil.minute, width: 2)
        case .paddedSecond: bytes.appendDigits(civil.second, width: 2)
        case .milliseconds: bytes.appendDigits(civil.millisecond, width: 3)
        default: appendRarer(token, to: &bytes)
        }
    }

    private func appendRarer(_ token: DateFormat.Token, to bytes: inout OutputBuffer) {
        switch token {
        case .anyYear: appendYear(civil.year, to: &bytes)
        case .isoWeekYear: appendYear(civil.isoWeek.year, to: &bytes)
        case .shortISOWeekYear: bytes.appendDigits(abs(civil.isoWeek.year) % 100, width: 2)
        case .weekYear: appendYear(civil.week.year, to: &bytes)
        case .shortWeekYear: bytes.appendDigits(abs(civil.week.year) % 100, width: 2)
        case .paddedWeek: bytes.appendDigits(civil.week.week, width: 2)
        case .week: bytes.appendDigits(civil.week.week, width: 1)
        case .shortYear: bytes.appendDigits(abs(civil.year) % 100, width: 2)
        case .quarter: bytes.appendDigits(civil.quarter, width: 1)
        case .month: bytes.appendDigits(civil.month, width: 1)
        case .paddedDayOfYear: bytes.appendDigits(civil.dayOfYear, width: 3)
        case .dayOfYear: bytes.appendDigits(civil.dayOfYear, width: 1)
        case .day: bytes.appendDigits(civil.day, width: 1)
        case .weekday: bytes.appendDigits(civil.weekday, width: 1)
        case .isoWeekday: bytes.appendDigits(civil.isoWeekday, width: 1)
        case .paddedISOWeek: bytes.appendDigits(civil.isoWeek.week, width: 2)
        case .isoWeek: bytes.appendDigits(civil.isoWeek.week, width: 1)
        case .hour: bytes.appendDigits(civil.hour, width: 1)
        case .paddedHalfHour: bytes.appendDigits((civil.hour + 11) % 12 + 1, width: 2)
        case .halfHour: bytes.appendDigits((civil.hour + 11) % 12 + 1, width: 1)
        case .paddedHourFromOne: bytes.appendDigits((civil.hour + 23) % 24 + 1, width: 2)
        case .hourFromOne: bytes.appendDigits((civil.hour + 23) % 24 + 1, width: 1)
        case .minute: bytes.appendDigits(civil.minute, width: 1)
        case .second: bytes.appendDigits(civil.second, width: 1)
        case .tenths: bytes.appendDigits(civil.millisecond / 100, width: 1)
        case .hundredths: bytes.appendDigits(civil.millisecond / 10, width: 2)
        case .fraction4, .fraction5, .fraction6, .fraction7, .fraction8, .fraction9:
            bytes.appendDigits(civil.millisecond, width: 3)
            for _ in 3..<token.rawValue.utf8.count { bytes.append(UInt8(ascii: "0")) }
        case .unixSeconds: Number.append(moment.millisecondsSinceEpoch.flooredQuotient(by: 1_000), to: &bytes)
        case .unixMilliseconds: Number.append(moment.millisecondsSinceEpoch, to: &bytes)
        default: bytes.append(text: name(token))
        }
    }

    private func name(_ token: DateFormat.Token) -> String {
        let month = CalendarNames.months[civil.month - 1]
        let weekday = CalendarNames.weekdays[civil.weekday]
        return switch token {
        case .monthName: month
        case .shortMonthName: String(month.prefix(3))
        case .ordinalQuarter: CalendarNames.ordinal(civil.quarter)
        case .ordinalMonth: CalendarNames.ordinal(civil.month)
        case .ordinalDayOfYear: CalendarNames.ordinal(civil.dayOfYear)
        case .ordinalWeekday: CalendarNames.ordinal(civil.weekday)
        case .ordinalISOWeek: CalendarNames.ordinal(civil.isoWeek.week)
        case .ordinalWeek: CalendarNames.ordinal(civil.week.week)
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

    /// The quarter of the year, from 1.
    var quarter: Int { (month + 2) / 3 }

    /// The day of the week, 1 for Monday and 7 for Sunday.
    var isoWeekday: Int { (weekday + 6) % 7 + 1 }

    /// The week of English calendars with the year it belongs to: weeks begin on Sunday, the first is that of January 1.
    var week: (year: Int, week: Int) {
        func firstWeekday(of year: Int) -> Int { CivilDateTime(year: year, month: 1, day: 1).weekday }
        let days = CivilDateTime.isLeap(year) ? 366 : 365
        let weeks = (days + firstWeekday(of: year) - firstWeekday(of: year + 1)) / 7
        let week = (dayOfYear + firstWeekday(of: year) - 1) / 7 + 1
        return week > weeks ? (year + 1, week - weeks) : (year, week)
    }

    /// The week of ISO 8601 with the year it belongs to.
    var isoWeek: (year: Int, week: Int) {
        let thursday = CivilDateTime.days(year: year, month: month, day: day) + 4 - isoWeekday
        let weekYear = CivilDateTime.civil(daysSinceEpoch: thursday).year
        return (weekYear, (thursday - CivilDateTime.days(year: weekYear, month: 1, day: 1)) / 7 + 1)
    }
}
