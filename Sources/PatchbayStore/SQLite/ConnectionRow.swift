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
    func fetch(_ id: String) throws -> ConnectionRecord? {
        let statement = try database.cachedStatement(sql: "SELECT \(Self.columns) FROM connection WHERE id = ?")
        return try Row.fetchOne(statement, arguments: [id]).map { try record(StoredRow($0, file: file)) }
    }

    /// The connections a filter chooses, the oldest first.
    func fetch(matching filter: ConnectionFilter) throws -> [ConnectionRecord] {
        let chosen: [(String, String?)] = [
            ("app", filter.app), ("connection", filter.connection), ("status", filter.status?.rawValue),
            ("uid", filter.uid),
        ]
        let set = chosen.compactMap { column, value in value.map { (column, $0) } }
        let condition = set.isEmpty ? "" : " WHERE " + set.map { "\($0.0) = ?" }.joined(separator: " AND ")
        let rows = try Row.fetchAll(
            database,
            sql: "SELECT \(Self.columns) FROM connection\(condition) ORDER BY created_at, rowid",
            arguments: StatementArguments(set.map(\.1))
        )
        return try rows.map { try record(StoredRow($0, file: file)) }
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
            of: .connection(record.id),
            under: HostKeyRow.sealingKey(database, with: keys, file: file)
        )
        return [
            record.id, record.app, record.connection, record.name, record.status.rawValue, record.reason, record.uid,
            record.expires?.stored, record.createdAt.stored, record.updatedAt.stored, sealed.dataKey.blob,
            sealed.content.blob,
        ]
    }

    private func record(_ row: StoredRow) throws -> ConnectionRecord {
        let id = try row.text("id")
        let sealed = SealedValue(dataKey: try row.bytes("data_key"), content: try row.bytes("content"))
        var record = ConnectionRecord(
            id: id,
            app: try row.text("app"),
            connection: try row.text("connection"),
            name: try row.text("name"),
            status: try row.required(ConnectionStatus(rawValue: row.text("status")), "status"),
            reason: row.optionalText("reason"),
            data: ConnectionData([:]),
            uid: row.optionalText("uid"),
            expires: row.optionalTime("expires"),
            createdAt: try row.time("created_at")
        )
        record.updatedAt = try row.time("updated_at")
        do {
            let value = try sealed.open(of: .connection(id)) { try HostKeyRow.key($0, in: keys, file: file) }
            SealedPart.apply(value, to: &record)
        } catch is SealedValue.Broken {
            throw StoreError.corrupt("The connection '\(id)' in \(file) was altered or damaged.", file: file)
        }
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
        ]
    }

    static func apply(_ value: Value, to record: inout ConnectionRecord) {
        record.data = ConnectionData(value["data"].asFields ?? [:])
        record.metadata = value["metadata"]
        record.scopes = (value["scopes"].asArray ?? []).compactMap(\.asText)
    }
}
