import GRDB
import IML

extension SQLiteStore {
    package func takeLease(_ name: String, for holder: String, seconds: Double) async throws -> Bool {
        let holder = LeaseHolder(place: presence.place, name: holder)
        // Every process that shares the file is on this machine, and so on this clock.
        let now = uptime()
        let times = [now + seconds, now, now + seconds + Self.longestLease, self.now()].map {
            Timestamp(secondsSinceEpoch: $0).stored
        }
        let isTaken = try await write { [presence] database in
            try Self.dropLease(name, ofOneGone: presence, in: database)
            try database.execute(
                sql: """
                    INSERT INTO lease (name, holder, expires_at) VALUES (?1, ?2, ?3)
                    ON CONFLICT (name) DO UPDATE SET holder = ?2, expires_at = ?3
                    WHERE expires_at <= ?4 OR (expires_at > ?5 AND expires_at <= ?6)
                    """,
                arguments: [name, holder.stored] + StatementArguments(times)
            )
            return database.changesCount == 1
        }
        // What the last holder wrote may be younger than what is in memory.
        if isTaken { cache.forgetAll() }
        return isTaken
    }

    package func giveLease(_ name: String, of holder: String) async throws {
        let holder = LeaseHolder(place: presence.place, name: holder)
        try await write { database in
            try database.execute(
                sql: "DELETE FROM lease WHERE name = ? AND holder = ?",
                arguments: [name, holder.stored]
            )
        }
    }

    /// Seconds no lease is taken for: one that ends later than that is of an earlier version, which wrote its end in seconds
    /// since 1970.
    private static let longestLease = 3_600.0

    /// Takes a lease from a holder whose process has ended: it will not give it back.
    private static func dropLease(_ name: String, ofOneGone presence: PresenceMark, in database: Database) throws {
        let stored = try String.fetchOne(database, sql: "SELECT holder FROM lease WHERE name = ?", arguments: [name])
        guard let place = stored.flatMap(LeaseHolder.init)?.place, presence.isGone(place) else { return }
        try database.execute(sql: "DELETE FROM lease WHERE name = ?", arguments: [name])
    }
}

/// Who holds a lease: a name, and where its process shows that it lives.
private struct LeaseHolder {
    let place: Int64
    let name: String

    init(place: Int64, name: String) {
        (self.place, self.name) = (place, name)
    }

    /// Reads one as it is stored; `nil` for one of an earlier version, which had no mark.
    init?(stored: String) {
        guard let colon = stored.firstIndex(of: ":"), let place = Int64(stored[..<colon]) else { return nil }
        self.init(place: place, name: String(stored[stored.index(after: colon)...]))
    }

    var stored: String { "\(place):\(name)" }
}
