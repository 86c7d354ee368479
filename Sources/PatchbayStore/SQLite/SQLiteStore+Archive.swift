import GRDB

extension SQLiteStore {
    /// What became of the connections of an archive.
    package struct ImportOutcome: Sendable, Hashable {
        /// Those that were not there.
        package var added: [String] = []
        /// Those that took the place of one that was.
        package var replaced: [String] = []
        /// Those that were there and stayed as they are.
        package var kept: [String] = []
    }

    /// Takes in the connections of an archive, all or none.
    ///
    /// - Parameter replaces: Whether they take the place of those that are there already.
    /// - Throws: ``StoreError``; nothing has changed then.
    package func take(_ archive: ConnectionArchive, replaces: Bool) async throws -> ImportOutcome {
        defer { cache.forgetAll() }
        return try await write { [keys, file, time] database in
            let row = ConnectionRow(database: database, keys: keys, file: file)
            var outcome = ImportOutcome()
            for var record in archive.connections {
                record.updatedAt = time
                if try !row.contains(record.id) {
                    try row.insert(record)
                    outcome.added.append(record.id)
                } else if replaces {
                    try row.update(record)
                    outcome.replaced.append(record.id)
                } else {
                    outcome.kept.append(record.id)
                }
            }
            return outcome
        }
    }
}
