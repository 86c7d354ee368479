extension DateParts {
    /// Reads `2026-05-04T10:03:00Z`, perhaps with milliseconds, at one look: nearly every service writes its dates so.
    ///
    /// - Returns: `nil` for any other form, which may still be a date.
    @inline(__always)
    init?(commonForm bytes: UnsafeBufferPointer<UInt8>) {
        guard bytes.count == 20 || bytes.count == 24,
            bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"), bytes[10] == UInt8(ascii: "T"),
            bytes[13] == UInt8(ascii: ":"), bytes[16] == UInt8(ascii: ":"),
            bytes[bytes.count - 1] == UInt8(ascii: "Z")
        else { return nil }
        var areDigits = true
        func number(_ positions: Range<Int>) -> Int {
            var value = 0
            for position in positions {
                let digit = bytes[position] &- 0x30
                if digit > 9 { areDigits = false }
                value = value * 10 + Int(digit)
            }
            return value
        }
        self.init(year: number(0..<4), month: number(5..<7), day: number(8..<10))
        hour = number(11..<13)
        minute = number(14..<16)
        second = number(17..<19)
        if bytes.count == 24 {
            if bytes[19] != UInt8(ascii: ".") { areDigits = false }
            millisecond = number(20..<23)
        }
        offset = 0
        if !areDigits { return nil }
    }
}
