import Foundation
import PatchbayText

/// Where the rules of the named zones come from.
enum ZoneDatabase {
    private static let directories = ["/usr/share/zoneinfo", "/var/db/timezone/zoneinfo", "/usr/share/lib/zoneinfo"]
    /// No time zone file is larger.
    private static let largestFile = 1 << 20

    /// The rules of an IANA name: from the system's files or, in a process that cannot read them, from Foundation's own
    /// copy of the database.
    static func table(named name: String) -> ZoneTable? {
        guard isPlain(name) else { return nil }
        for directory in directories {
            guard let bytes = contents(of: "\(directory)/\(name)") else { continue }
            return ZoneTable(file: bytes)
        }
        return TimeZone(identifier: name).flatMap(ZoneTable.init(sampling:))
    }

    /// Whether the name is one a zone can have; nothing that leads out of the database's directory is.
    private static func isPlain(_ name: String) -> Bool {
        let parts = name.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        return parts.allSatisfy { part in
            guard let first = part.first, first.isASCIILetter else { return false }
            return part.allSatisfy { byte in
                byte.isASCIIAlphanumeric || "_+-".utf8.contains(byte)
            }
        }
    }

    private static func contents(of path: String) -> [UInt8]? {
        guard let file = fopen(path, "rb") else { return nil }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 65_536)
        var result: [UInt8] = []
        while result.count < largestFile {
            let count = fread(&bytes, 1, bytes.count, file)
            if count == 0 { break }
            result += bytes[..<count]
        }
        // A directory opens but cannot be read.
        return result.isEmpty ? nil : result
    }
}

extension ZoneTable {
    /// The years whose changes are asked for one by one.
    private static let sampled = -2_208_988_800.0...4_102_444_800.0

    /// Asks a zone for its changes from 1900 to 2100, after which the last offset stays.
    convenience init?(sampling zone: TimeZone) {
        var changes: [Int64] = []
        var offsets: [Int32] = []
        var date = Date(timeIntervalSince1970: ZoneTable.sampled.lowerBound)
        let first = Int32(zone.secondsFromGMT(for: date))
        while let next = zone.nextDaylightSavingTimeTransition(after: date), next > date,
            next.timeIntervalSince1970 < ZoneTable.sampled.upperBound
        {
            changes.append(Int64(next.timeIntervalSince1970.rounded()))
            offsets.append(Int32(zone.secondsFromGMT(for: next)))
            date = next
        }
        self.init(changes: changes, offsets: offsets, first: first, rule: nil)
    }
}
