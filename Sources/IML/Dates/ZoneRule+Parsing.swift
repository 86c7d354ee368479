import PatchbayText

extension ZoneRule {
    /// Reads a POSIX `TZ` text such as `CET-1CEST,M3.5.0,M10.5.0/3`; `nil` when it is none.
    init?(posix text: some StringProtocol) {
        var scanner = PosixScanner(bytes: Array(text.utf8))
        guard scanner.skipName(), let behind = scanner.offset() else { return nil }
        standard = -behind
        guard !scanner.isAtEnd else { return }
        guard scanner.skipName() else { return nil }
        var offset = standard + 3_600
        if let next = scanner.next, next != UInt8(ascii: ",") {
            guard let behind = scanner.offset() else { return nil }
            offset = -behind
        }
        guard scanner.skip(","), let start = scanner.change(), scanner.skip(","), let end = scanner.change(),
            scanner.isAtEnd
        else { return nil }
        summer = (offset, start, end)
    }
}

private struct PosixScanner {
    let bytes: [UInt8]
    var position = 0

    init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    var isAtEnd: Bool { position == bytes.count }
    var next: UInt8? { position < bytes.count ? bytes[position] : nil }

    mutating func skip(_ character: Unicode.Scalar) -> Bool {
        guard let next, next == UInt8(ascii: character) else { return false }
        position += 1
        return true
    }

    /// Letters, or anything between `<` and `>`.
    mutating func skipName() -> Bool {
        let start = position
        if skip("<") {
            while let byte = next, byte != UInt8(ascii: ">") { position += 1 }
            return skip(">")
        }
        while let byte = next, byte.isASCIILetter { position += 1 }
        return position > start
    }

    mutating func number() -> Int? {
        var value: Int?
        while let byte = next, byte.isASCIIDigit {
            guard (value ?? 0) < 10_000 else { return nil }
            value = (value ?? 0) * 10 + Int(byte - 0x30)
            position += 1
        }
        return value
    }

    /// `[+|-]hh[:mm[:ss]]` in seconds.
    mutating func offset() -> Int? {
        let isNegative = skip("-")
        if !isNegative { _ = skip("+") }
        guard let hours = number() else { return nil }
        var seconds = hours * 3_600
        if skip(":") {
            guard let minutes = number() else { return nil }
            seconds += minutes * 60
            if skip(":") {
                guard let rest = number() else { return nil }
                seconds += rest
            }
        }
        return isNegative ? -seconds : seconds
    }

    mutating func change() -> ZoneRule.Change? {
        guard let day = day() else { return nil }
        guard skip("/") else { return ZoneRule.Change(day: day, time: 7_200) }
        guard let time = offset() else { return nil }
        return ZoneRule.Change(day: day, time: time)
    }

    private mutating func day() -> ZoneRule.Change.Day? {
        if skip("J") {
            guard let number = number(), (1...365).contains(number) else { return nil }
            return .julian(number)
        }
        guard skip("M") else {
            guard let number = number(), number <= 365 else { return nil }
            return .ordinal(number)
        }
        guard let month = number(), skip("."), let week = number(), skip("."), let day = number(),
            (1...12).contains(month), (1...5).contains(week), (0...6).contains(day)
        else { return nil }
        return .weekday(month: month, week: week, day: day)
    }
}
