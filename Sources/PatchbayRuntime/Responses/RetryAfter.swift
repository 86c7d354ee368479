import Foundation

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
            let year = Int(parts[3]), let hour = Int(parts[4]), let minute = Int(parts[5]),
            let second = Int(parts[6]), parts[7] == "GMT"
        else { return nil }
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        let components = DateComponents(
            year: year, month: month + 1, day: day, hour: hour, minute: minute, second: second)
        return calendar.date(from: components)?.timeIntervalSince1970
    }
}
