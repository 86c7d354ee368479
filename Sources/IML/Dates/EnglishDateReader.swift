import PatchbayText

/// Reads dates with an English month name: RFC 5322 section 3.3, the forms of HTTP, and what people write.
struct EnglishDateReader {
    private var scanner: DigitScanner
    private var year: Int?
    private var month: Int?
    private var day: Int?
    private var hour: Int?
    private var minute = 0
    private var second = 0
    private var millisecond = 0
    private var isAfternoon: Bool?
    private var offset: Int?
    private var hasWeekday = false

    /// The zones RFC 5322 section 4.3 names, in hours ahead of UTC.
    private static let zones = [
        "UT": 0, "UTC": 0, "GMT": 0, "Z": 0, "EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6,
        "PST": -8,
        "PDT": -7,
    ]

    /// What the whole text says; `nil` when it is of another form.
    static func read(_ bytes: UnsafeBufferPointer<UInt8>) -> DateParts? {
        var reader = EnglishDateReader(scanner: DigitScanner(bytes: bytes))
        while !reader.scanner.isAtEnd {
            guard reader.readPiece() else { return nil }
        }
        return reader.parts
    }

    private init(scanner: DigitScanner) {
        self.scanner = scanner
    }

    private var parts: DateParts? {
        guard let year, let month, let day else { return nil }
        var hour = hour ?? 0
        if let isAfternoon {
            guard (1...12).contains(hour) else { return nil }
            hour = hour % 12 + (isAfternoon ? 12 : 0)
        }
        return DateParts(
            year: year,
            month: month,
            day: day,
            hour: hour,
            minute: minute,
            second: second,
            millisecond: millisecond,
            offset: offset
        )
    }

    private mutating func readPiece() -> Bool {
        guard let next = scanner.next else { return false }
        switch next {
        case 0x20, 0x09, UInt8(ascii: ","):
            scanner.position += 1
            return true
        case UInt8(ascii: "("): return skipComment()
        case UInt8(ascii: "+"), UInt8(ascii: "-"): return readSign()
        case 0x30...0x39: return readNumber()
        default: return readWord()
        }
    }

    private mutating func skipComment() -> Bool {
        while let next = scanner.next {
            scanner.position += 1
            if next == UInt8(ascii: ")") { return true }
        }
        return false
    }

    /// The distance from UTC after a time, or the mark between the parts of a date.
    private mutating func readSign() -> Bool {
        if hour != nil, offset ?? 0 == 0, let seconds = scanner.offset() {
            offset = seconds
            return true
        }
        return hour == nil && scanner.skip("-")
    }

    private mutating func readNumber() -> Bool {
        let count = scanner.digitRun
        guard count <= 4, let number = scanner.digits(exactly: count) else { return false }
        if count <= 2, hour == nil, scanner.next == UInt8(ascii: ":") { return readTime(hour: number) }
        if count <= 2, day == nil {
            day = number
            let word = scanner.word().lowercased()
            return ["", "st", "nd", "rd", "th"].contains(word)
        }
        guard year == nil, day != nil else { return count <= 2 && readHour(number) }
        switch count {
        case 4: year = number
        case 2: year = number + (number < 50 ? 2_000 : 1_900)
        case 3: year = number + 1_900
        default: return false
        }
        return true
    }

    /// `10 AM`: an hour without minutes has to say which half of the day it is in.
    private mutating func readHour(_ number: Int) -> Bool {
        guard hour == nil else { return false }
        hour = number
        scanner.skipSpaces()
        return readHalf(scanner.word())
    }

    private mutating func readTime(hour number: Int) -> Bool {
        hour = number
        _ = scanner.skip(":")
        guard let minutes = scanner.digits(exactly: 2) else { return false }
        minute = minutes
        guard scanner.skip(":") else { return true }
        guard let seconds = scanner.digits(exactly: 2) else { return false }
        second = seconds
        guard scanner.skip(".") else { return true }
        guard let fraction = scanner.milliseconds() else { return false }
        millisecond = fraction
        return true
    }

    private mutating func readWord() -> Bool {
        let word = scanner.word()
        guard !word.isEmpty else { return false }
        if let number = CalendarNames.month(word), month == nil {
            month = number
            _ = scanner.skip(".")
            return true
        }
        if CalendarNames.weekday(word) != nil, !hasWeekday {
            hasWeekday = true
            return true
        }
        guard hour != nil else { return word.lowercased() == "at" }
        if readHalf(word) { return true }
        guard offset == nil, let hours = EnglishDateReader.zones[word.uppercased()] else { return false }
        offset = hours * 3_600
        return true
    }

    private mutating func readHalf(_ word: String) -> Bool {
        guard isAfternoon == nil, ["am", "pm"].contains(word.lowercased()) else { return false }
        isAfternoon = word.lowercased() == "pm"
        return true
    }
}
