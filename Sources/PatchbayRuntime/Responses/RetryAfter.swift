import PatchbayAuth
import PatchbayText

/// Reads `Retry-After` (RFC 9110, section 10.2.3).
enum RetryAfter {
    /// The seconds to wait, as they are written: they may be none, past, or beyond any bound.
    ///
    /// - Parameters:
    ///   - text: The header's value: seconds, which may have a sign and a fraction, or a date.
    ///   - now: The current time in seconds since 1970, by the clock the date is of.
    /// - Returns: The seconds; `nil` when the value is neither.
    static func seconds(_ text: String, now: Double) -> Double? {
        let text = String(text.trimmingBlanks())
        return number(text) ?? HTTPDate.seconds(text).map { $0 - now }
    }

    /// A number of digits, with a sign before and a fraction behind them if need be.
    private static func number(_ text: String) -> Double? {
        let unsigned = text.utf8.first.map { "+-".utf8.contains($0) } == true ? text.utf8.dropFirst() : text.utf8[...]
        let parts = unsigned.split(separator: UInt8(ascii: "."), maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.allSatisfy({ !$0.isEmpty && $0.allSatisfy(\.isASCIIDigit) }) else { return nil }
        return Double(text)
    }
}
