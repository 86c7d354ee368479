import GRDB

extension SQLiteStore {
    package func connections(matching filter: ConnectionFilter) async throws -> [ConnectionRecord] {
        try await read { [keys, file] database in
            try ConnectionRow(database: database, keys: keys, file: file).fetch(matching: filter)
        }
    }

    package func connection(_ id: String) async throws -> ConnectionRecord? {
        guard ConnectionRecord.mayBeID(id) else { return nil }
        switch try await cache.answer(id) {
        case .known(let record):
            return record
        case .unknown(let generation):
            let record = try await read { [keys, file] database in
                try ConnectionRow(database: database, keys: keys, file: file).fetch(id)
            }
            if let record { cache.keep(record, generation: generation) }
            return record
        }
    }

    @discardableResult
    package func insert(_ record: ConnectionRecord) async throws -> ConnectionRecord {
        try await write { [keys, file] database in
            try ConnectionRow(database: database, keys: keys, file: file).insert(record)
            return record
        }
    }

    @discardableResult
    package func update(
        _ id: String,
        _ change: @escaping @Sendable (inout ConnectionRecord) throws -> Void
    ) async throws -> ConnectionRecord {
        // Whoever was told that the write failed may be wrong about it, so it is forgotten in any case.
        defer { cache.forget(id) }
        return try await write { [keys, file, time] database in
            let row = ConnectionRow(database: database, keys: keys, file: file)
            guard var record = try row.fetch(id) else { throw StoreError.unknownConnection(id) }
            try change(&record)
            record.updatedAt = max(time, record.updatedAt)
            try row.update(record)
            return record
        }
    }

    package func delete(_ id: String) async throws {
        defer { cache.forget(id) }
        try await write { database in
            try database.execute(sql: "DELETE FROM connection WHERE id = ?", arguments: [id])
        }
    }
}
