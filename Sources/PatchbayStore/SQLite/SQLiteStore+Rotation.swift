import GRDB
import PatchbayText

extension SQLiteStore {
    /// Rotates to a new key: one that is made, where keys come from a key file; else the first of those given.
    ///
    /// Hosts that run on a key file or a key command find the new key by themselves. With `PATCHBAY_KEY`, first start
    /// every host with `NEW,OLD`, then rotate, then leave the old one out.
    ///
    /// - Returns: How many sealed entries are under the new key now.
    /// - Throws: ``StoreError``; everything is under the old key then, which stays readable.
    package func rotate() async throws -> Int {
        if keys.isKeptInFile { return try await rotate(to: .random()) }
        guard let key = keys.current else { return 0 }
        let old = try await read { [keys, file] in try HostKeyRow.sealingKey($0, with: keys, file: file).id }
        guard key.id != old else {
            throw StoreError(
                .malformedKey,
                "There is no new key: the first one of \(keys.sourceName) is the one the database is sealed under.",
                remedy: "Let it give NEW,OLD with a new key such as the output of `openssl rand -base64 32`."
            )
        }
        return try await rotate(to: key)
    }

    /// Seals everything's key under another host key, in one transaction; rotations follow one another.
    ///
    /// The new key is in the key file before anything is sealed under it, and the old one until nothing is any more, so
    /// that at no moment, and after no crash, a key is missing.
    ///
    /// - Parameter new: The key.
    /// - Returns: How many sealed entries are under it now.
    package func rotate(to new: StoreKey) async throws -> Int {
        do {
            return try await DirectoryLock.holding(directory) {
                try keys.prepare(new)
                let count = try await rewrap(under: new)
                try keys.finish(new)
                return count
            }
        } catch let error as SystemError {
            throw Self.translated(error, file: directory)
        }
    }

    private func rewrap(under new: StoreKey) async throws -> Int {
        try await write { [keys, file] database in
            let rotation = Rotation(database: database, keys: keys, new: new, file: file)
            let count = try rotation.rewrapConnections() + rotation.rewrapFlows() + rotation.rewrapInstallations()
            try HostKeyRow.rewrap(database, with: keys, under: new, file: file)
            return count
        }
    }
}

/// Seals the keys of rows under another host key; their content stays as it is.
private struct Rotation {
    let database: Database
    let keys: KeyRing
    let new: StoreKey
    let file: String

    func rewrapConnections() throws -> Int {
        let rows = try Row.fetchAll(database, sql: "SELECT id, app, connection, data_key FROM connection")
        for row in rows.map({ StoredRow($0, file: file) }) {
            let id = try row.text("id")
            let owner = SealOwner.connection(id: id, app: try row.text("app"), spec: try row.text("connection"))
            guard let wrapped = try rewrapped(row, of: owner) else {
                throw StoreError.damagedConnection(id, file: file)
            }
            try database.execute(
                sql: "UPDATE connection SET data_key = ? WHERE id = ?",
                arguments: [wrapped.blob, id]
            )
        }
        return rows.count
    }

    func rewrapFlows() throws -> Int {
        let rows = try Row.fetchAll(database, sql: FlowRow.selection + " WHERE flow.data_key IS NOT NULL")
        var count = 0
        for row in rows.map({ StoredRow($0, file: file) }) {
            // One that is damaged is worth nothing under any key, and ends by itself.
            guard let wrapped = try rewrapped(row, of: FlowRow.owner(of: row)) else { continue }
            try database.execute(
                sql: "UPDATE flow SET data_key = ? WHERE state_hash = ?",
                arguments: [wrapped.blob, try row.bytes("state_hash").blob]
            )
            count += 1
        }
        return count
    }

    func rewrapInstallations() throws -> Int {
        let rows = try Row.fetchAll(database, sql: "SELECT app, connection, data_key FROM installation")
        for row in rows.map({ StoredRow($0, file: file) }) {
            let place = InstallationPlace(app: try row.text("app"), connection: try row.text("connection"))
            guard let wrapped = try rewrapped(row, of: .installation(place)) else {
                throw StoreError.damaged(place, file: file)
            }
            try database.execute(
                sql: "UPDATE installation SET data_key = ? WHERE app = ? AND connection = ?",
                arguments: [wrapped.blob, place.app, place.connection]
            )
        }
        return rows.count
    }

    /// A row's key under the new one; `nil` for a row that was altered or damaged.
    private func rewrapped(_ row: StoredRow, of owner: SealOwner) throws -> [UInt8]? {
        do {
            let dataKey = try SealedValue.unwrap(row.bytes("data_key"), of: owner) {
                try HostKeyRow.key($0, sealingIn: database, with: keys, file: file)
            }
            return try SealedValue.wrap(dataKey, of: owner, under: new)
        } catch is SealedValue.Broken {
            return nil
        }
    }
}
