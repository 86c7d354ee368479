import IML
import PatchbayText

/// Dates as HTTP writes them (RFC 9110, section 5.6.7).
public enum HTTPDate {
    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    private static let weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]

    /// The seconds since 1970 of a date in any of the three forms; `nil` for anything else.
    ///
    /// `Sun, 06 Nov 1994 08:49:37 GMT`, `Sunday, 06-Nov-94 08:49:37 GMT` and `Sun Nov  6 08:49:37 1994`.
    public static func seconds(_ text: String) -> Double? {
        // The longest day of the week with everything after it is shorter.
        guard text.utf8.count <= 64 else { return nil }
        let words = text.parts(between: { " ,-".utf8.contains($0) }, omittingEmpty: true)
        guard words.count >= 5 else { return nil }
        if words.count == 5 { return seconds(day: words[2], month: words[1], year: words[4], time: words[3]) }
        guard words.count == 6, words[5].isExactly("GMT") else { return nil }
        return seconds(day: words[1], month: words[2], year: words[3], time: words[4])
    }

    /// A moment as an IMF-fixdate: `Sun, 06 Nov 1994 08:49:37 GMT`.
    ///
    /// - Parameter seconds: Seconds since 1970; parts of one are dropped.
    public static func text(_ seconds: Double) -> String {
        let iso = Timestamp(secondsSinceEpoch: seconds).iso8601
        let parts = iso.split { "-T:.".contains($0) }
        let days = Int((seconds / 86_400).rounded(.down))
        let month = Int(parts[1]).map { months[$0 - 1] } ?? ""
        return "\(weekdays[((days + 4) % 7 + 7) % 7]), \(parts[2]) \(month) \(parts[0]) "
            + "\(parts[3]):\(parts[4]):\(parts[5]) GMT"
    }

    private static func seconds(
        day: Substring,
        month: Substring,
        year: Substring,
        time: Substring
    ) -> Double? {
        let clock = time.parts(between: ":").map { Int($0) }
        guard let day = Int(day), (1...31).contains(day), let month = months.firstIndex(of: String(month)),
            var fullYear = Int(year), (0...9_999).contains(fullYear), clock.count == 3,
            let hour = clock[0], let minute = clock[1], let second = clock[2],
            (0...23).contains(hour), (0...59).contains(minute), (0...60).contains(second)
        else { return nil }
        if year.count == 2 { fullYear += fullYear < 70 ? 2_000 : 1_900 }
        let days = daysSinceEpoch(year: fullYear, month: month + 1, day: day)
        return Double(days * 86_400 + hour * 3_600 + minute * 60 + second)
    }

    /// Days from 1970-01-01 to a date of the Gregorian calendar, years counted from March.
    private static func daysSinceEpoch(year: Int, month: Int, day: Int) -> Int {
        let year = month <= 2 ? year - 1 : year
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return year * 365 + year / 4 - year / 100 + year / 400 + dayOfYear - 719_468
    }
}
