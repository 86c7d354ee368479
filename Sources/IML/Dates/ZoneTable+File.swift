extension ZoneTable {
    /// Reads a time zone file (TZif of version 2 or later, RFC 9636); `nil` when the bytes are none.
    convenience init?(file bytes: [UInt8]) {
        guard let old = ZoneFileHeader(bytes, at: 0), old.version >= UInt8(ascii: "2"),
            let header = ZoneFileHeader(bytes, at: old.end(timeSize: 4)), header.end(timeSize: 8) <= bytes.count,
            header.typeCount > 0
        else { return nil }
        let times = header.start
        let kinds = times + header.timeCount * 8
        let types = kinds + header.timeCount
        func offset(ofType type: Int) -> Int32? {
            guard type < header.typeCount else { return nil }
            return Int32(truncatingIfNeeded: bytes.bigEndian(at: types + type * 6, count: 4))
        }
        var changes: [Int64] = []
        var offsets: [Int32] = []
        for index in 0..<header.timeCount {
            guard let offset = offset(ofType: Int(bytes[kinds + index])) else { return nil }
            let time = Int64(bitPattern: bytes.bigEndian(at: times + index * 8, count: 8))
            if let last = changes.last, last >= time { return nil }
            changes.append(time)
            offsets.append(offset)
        }
        let footer = bytes[header.end(timeSize: 8)...].dropFirst().prefix { $0 != UInt8(ascii: "\n") }
        self.init(
            changes: changes,
            offsets: offsets,
            first: offset(ofType: 0) ?? 0,
            rule: ZoneRule(posix: String(decoding: footer, as: UTF8.self))
        )
    }
}

/// The counts at the start of each of the two blocks of a time zone file.
private struct ZoneFileHeader {
    let version: UInt8
    let start: Int
    let timeCount: Int
    let typeCount: Int
    private let characterCount: Int
    private let leapCount: Int
    private let indicatorCount: Int

    init?(_ bytes: [UInt8], at position: Int) {
        guard position >= 0, bytes.count >= position + 44, bytes[position..<position + 4].elementsEqual("TZif".utf8)
        else { return nil }
        version = bytes[position + 4]
        let counts = (0..<6).map { Int(bytes.bigEndian(at: position + 20 + $0 * 4, count: 4)) }
        guard counts.allSatisfy({ $0 <= bytes.count }) else { return nil }
        indicatorCount = counts[0] + counts[1]
        leapCount = counts[2]
        timeCount = counts[3]
        typeCount = counts[4]
        characterCount = counts[5]
        start = position + 44
    }

    /// Where the block ends.
    func end(timeSize: Int) -> Int {
        start + timeCount * (timeSize + 1) + typeCount * 6 + characterCount + leapCount * (timeSize + 4)
            + indicatorCount
    }
}

extension [UInt8] {
    fileprivate func bigEndian(at position: Int, count: Int) -> UInt64 {
        self[position..<position + count].reduce(0) { $0 << 8 | UInt64($1) }
    }
}
