/// Reads `Retry-After` (RFC 9110, section 10.2.3).
enum RetryAfter {
    /// The seconds to wait.
    ///
    /// - Parameters:
    ///   - text: The header's value: seconds, or a date.
    ///   - now: The current time in seconds since 1970.
    /// - Returns: The seconds, not negative; `nil` when the value is neither.
    static func seconds(_ text: String, now: Double) -> Double? {
        let text = text.trimmingSpaces()
        if let seconds = Double(text), seconds.isFinite { return max(0, seconds) }
        return HTTPDate.seconds(text).map { max(0, $0 - now) }
    }
}

/// Dates as HTTP writes them (RFC 9110, section 5.6.7).
enum HTTPDate {
    private static let months = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ]

    /// The seconds since 1970 of an IMF-fixdate such as `Sun, 06 Nov 1994 08:49:37 GMT`; `nil` for anything else.
    static func seconds(_ text: String) -> Double? {
        let parts = text.split { $0 == " " || $0 == "," || $0 == ":" }
        guard parts.count == 8, let day = Int(parts[1]), let month = months.firstIndex(of: parts[2].lowercased()),
            let year = Int(parts[3]), let hour = Int(parts[4]), let minute = Int(parts[5]), let second = Int(parts[6]),
            parts[7] == "GMT", (1...31).contains(day), (0...9_999).contains(year), (0...23).contains(hour),
            (0...59).contains(minute), (0...60).contains(second)
        else { return nil }
        return Double(days(year: year, month: month + 1, day: day) * 86_400 + hour * 3_600 + minute * 60 + second)
    }

    /// Days since 1970-01-01 in the Gregorian calendar; March begins the year, so that the leap day ends it.
    private static func days(year: Int, month: Int, day: Int) -> Int {
        let year = month > 2 ? year : year - 1
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return year * 365 + year / 4 - year / 100 + year / 400 + dayOfYear - 719_468
    }
}
