import PatchbayText

/// Reads the forms of ISO 8601 and its common variations.
struct ISODateReader {
    var scanner: DigitScanner

    init(bytes: UnsafeBufferPointer<UInt8>) {
        scanner = DigitScanner(bytes: bytes)
    }

    /// What the whole text says; `nil` when it is of another form.
    mutating func read() -> DateParts? {
        guard var parts = date() else { return nil }
        if scanner.isAtEnd { return parts }
        guard scanner.skip("T") || scanner.skip("t") || scanner.skipSpaces(), time(&parts) else { return nil }
        scanner.skipSpaces()
        guard scanner.isAtEnd || zone(&parts) else { return nil }
        return scanner.isAtEnd ? parts : nil
    }

    private mutating func date() -> DateParts? {
        let start = scanner.position
        let isNegative = scanner.skip("-")
        if isNegative || scanner.skip("+") {
            guard let year = scanner.digits(exactly: 6), !(isNegative && year == 0), scanner.skip("-") else {
                return nil
            }
            return monthAndDay(of: isNegative ? -year : year, separator: "-")
        }
        let run = scanner.digitRun
        guard let year = scanner.digits(exactly: 4) else {
            scanner.position = start
            return nil
        }
        switch run {
        case 4:
            if scanner.skip("/") { return monthAndDay(of: year, separator: "/") }
            if scanner.skip("W") { return week(of: year, isBasic: true) }
            guard scanner.skip("-") else { return nil }
            if scanner.skip("W") { return week(of: year, isBasic: false) }
            return scanner.digitRun == 3 ? dayOfYear(of: year) : monthAndDay(of: year, separator: "-")
        case 8:
            guard let month = scanner.digits(exactly: 2), let day = scanner.digits(exactly: 2) else { return nil }
            return DateParts(year: year, month: month, day: day)
        case 7: return scanner.bytes.count == 7 ? nil : dayOfYear(of: year)
        default: return nil
        }
    }

    private mutating func monthAndDay(of year: Int, separator: Unicode.Scalar) -> DateParts? {
        let shortest = separator == "/" ? 1 : 2
        guard let month = scanner.digits(shortest...2) else { return nil }
        guard scanner.skip(separator) else {
            return scanner.isAtEnd && separator == "-" ? DateParts(year: year, month: month, day: 1) : nil
        }
        guard let day = scanner.digits(shortest...2) else { return nil }
        return DateParts(year: year, month: month, day: day)
    }

    private mutating func dayOfYear(of year: Int) -> DateParts? {
        guard let number = scanner.digits(exactly: 3), (1...(CivilDateTime.isLeap(year) ? 366 : 365)).contains(number)
        else { return nil }
        return DateParts(daysSinceEpoch: CivilDateTime.days(year: year, month: 1, day: 1) + number - 1)
    }

    private mutating func week(of year: Int, isBasic: Bool) -> DateParts? {
        guard let week = scanner.digits(exactly: 2) else { return nil }
        var day = 1
        if !isBasic ? scanner.skip("-") : scanner.digitRun > 0 {
            guard let number = scanner.digits(exactly: 1) else { return nil }
            day = number
        }
        return DateParts(year: year, week: week, weekday: day)
    }

    private mutating func time(_ parts: inout DateParts) -> Bool {
        guard let hour = scanner.digits(exactly: 2) else { return false }
        parts.hour = hour
        let isExtended = scanner.skip(":")
        guard isExtended || scanner.digitRun > 0 else { return true }
        guard let minute = scanner.digits(exactly: 2) else { return false }
        parts.minute = minute
        guard isExtended ? scanner.skip(":") : scanner.digitRun > 0 else { return true }
        guard let second = scanner.digits(exactly: 2) else { return false }
        parts.second = second
        guard scanner.skip(".") || scanner.skip(",") else { return true }
        guard let milliseconds = scanner.milliseconds() else { return false }
        parts.millisecond = milliseconds
        return true
    }

    private mutating func zone(_ parts: inout DateParts) -> Bool {
        if scanner.skip("Z") || scanner.skip("z") || scanner.skipWord("UTC") || scanner.skipWord("GMT") {
            parts.offset = 0
            return true
        }
        guard let offset = scanner.offset() else { return false }
        parts.offset = offset
        return true
    }
}

extension DateParts {
    /// The date of a number of days since 1970-01-01.
    init(daysSinceEpoch days: Int) {
        let (year, month, day) = CivilDateTime.civil(daysSinceEpoch: days)
        self.init(year: year, month: month, day: day)
    }

    /// The date of a week of ISO 8601, whose week 1 holds January 4 and whose weekday 1 is Monday.
    ///
    /// - Returns: `nil` when there is none.
    init?(year: Int, week: Int, weekday: Int) {
        guard (1...53).contains(week), (1...7).contains(weekday) else { return nil }
        let start = DateParts.firstMonday(of: year)
        let days = start + (week - 1) * 7
        // Week 53 is there only when the next year's week 1 starts after it.
        guard week < 53 || days < DateParts.firstMonday(of: year + 1) else { return nil }
        self.init(daysSinceEpoch: days + weekday - 1)
    }

    private static func firstMonday(of year: Int) -> Int {
        let fourth = CivilDateTime(year: year, month: 1, day: 4)
        return CivilDateTime.days(year: year, month: 1, day: 4) - (fourth.weekday + 6) % 7
    }
}
