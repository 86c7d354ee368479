import PatchbayText

/// The zones read so far, and the names that are none.
enum ZoneCache {
    /// There are about 600 zones, and no name is longer than 64 bytes.
    static let kept = TextCache<Zone?>(capacity: 1_024, longestKey: 64)

    /// The zone of a name, read on the first call.
    static func zone(named name: String) -> Zone? {
        guard name.utf8.count <= 64 else { return nil }
        return kept.value(for: name) { read(name) }
    }

    private static func read(_ name: String) -> Zone? {
        if name.isExactly(oneOf: "UTC", "utc", "Z", "GMT", "Etc/UTC") { return .utc }
        if let offset = offset(name) { return Zone(offsetSeconds: offset) }
        return ZoneDatabase.table(named: name).map(Zone.init(table:))
    }

    /// Seconds of `+02:00`, `-0330`, `+2`, each also after `UTC` or `GMT`; `nil` for anything else.
    private static func offset(_ name: String) -> Int? {
        var text = Array(name.utf8)
        if name.starts(withBytesOf: "UTC") || name.starts(withBytesOf: "GMT") { text.removeFirst(3) }
        guard let sign = text.first, sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") else { return nil }
        text.removeFirst()
        let parts = text.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        let digits = Array(parts.joined())
        guard (1...4).contains(digits.count), digits.allSatisfy(\.isASCIIDigit) else { return nil }
        if parts.count == 2, parts[1].count != 2 || parts[0].isEmpty { return nil }
        if parts.count > 2 || (parts.count == 1 && digits.count == 3) { return nil }
        let number = digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
        let (hours, minutes) = digits.count > 2 ? (number / 100, number % 100) : (number, 0)
        guard hours <= 18, minutes < 60 else { return nil }
        return (hours * 60 + minutes) * (sign == UInt8(ascii: "-") ? -60 : 60)
    }
}
