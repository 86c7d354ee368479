import GRDB
import IML

/// A connection's row: what may be read in the database stands in columns, the rest is sealed.
struct ConnectionRow {
    let database: Database
    let keys: KeyRing
    let file: String

    private static let columns = """
        id, app, connection, name, status, reason, uid, expires, created_at, updated_at, data_key, content
        """

    /// The connection of an id; `nil` when there is none.
    ///
    /// - Throws: ``StoreError/Kind/corrupt`` when its row was altered or damaged.
    func fetch(_ id: String) throws -> ConnectionRecord? {
        let statement = try database.cachedStatement(sql: "SELECT \(Self.columns) FROM connection WHERE id = ?")
        guard let row = try Row.fetchOne(statement, arguments: [id]) else { return nil }
        let record = try record(StoredRow(row, file: file))
        guard record.status != .damaged else { throw StoreError.damagedConnection(id, file: file) }
        return record
    }

    /// Whether there is a connection of an id, in whatever state its row is.
    func contains(_ id: String) throws -> Bool {
        let statement = try database.cachedStatement(sql: "SELECT 1 FROM connection WHERE id = ?")
        return try Row.fetchOne(statement, arguments: [id]) != nil
    }

    /// The connections a filter chooses, the oldest first; damaged ones among them, so that they hide no other.
    func fetch(matching filter: ConnectionFilter) throws -> [ConnectionRecord] {
        let chosen: [(String, String?)] = [
            ("id", filter.id), ("app", filter.app), ("connection", filter.connection),
            ("status", filter.status.flatMap { $0 == .damaged ? nil : $0.rawValue }),
            ("uid", filter.uid),
        ]
        let set = chosen.compactMap { column, value in value.map { (column, $0) } }
        let condition = set.isEmpty ? "" : " WHERE " + set.map { "\($0.0) = ?" }.joined(separator: " AND ")
        let rows = try Row.fetchAll(
            database,
            sql: "SELECT \(Self.columns) FROM connection\(condition) ORDER BY created_at, rowid",
            arguments: StatementArguments(set.map(\.1))
        )
        let records = try rows.map { try record(StoredRow($0, file: file)) }
        // A damaged one is nothing else, whatever its row says.
        return filter.status.map { status in records.filter { $0.status == status } } ?? records
    }

    /// Adds a connection.
    func insert(_ record: ConnectionRecord) throws {
        let places = Array(repeating: "?", count: 12).joined(separator: ", ")
        let sql = "INSERT INTO connection (\(Self.columns)) VALUES (\(places))"
        do {
            try database.cachedStatement(sql: sql).execute(arguments: try arguments(of: record))
        } catch let error as DatabaseError where error.extendedResultCode == .SQLITE_CONSTRAINT_PRIMARYKEY {
            throw StoreError(
                .duplicateConnection,
                "There is a connection '\(record.id)' already.",
                remedy: "Give it another id."
            )
        }
    }

    /// Puts a connection in the place of the stored one.
    func update(_ record: ConnectionRecord) throws {
        let sql = """
            UPDATE connection SET (\(Self.columns)) = (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12) WHERE id = ?1
            """
        try database.cachedStatement(sql: sql).execute(arguments: try arguments(of: record))
    }

    private func arguments(of record: ConnectionRecord) throws -> StatementArguments {
        let sealed = try SealedValue(
            SealedPart.value(of: record),
            of: .connection(record),
            under: HostKeyRow.sealingKey(database, with: keys, file: file)
        )
        return [
            record.id, record.app, record.connection, record.name, record.status.rawValue, record.reason, record.uid,
            record.expires?.stored, record.createdAt.stored, record.updatedAt.stored, sealed.dataKey.blob,
            sealed.content.blob,
        ]
    }

    /// The connection of a row; where that was altered or damaged, what can be read of it, and that it is damaged.
    private func record(_ row: StoredRow) throws -> ConnectionRecord {
        var record = ConnectionRecord(
            id: try row.text("id"),
            app: try row.text("app"),
            connection: try row.text("connection"),
            name: try row.text("name"),
            status: .damaged,
            reason: "Its entry in the store was altered or damaged.",
            data: ConnectionData([:]),
            createdAt: try row.time("created_at")
        )
        record.updatedAt = try row.time("updated_at")
        // What is stored as damaged was not stored by a host.
        guard let status = ConnectionStatus(rawValue: try row.text("status")), status != .damaged else { return record }
        let sealed = SealedValue(dataKey: try row.bytes("data_key"), content: try row.bytes("content"))
        do {
            let value = try sealed.open(of: .connection(record)) {
                try HostKeyRow.key($0, sealingIn: database, with: keys, file: file)
            }
            SealedPart.apply(value, to: &record)
        } catch is SealedValue.Broken {
            return record
        }
        record.status = status
        record.reason = row.optionalText("reason")
        record.uid = row.optionalText("uid")
        record.expires = row.optionalTime("expires")
        return record
    }
}

/// The part of a connection that is sealed.
private enum SealedPart {
    static func value(of record: ConnectionRecord) -> Value {
        [
            "data": .collection(record.data.reveal()),
            "metadata": record.metadata,
            "scopes": .array(record.scopes.map(Value.text)),
            "environment": .collection(record.environment),
        ]
    }

    static func apply(_ value: Value, to record: inout ConnectionRecord) {
        record.data = ConnectionData(value["data"].asFields ?? [:])
        record.metadata = value["metadata"]
        record.scopes = (value["scopes"].asArray ?? []).compactMap(\.asText)
        record.environment = value["environment"].asFields ?? [:]
    }
}
