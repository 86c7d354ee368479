import GRDB
package import IML

extension SQLiteStore {
    package func takeLease(
        _ name: String,
        for holder: String,
        at now: Timestamp,
        until end: Timestamp
    ) async throws -> Bool {
        let holder = LeaseHolder(place: presence.place, name: holder)
        let isTaken = try await write { [presence] database in
            try Self.dropLease(name, ofOneGone: presence, in: database)
            try database.execute(
                sql: """
                    INSERT INTO lease (name, holder, expires_at) VALUES (?1, ?2, ?3)
                    ON CONFLICT (name) DO UPDATE SET holder = ?2, expires_at = ?3 WHERE expires_at <= ?4
                    """,
                arguments: [name, holder.stored, end.stored, now.stored]
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
