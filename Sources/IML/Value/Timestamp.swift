import PatchbayText

/// A moment in time, in whole milliseconds.
public struct Timestamp: Sendable, Hashable, Comparable {
    /// Milliseconds since 1970-01-01T00:00:00Z; before it they are negative.
    public var millisecondsSinceEpoch: Int64

    /// The moments JavaScript's `Date` has: 100,000,000 days to either side of 1970.
    static let limit: Int64 = 8_640_000_000_000_000

    /// Makes a moment.
    public init(millisecondsSinceEpoch: Int64) {
        self.millisecondsSinceEpoch = millisecondsSinceEpoch
    }

    /// Makes a moment from seconds since 1970, rounded down to milliseconds and clamped to years a text can show.
    public init(secondsSinceEpoch: Double) {
        let milliseconds = (secondsSinceEpoch * 1_000).rounded(.down)
        guard milliseconds.isFinite else {
            millisecondsSinceEpoch = 0
            return
        }
        millisecondsSinceEpoch = Int64(max(-8.64e15, min(8.64e15, milliseconds)))
    }

    /// Seconds since 1970 with milliseconds as their fraction.
    public var secondsSinceEpoch: Double { Double(millisecondsSinceEpoch) / 1_000 }

    /// Orders by time.
    public static func < (one: Timestamp, other: Timestamp) -> Bool {
        one.millisecondsSinceEpoch < other.millisecondsSinceEpoch
    }
}

extension Timestamp: CustomStringConvertible {
    /// The form `2024-01-31T00:00:00.000Z`, in UTC and always with milliseconds.
    public var iso8601: String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(24)
        appendISO8601(to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The ISO 8601 form.
    public var description: String { iso8601 }

    /// Appends the ISO 8601 form; years outside 0–9999 get a sign and six digits, as in JavaScript.
    func appendISO8601(to bytes: inout some ByteOutput & ~Copyable) {
        let civil = CivilDateTime(millisecondsSinceEpoch: millisecondsSinceEpoch)
        if (0...9999).contains(civil.year) {
            bytes.appendDigits(civil.year, width: 4)
        } else {
            bytes.append(UInt8(ascii: civil.year < 0 ? "-" : "+"))
            bytes.appendDigits(abs(civil.year), width: 6)
        }
        bytes.append(UInt8(ascii: "-"))
        bytes.appendDigits(civil.month, width: 2)
        bytes.append(UInt8(ascii: "-"))
        bytes.appendDigits(civil.day, width: 2)
        bytes.append(UInt8(ascii: "T"))
        bytes.appendDigits(civil.hour, width: 2)
        bytes.append(UInt8(ascii: ":"))
        bytes.appendDigits(civil.minute, width: 2)
        bytes.append(UInt8(ascii: ":"))
        bytes.appendDigits(civil.second, width: 2)
        bytes.append(UInt8(ascii: "."))
        bytes.appendDigits(civil.millisecond, width: 3)
        bytes.append(UInt8(ascii: "Z"))
    }
}

extension ByteOutput where Self: ~Copyable {
    /// Appends a number that is not negative, with zeros in front up to a width.
    @inline(__always)
    mutating func appendDigits(_ value: Int, width: Int) {
        if width == 2, value < 100 { return appendTwoDigits(value) }
        if width == 4, value < 10_000 {
            appendTwoDigits(value / 100)
            return appendTwoDigits(value % 100)
        }
        appendPaddedDigits(value, width: width)
    }

    @inline(never)
    private mutating func appendPaddedDigits(_ value: Int, width: Int) {
        var divisor = 1
        for _ in 1..<max(width, 1) { divisor *= 10 }
        while value / 10 >= divisor { divisor *= 10 }
        while divisor > 0 {
            append(UInt8(truncatingIfNeeded: value / divisor % 10) + 0x30)
            divisor /= 10
        }
    }

    @inline(__always)
    private mutating func appendTwoDigits(_ value: Int) {
        append(UInt8(truncatingIfNeeded: value / 10) + 0x30)
        append(UInt8(truncatingIfNeeded: value % 10) + 0x30)
    }
}
