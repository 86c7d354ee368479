import PatchbayText

/// Reads texts that look like dates.
///
/// Taken are ISO 8601 (calendar, week and ordinal dates, extended and basic, with `T` or a space before the time),
/// `YYYY/MM/DD`, and forms with an English month name (RFC 5322, RFC 850, `asctime`, JavaScript's `Date.toString`,
/// `January 31, 2024 10:00 AM`). What can be read in two ways, such as `01/02/2024`, is no date.
enum DateReader {
    /// No date is written longer.
    private static let longestText = 100

    /// The moment a text names.
    ///
    /// - Parameters:
    ///   - text: The text; spaces around it do not count.
    ///   - zone: Where the date was written, when it does not say so itself.
    /// - Returns: `nil` when the text does not look like a date or names one that does not exist.
    static func date(inText text: String, zone: Zone = .utc) -> Timestamp? {
        guard text.utf8.count <= longestText else { return nil }
        return text.withBytes { bytes in
            let bytes = bytes.trimmingJavaScriptSpaces()
            guard bytes.count >= 7 else { return nil }
            if let parts = DateParts(commonForm: bytes) { return parts.timestamp(zone: zone) }
            var iso = ISODateReader(bytes: bytes)
            let parts = iso.read() ?? EnglishDateReader.read(bytes)
            return parts?.timestamp(zone: zone)
        }
    }
}

/// What a text says about a moment: a date, a time, perhaps the distance from UTC.
struct DateParts {
    var year: Int
    var month: Int
    var day: Int
    var hour = 0
    var minute = 0
    var second = 0
    var millisecond = 0
    /// Seconds ahead of UTC, when the text says it.
    var offset: Int?

    /// Whether there is such a date and time; 24:00 is, and so is a leap second.
    var exists: Bool {
        guard (1...12).contains(month), (1...CivilDateTime.daysInMonth(year: year, month: month)).contains(day)
        else { return false }
        if hour == 24 { return minute == 0 && second == 0 && millisecond == 0 }
        return (0..<24).contains(hour) && (0..<60).contains(minute)
            && ((0..<60).contains(second) || (second == 60 && minute == 59))
    }

    /// The moment; `nil` when there is no such date, or none that is kept.
    func timestamp(zone: Zone) -> Timestamp? {
        guard exists, (-271_821...275_760).contains(year) else { return nil }
        let civil = CivilDateTime(
            year: year,
            month: month,
            day: day,
            hour: hour,
            minute: minute,
            second: second,
            millisecond: millisecond
        )
        guard let offset else { return zone.timestamp(of: civil).inRange }
        return Timestamp(millisecondsSinceEpoch: civil.millisecondsSinceEpoch - Int64(offset) * 1_000).inRange
    }
}

extension Timestamp {
    /// The moment, unless it is beyond what JavaScript's `Date` has.
    var inRange: Timestamp? {
        (-Timestamp.limit...Timestamp.limit).contains(millisecondsSinceEpoch) ? self : nil
    }
}
