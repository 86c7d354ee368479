import PatchbayAuth
import PatchbayText

/// Reads `Retry-After` (RFC 9110, section 10.2.3).
enum RetryAfter {
    /// The seconds to wait.
    ///
    /// - Parameters:
    ///   - text: The header's value: seconds, or a date.
    ///   - now: The current time in seconds since 1970, by the clock the date is of.
    /// - Returns: The seconds, not negative; `nil` when the value is neither.
    static func seconds(_ text: String, now: Double) -> Double? {
        let text = String(text.trimmingBlanks())
        if let seconds = Double(text), seconds.isFinite { return max(0, seconds) }
        return HTTPDate.seconds(text).map { max(0, $0 - now) }
    }
}
