import PatchbayText

/// Takes digits and marks off the front of a text.
///
/// The bytes are borrowed from a text: a scanner lives inside ``Swift/String/withBytes(_:)`` only.
struct DigitScanner {
    let bytes: UnsafeBufferPointer<UInt8>
    var position = 0

    init(bytes: UnsafeBufferPointer<UInt8>) {
        self.bytes = bytes
    }

    var isAtEnd: Bool { position >= bytes.count }
    var next: UInt8? { position < bytes.count ? bytes[position] : nil }

    /// How many digits come next.
    var digitRun: Int {
        var end = position
        while end < bytes.count, bytes[end].isASCIIDigit { end += 1 }
        return end - position
    }

    /// Takes a character when it comes next.
    mutating func skip(_ character: Unicode.Scalar) -> Bool {
        guard let next, next == UInt8(ascii: character) else { return false }
        position += 1
        return true
    }

    /// Takes spaces; whether there were any.
    @discardableResult
    mutating func skipSpaces() -> Bool {
        let start = position
        while let next, next == 0x20 || next == 0x09 { position += 1 }
        return position > start
    }

    /// Takes a word of ASCII letters, in any case, when it comes next and no letter follows.
    mutating func skipWord(_ word: StaticString) -> Bool {
        let end = position + word.utf8CodeUnitCount
        guard end <= bytes.count, end == bytes.count || !bytes[end].isASCIILetter else { return false }
        let matches = (0..<word.utf8CodeUnitCount).allSatisfy {
            bytes[position + $0].lowercasedASCII == word.utf8Start[$0].lowercasedASCII
        }
        if matches { position = end }
        return matches
    }

    /// Takes as many letters as come.
    mutating func word() -> String {
        let start = position
        while let next, next.isASCIILetter { position += 1 }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    /// Takes exactly so many digits, leaving others behind them.
    mutating func digits(exactly count: Int) -> Int? {
        guard digitRun >= count else { return nil }
        defer { position += count }
        return bytes[position..<position + count].reduce(0) { $0 * 10 + Int($1 - 0x30) }
    }

    /// Takes as many digits as come, up to the end of the range; `nil` when they are fewer than its start.
    mutating func digits(_ counts: ClosedRange<Int>) -> Int? {
        let count = min(digitRun, counts.upperBound)
        return count < counts.lowerBound ? nil : digits(exactly: count)
    }

    /// Takes all digits of a fraction, and gives it in milliseconds, cut off; `nil` when there is none.
    mutating func milliseconds(atMost limit: Int = 18) -> Int? {
        let count = min(digitRun, limit)
        guard count > 0 else { return nil }
        var value = 0
        for index in 0..<3 { value = value * 10 + (index < count ? Int(bytes[position + index] - 0x30) : 0) }
        position += count
        return value
    }

    /// Takes `±hh`, `±hhmm` or `±hh:mm`, and gives it in seconds; `nil` when there is none.
    mutating func offset() -> Int? {
        let start = position
        let isNegative = skip("-")
        guard isNegative || skip("+"), let hours = digits(exactly: 2) else {
            position = start
            return nil
        }
        var minutes = 0
        if skip(":") || digitRun > 0 {
            guard digitRun == 2, let number = digits(exactly: 2), number < 60 else {
                position = start
                return nil
            }
            minutes = number
        }
        guard hours < 24 else {
            position = start
            return nil
        }
        return (hours * 60 + minutes) * (isNegative ? -60 : 60)
    }
}
