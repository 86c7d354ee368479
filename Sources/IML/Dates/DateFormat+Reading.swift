import PatchbayText

extension DateFormat {
    /// The moment a text written in this format names.
    ///
    /// The whole text has to follow the format: numbers may leave out a padding zero unless a number follows at once,
    /// names count in any case, and a weekday has to fit the date. What the format does not mention is as moment.js has
    /// it: units larger than those mentioned are of now, smaller ones are at their start.
    ///
    /// - Parameters:
    ///   - text: The text; spaces around it do not count.
    ///   - zone: Where the text was written, when it does not say so itself.
    ///   - now: The time now.
    /// - Returns: `nil` when the text is in another format or names no moment.
    func date(in text: String, zone: Zone, now: Timestamp) -> Timestamp? {
        text.withBytes { bytes in
            var reader = FormattedDateReader(bytes: bytes.trimmingJavaScriptSpaces())
            for (index, piece) in pieces.enumerated() {
                let next = index + 1 < pieces.count ? pieces[index + 1] : .literal("")
                guard reader.read(piece, before: next) else { return nil }
            }
            guard reader.scanner.isAtEnd else { return nil }
            return reader.timestamp(zone: zone, now: now)
        }
    }

    /// Whether a text can be read in this format: the weeks of English calendars and ordinal numbers other than days are
    /// there to be written only.
    var isReadable: Bool {
        !pieces.contains { piece in
            guard case .token(let token) = piece else { return false }
            return Token.writtenOnly.contains(token)
        }
    }
}

/// What was read of a text so far.
private struct FormattedDateReader {
    var scanner: DigitScanner
    private var year: Int?
    private var month: Int?
    private var quarter: Int?
    private var day: Int?
    private var dayOfYear: Int?
    private var isoWeekYear: Int?
    private var isoWeek: Int?
    private var isoWeekday: Int?
    private var weekday: Int?
    private var hour: Int?
    private var minute: Int?
    private var second: Int?
    private var millisecond: Int?
    private var isAfternoon: Bool?
    private var isHalfHour = false
    private var offset: Int?
    private var moment: Timestamp?

    init(bytes: UnsafeBufferPointer<UInt8>) {
        scanner = DigitScanner(bytes: bytes)
    }

    mutating func read(_ piece: DateFormat.Piece, before next: DateFormat.Piece) -> Bool {
        switch piece {
        case .literal(let text): return readLiteral(text)
        case .token(let token):
            if case .token(let next) = next, next.startsWithDigit {
                return readNumber(token, isExact: true) ?? readWord(token)
            }
            return readNumber(token, isExact: false) ?? readWord(token)
        }
    }

    /// The characters as they are; a space stands for any number of them.
    private mutating func readLiteral(_ text: String) -> Bool {
        for byte in text.utf8 {
            if byte == 0x20 {
                scanner.skipSpaces()
                continue
            }
            guard let next = scanner.next, next.lowercasedASCII == byte.lowercasedASCII else { return false }
            scanner.position += 1
        }
        return true
    }

    /// `nil` when the token is no number.
    private mutating func readNumber(_ token: DateFormat.Token, isExact: Bool) -> Bool? {
        switch token {
        case .year: return set(\.year, isExact ? scanner.digits(exactly: 4) : scannedYear())
        case .anyYear: return set(\.year, isExact ? scanner.digits(exactly: 4) : scanner.digits(1...6))
        case .quarter: return set(\.quarter, scanner.digits(exactly: 1))
        case .isoWeekYear: return set(\.isoWeekYear, scanner.digits(exactly: 4))
        case .paddedISOWeek, .isoWeek: return set(\.isoWeek, digits(2, isExact && token == .paddedISOWeek))
        case .shortYear: return set(\.year, scanner.digits(exactly: 2).map(FormattedDateReader.fullYear))
        case .paddedMonth, .month: return set(\.month, digits(2, isExact && token == .paddedMonth))
        case .paddedDay, .day: return set(\.day, digits(2, isExact && token == .paddedDay))
        case .ordinalDay:
            return set(\.day, digits(2, false)) && ["st", "nd", "rd", "th"].contains(scanner.word().lowercased())
        case .paddedDayOfYear, .dayOfYear: return set(\.dayOfYear, digits(3, isExact && token == .paddedDayOfYear))
        case .weekday: return set(\.weekday, scanner.digits(exactly: 1))
        case .isoWeekday: return set(\.isoWeekday, scanner.digits(exactly: 1))
        case .unixSeconds, .unixMilliseconds: return readUnix(isSeconds: token == .unixSeconds)
        default: return readTime(token, isExact: isExact)
        }
    }

