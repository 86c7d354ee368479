extension Timestamp {
    /// Numbers from here on are milliseconds: as seconds they would be beyond the year 5138.
    private static let firstMilliseconds = 1e11

    /// Reads a number of seconds or milliseconds since 1970; which of them it is shows in its size.
    init(unix number: Double) {
        self.init(secondsSinceEpoch: abs(number) < Timestamp.firstMilliseconds ? number : number / 1_000)
    }

    /// Reads a value as a moment wherever one is accepted: a date, a text that looks like one, or a number of seconds or
    /// milliseconds since 1970 (also as a text of 10 or 13 digits).
    ///
    /// - Parameters:
    ///   - value: The value.
    ///   - zone: Where a text was written that does not say so itself.
    /// - Returns: `nil` for null, undefined and what is no date.
    public init?(dateLike value: Value, zone: Zone = .utc) {
        switch value {
        case .date(let date): self = date
        case .number(let number): self.init(unix: number.double)
        case .text(let text):
            let digits = text.trimmingJavaScriptSpaces()
            if [10, 13].contains(digits.utf8.count), let number = Int64(digits), digits.utf8.first != 0x2B, number > 0 {
                self.init(millisecondsSinceEpoch: digits.utf8.count == 10 ? number * 1_000 : number)
                return
            }
            guard let date = DateReader.date(inText: text, zone: zone) else { return nil }
            self = date
        default: return nil
        }
    }
}
