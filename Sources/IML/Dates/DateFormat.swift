import PatchbayText

/// A date format in the tokens of moment.js, taken apart once.
///
/// `[literal]` and a backslash keep letters from being tokens; letters that are no token stand for themselves.
struct DateFormat: Sendable {
    /// A part of a format.
    enum Piece: Sendable, Equatable {
        case literal(String)
        case token(Token)
    }

    /// What a token stands for.
    enum Token: String, Sendable, CaseIterable {
        case year = "YYYY"
        case shortYear = "YY"
        case anyYear = "Y"
        case quarter = "Q"
        case ordinalQuarter = "Qo"
        case monthName = "MMMM"
        case shortMonthName = "MMM"
        case paddedMonth = "MM"
        case month = "M"
        case ordinalMonth = "Mo"
        case paddedDayOfYear = "DDDD"
        case dayOfYear = "DDD"
        case ordinalDayOfYear = "DDDo"
        case paddedDay = "DD"
        case ordinalDay = "Do"
        case day = "D"
        case weekdayName = "dddd"
        case shortWeekdayName = "ddd"
        case shortestWeekdayName = "dd"
        case weekday = "d"
        case ordinalWeekday = "do"
        case isoWeekday = "E"
        case isoWeekYear = "GGGG"
        case shortISOWeekYear = "GG"
        case paddedISOWeek = "WW"
        case isoWeek = "W"
        case ordinalISOWeek = "Wo"
        case weekYear = "gggg"
        case shortWeekYear = "gg"
        case paddedWeek = "ww"
        case week = "w"
        case ordinalWeek = "wo"
        case paddedHour = "HH"
        case hour = "H"
        case paddedHalfHour = "hh"
        case halfHour = "h"
        case paddedHourFromOne = "kk"
        case hourFromOne = "k"
        case paddedMinute = "mm"
        case minute = "m"
        case paddedSecond = "ss"
        case second = "s"
        case tenths = "S"
        case hundredths = "SS"
        case milliseconds = "SSS"
        case fraction4 = "SSSS"
        case fraction5 = "SSSSS"
        case fraction6 = "SSSSSS"
        case fraction7 = "SSSSSSS"
        case fraction8 = "SSSSSSSS"
        case fraction9 = "SSSSSSSSS"
        case capitalHalf = "A"
        case half = "a"
        case offset = "Z"
        case compactOffset = "ZZ"
        case unixSeconds = "X"
        case unixMilliseconds = "x"
    }

    /// The parts, in order.
    let pieces: [Piece]
    /// How many bytes of UTF-8 it is written in.
    let length: Int

    /// The format `formatDate` uses when it is given none.
    static let standard = DateFormat("YYYY-MM-DDTHH:mm:ss.SSSZ")

    /// Takes a format apart.
    init(_ text: String) {
        length = text.utf8.count
        var reader = DateFormatReader(bytes: Array(text.utf8))
        pieces = reader.read()
    }

    /// A format from the cache.
    static func cached(_ text: String) -> DateFormat {
        cache.value(for: text) { DateFormat(text) }
    }

    static let cache = TextCache<DateFormat>(capacity: 256, longestKey: 256)
}

/// Takes a format apart, the longest token first.
private struct DateFormatReader {
    private let bytes: [UInt8]
    /// Where the last `]` stands: behind it no bracket is closed.
    private let lastClosing: Int
    private var position = 0
    private var literal: [UInt8] = []
    private var pieces: [DateFormat.Piece] = []

    private static let longestFirst: [(bytes: [UInt8], token: DateFormat.Token)] = DateFormat.Token.allCases
        .map { (Array($0.rawValue.utf8), $0) }
        .sorted { $0.bytes.count > $1.bytes.count }

    init(bytes: [UInt8]) {
        self.bytes = bytes
        lastClosing = bytes.lastIndex(of: UInt8(ascii: "]")) ?? -1
    }

    mutating func read() -> [DateFormat.Piece] {
        while position < bytes.count {
            switch bytes[position] {
            case UInt8(ascii: "["): readBracket()
            case UInt8(ascii: "\\"): readEscape()
            default: readToken()
            }
        }
        flush()
        return pieces
    }

    /// Everything up to the next `]`; a bracket that is not closed stands for itself.
    private mutating func readBracket() {
        guard position < lastClosing, let end = bytes[position...].firstIndex(of: UInt8(ascii: "]")) else {
            return takeByte()
        }
        literal += bytes[position + 1..<end]
        position = end + 1
    }

    /// The token or character after a backslash, as it is.
    private mutating func readEscape() {
        position += 1
        guard position < bytes.count else { return literal.append(UInt8(ascii: "\\")) }
        if let (token, _) = match {
            literal += token
            position += token.count
        } else {
            takeByte()
        }
    }

    private mutating func readToken() {
        guard let (token, meaning) = match else { return takeByte() }
        flush()
        pieces.append(.token(meaning))
        position += token.count
    }

    private var match: (bytes: [UInt8], token: DateFormat.Token)? {
        DateFormatReader.longestFirst.first { bytes[position...].starts(with: $0.bytes) }
    }

    private mutating func takeByte() {
        literal.append(bytes[position])
        position += 1
    }

    private mutating func flush() {
        guard !literal.isEmpty else { return }
        pieces.append(.literal(String(decoding: literal, as: UTF8.self)))
        literal = []
    }
}