    private mutating func readTime(_ token: DateFormat.Token, isExact: Bool) -> Bool? {
        switch token {
        case .paddedHour, .hour: return set(\.hour, digits(2, isExact && token == .paddedHour))
        case .paddedHourFromOne, .hourFromOne:
            let hour = digits(2, isExact && token == .paddedHourFromOne)
            return set(\.hour, hour.flatMap { (1...24).contains($0) ? $0 % 24 : nil })
        case .paddedHalfHour, .halfHour:
            isHalfHour = true
            return set(\.hour, digits(2, isExact && token == .paddedHalfHour))
        case .paddedMinute, .minute: return set(\.minute, digits(2, isExact && token == .paddedMinute))
        case .paddedSecond, .second: return set(\.second, digits(2, isExact && token == .paddedSecond))
        case .tenths, .hundredths, .milliseconds, .fraction4, .fraction5, .fraction6, .fraction7, .fraction8,
            .fraction9:
            return set(\.millisecond, scanner.milliseconds(atMost: isExact ? token.rawValue.utf8.count : 9))
        default: return nil
        }
    }

    private mutating func readWord(_ token: DateFormat.Token) -> Bool {
        switch token {
        case .monthName, .shortMonthName: return set(\.month, CalendarNames.month(scanner.word()))
        case .weekdayName, .shortWeekdayName, .shortestWeekdayName:
            return set(\.weekday, CalendarNames.weekday(scanner.word()))
        case .capitalHalf, .half: return readHalf()
        case .offset, .compactOffset:
            let isZulu = scanner.skip("Z") || scanner.skip("z")
            return set(\.offset, isZulu ? 0 : scanner.offset())
        default: return false
        }
    }

    /// `am`, `p.m.`, `A`.
    private mutating func readHalf() -> Bool {
        if scanner.skip("a") || scanner.skip("A") {
            isAfternoon = false
        } else if scanner.skip("p") || scanner.skip("P") {
            isAfternoon = true
        } else {
            return false
        }
        _ = scanner.skip(".")
        if scanner.skip("m") || scanner.skip("M") { _ = scanner.skip(".") }
        return true
    }

    private mutating func readUnix(isSeconds: Bool) -> Bool {
        let isNegative = scanner.skip("-")
        guard let whole = scanner.digits(1...15) else { return false }
        var milliseconds = Int64(whole)
        if isSeconds {
            milliseconds *= 1_000
            if scanner.skip(".") {
                guard let fraction = scanner.milliseconds() else { return false }
                milliseconds += Int64(fraction)
            }
        }
        moment = Timestamp(millisecondsSinceEpoch: isNegative ? -milliseconds : milliseconds)
        return true
    }

    /// Four digits, or two that stand for a year from 1969 to 2068.
    private mutating func scannedYear() -> Int? {
        let start = scanner.position
        guard let year = scanner.digits(1...4) else { return nil }
        switch scanner.position - start {
        case 4: return year
        case 2: return FormattedDateReader.fullYear(year)
        default: return nil
        }
    }

    private static func fullYear(_ short: Int) -> Int { short + (short > 68 ? 1_900 : 2_000) }

