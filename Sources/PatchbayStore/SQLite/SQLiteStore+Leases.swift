import GRDB
package import IML

extension SQLiteStore {
    package func takeLease(
        _ name: String,
        for holder: String,
        at now: Timestamp,
        until end: Timestamp
    ) async throws -> Bool {
        let isTaken = try await write { database in
            try database.execute(
                sql: """
                    INSERT INTO lease (name, holder, expires_at) VALUES (?1, ?2, ?3)
                    ON CONFLICT (name) DO UPDATE SET holder = ?2, expires_at = ?3 WHERE expires_at <= ?4
                    """,
                arguments: [name, holder, end.stored, now.stored]
            )
            return database.changesCount == 1
        }
        // What the last holder wrote may be younger than what is in memory.
        if isTaken { cache.forgetAll() }
        return isTaken
    }

    package func giveLease(_ name: String, of holder: String) async throws {
        try await write { database in
            try database.execute(sql: "DELETE FROM lease WHERE name = ? AND holder = ?", arguments: [name, holder])
        }
    }
}
