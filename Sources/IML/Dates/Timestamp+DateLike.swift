import PatchbayText

extension Timestamp {
    /// Numbers from here on are milliseconds: as seconds they would be beyond the year 5138.
    private static let firstMilliseconds = 1e11

    /// Reads a number of seconds or milliseconds since 1970; which of them it is shows in its size.
    init(unix number: Double) {
        self.init(secondsSinceEpoch: abs(number) < Timestamp.firstMilliseconds ? number : number / 1_000)
    }

    /// Reads a text of 10 digits, seconds, or of 13, milliseconds; zero is no date.
    private init?(unixText text: String) {
        let number: Int64? = text.withBytes { bytes in
            let digits = bytes.trimmingJavaScriptSpaces()
            guard digits.count == 10 || digits.count == 13 else { return nil }
            var number: Int64 = 0
            for digit in digits {
                guard digit.isASCIIDigit else { return nil }
                number = number * 10 + Int64(digit - 0x30)
            }
            return digits.count == 10 ? number * 1_000 : number
        }
        guard let number, number > 0 else { return nil }
        self.init(millisecondsSinceEpoch: number)
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
            guard let date = Timestamp(unixText: text) ?? DateReader.date(inText: text, zone: zone) else { return nil }
            self = date
        default: return nil
        }
    }
}