    private mutating func digits(_ count: Int, _ isExact: Bool) -> Int? {
        isExact ? scanner.digits(exactly: count) : scanner.digits(1...count)
    }

    private mutating func set<Part>(_ part: WritableKeyPath<FormattedDateReader, Part?>, _ value: Part?) -> Bool {
        self[keyPath: part] = value
        return value != nil
    }

    func timestamp(zone: Zone, now: Timestamp) -> Timestamp? {
        if let moment { return moment.inRange }
        guard let hour = hourOfDay, var parts = date(today: zone.civil(at: now)) else { return nil }
        parts.hour = hour
        parts.minute = minute ?? 0
        parts.second = second ?? 0
        parts.millisecond = millisecond ?? 0
        parts.offset = offset
        guard parts.exists, parts.second < 60 else { return nil }
        let date = CivilDateTime(year: parts.year, month: parts.month, day: parts.day)
        if let weekday, date.weekday != weekday { return nil }
        if let isoWeekday, date.isoWeekday != isoWeekday { return nil }
        return parts.timestamp(zone: zone)
    }

    /// `nil` when there is no such hour.
    private var hourOfDay: Int? {
        let hour = hour ?? 0
        if isHalfHour, hour > 12 { return nil }
        guard let isAfternoon else { return hour }
        if isAfternoon { return hour < 12 ? hour + 12 : hour }
        return hour == 12 ? 0 : hour
    }

    private func date(today: CivilDateTime) -> DateParts? {
        let year = year ?? today.year
        if let dayOfYear {
            guard (1...(CivilDateTime.isLeap(year) ? 366 : 365)).contains(dayOfYear) else { return nil }
            return DateParts(daysSinceEpoch: CivilDateTime.days(year: year, month: 1, day: 1) + dayOfYear - 1)
        }
        if month == nil, day == nil, isoWeek != nil || isoWeekYear != nil || isoWeekday != nil {
            return dateOfISOWeek(today: today)
        }
        if let quarter, !(1...4).contains(quarter) { return nil }
        let isBare = self.year == nil && month == nil && quarter == nil
        let month = month ?? quarter.map { $0 * 3 - 2 } ?? (self.year == nil ? today.month : 1)
        return DateParts(year: year, month: month, day: day ?? (isBare ? today.day : 1))
    }

    /// The day of a week of ISO 8601, Monday unless another is named.
    ///
    /// - Returns: `nil` when the year has no such week.
    private func dateOfISOWeek(today: CivilDateTime) -> DateParts? {
        let (year, week, weekday) = (isoWeekYear ?? year ?? today.isoWeek.year, isoWeek ?? 1, isoWeekday ?? 1)
        guard (1...53).contains(week), (1...7).contains(weekday) else { return nil }
        // January 4 is always in the first week.
        let fourth = CivilDateTime(year: year, month: 1, day: 4)
        let monday = CivilDateTime.days(year: year, month: 1, day: 4) - (fourth.isoWeekday - 1) + (week - 1) * 7
        let thursday = CivilDateTime.civil(daysSinceEpoch: monday + 3)
        guard thursday.year == year else { return nil }
        return DateParts(daysSinceEpoch: monday + weekday - 1)
    }
}

extension DateFormat.Token {
    /// Those a text cannot be read by.
    fileprivate static let writtenOnly: Set<DateFormat.Token> = [
        .ordinalQuarter, .ordinalMonth, .ordinalDayOfYear, .ordinalWeekday, .ordinalISOWeek, .shortISOWeekYear,
        .weekYear, .shortWeekYear, .paddedWeek, .week, .ordinalWeek,
    ]

    /// Whether a text of this token starts with a digit, so that a number before it has to keep its padding.
    fileprivate var startsWithDigit: Bool {
        switch self {
        case .monthName, .shortMonthName, .weekdayName, .shortWeekdayName, .shortestWeekdayName, .capitalHalf, .half,
            .offset, .compactOffset:
            false
        default: true
        }
    }
}
