import GRDB

/// Seals what a former release sealed with the place it is at, once; see ``FormerSeal``.
///
/// Where a row stands now counts as its place: that it was moved before cannot be seen any more. A row that does not open
/// stays as it is, and is a damaged one from then on.
struct Resealing {
    let database: Database
    let keys: KeyRing
    let file: String

    /// Seals everything anew.
    ///
    /// A database whose own note is of the present form was sealed anew before, whatever else is said of it: what is of
    /// the former one in it came from elsewhere, and stays shut.
    func perform() throws {
        let found = try Row.fetchOne(database, sql: "SELECT sealed_lookup_key FROM host_key")
        guard let row = found.map({ StoredRow($0, file: file) }) else { return }
        let note = try row.bytes("sealed_lookup_key")
        guard note.first == FormerSeal.version else { return }
        do {
            let lookup = try FormerSeal.unwrap(note, of: FormerSeal.lookup, with: key)
            let new = try HostKeyRow.sealingKey(database, with: keys, file: file)
            try resealConnections(under: new)
            try resealFlows(under: new)
            try resealInstallations(under: new)
            try HostKeyRow.write(lookup, under: new, to: database)
        } catch is SealedValue.Broken {
            throw HostKeyRow.damaged(file)
        }
    }

    private func resealConnections(under new: StoreKey) throws {
        for id in try Int64.fetchAll(database, sql: "SELECT rowid FROM connection") {
            let sql = "SELECT id, app, connection, data_key, content FROM connection WHERE rowid = ?"
            guard let row = try row(sql, id) else { continue }
            let (name, app, spec) = (try row.text("id"), try row.text("app"), try row.text("connection"))
            let former = FormerSeal.connection(name)
            try reseal(row, of: "connection", id, former, as: .connection(id: name, app: app, spec: spec), under: new)
        }
    }

    private func resealFlows(under new: StoreKey) throws {
        for id in try Int64.fetchAll(database, sql: "SELECT rowid FROM flow WHERE content IS NOT NULL") {
            let sql = FlowRow.selection + " WHERE flow.rowid = ?"
            guard let row = try row(sql, id) else { continue }
            let former = FormerSeal.flow(try row.bytes("state_hash"))
            try reseal(row, of: "flow", id, former, as: FlowRow.owner(of: row), under: new)
        }
    }

    private func resealInstallations(under new: StoreKey) throws {
        for id in try Int64.fetchAll(database, sql: "SELECT rowid FROM installation") {
            let sql = "SELECT app, connection, data_key, content FROM installation WHERE rowid = ?"
            guard let row = try row(sql, id) else { continue }
            let place = InstallationPlace(app: try row.text("app"), connection: try row.text("connection"))
            let former = FormerSeal.installation(place)
            try reseal(row, of: "installation", id, former, as: .installation(place), under: new)
        }
    }

    private func row(_ sql: String, _ id: Int64) throws -> StoredRow? {
        try Row.fetchOne(database.cachedStatement(sql: sql), arguments: [id]).map { StoredRow($0, file: file) }
    }

    private func reseal(
        _ row: StoredRow,
        of table: String,
        _ id: Int64,
        _ former: [UInt8],
        as owner: SealOwner,
        under new: StoreKey
    ) throws {
        let sealed = SealedValue(dataKey: try row.bytes("data_key"), content: try row.bytes("content"))
        guard let bytes = try? FormerSeal.open(sealed, of: former, with: key) else { return }
        let resealed = try SealedValue(bytes: bytes, of: owner, under: new)
        try database.cachedStatement(sql: "UPDATE \(table) SET data_key = ?, content = ? WHERE rowid = ?")
            .execute(arguments: [resealed.dataKey.blob, resealed.content.blob, id])
    }

    private func key(_ id: KeyID) throws -> StoreKey {
        try HostKeyRow.key(id, sealingIn: database, with: keys, file: file)
    }
}
