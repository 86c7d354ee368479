import GRDB

/// The tables of the store and how older databases become them.
enum Schema {
    /// Databases up to this size are checked page by page when they are opened; larger ones would keep the host waiting.
    private static let checkedBytes = 32 << 20

    /// Brings a database to the latest form.
    ///
    /// - Parameters:
    ///   - pool: The database.
    ///   - file: Its path, for errors.
    ///   - directory: What is locked meanwhile, so that hosts that start together do not migrate together.
    /// - Throws: ``StoreError/Kind/newerVersion`` when it is beyond that already, ``StoreError/Kind/corrupt`` when it is
    ///   damaged, or an error of SQLite.
    static func prepare(_ pool: DatabasePool, file: String, lock directory: String) throws {
        try pool.writeWithoutTransaction { database in
            // The pool itself asks for less, with which the last writes might not survive a loss of power.
            try database.execute(sql: "PRAGMA synchronous = FULL")
        }
        try pool.read { database in
            guard try !migrator.hasBeenSuperseded(database) else {
                throw StoreError(
                    .newerVersion,
                    "The database \(file) was written by a later version of Patchbay.",
                    remedy: "Run that version, or choose another directory with --data."
                )
            }
            try check(database, file: file)
        }
        if try !pool.read(migrator.hasCompletedMigrations) {
            try DirectoryLock.holding(directory) { try migrator.migrate(pool) }
        }
    }

    private static func check(_ database: Database, file: String) throws {
        let pages = try Int.fetchOne(database, sql: "PRAGMA page_count") ?? 0
        let pageSize = try Int.fetchOne(database, sql: "PRAGMA page_size") ?? 0
        guard pages * pageSize <= checkedBytes else { return }
        let found = try String.fetchOne(database, sql: "PRAGMA quick_check(1)") ?? "no answer"
        guard found == "ok" else {
            throw StoreError.corrupt("The database \(file) is damaged (\(found)).", file: file)
        }
    }

    private static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("connections and authorizations") { database in
            try database.execute(sql: connections)
            try database.execute(sql: flows)
        }
        migrator.registerMigration("installation parameters and leases") { database in
            try database.execute(sql: installations)
            try database.execute(sql: leases)
        }
        return migrator
    }

    private static let connections = """
        CREATE TABLE host_key (
            row INTEGER NOT NULL PRIMARY KEY CHECK (row = 1),
            key_id TEXT NOT NULL,
            sealed_lookup_key BLOB NOT NULL
        ) STRICT;
        CREATE TABLE connection (
            id TEXT NOT NULL PRIMARY KEY,
            app TEXT NOT NULL,
            connection TEXT NOT NULL,
            name TEXT NOT NULL,
            status TEXT NOT NULL,
            reason TEXT,
            uid TEXT,
            expires INTEGER,
            created_at INTEGER NOT NULL,
            updated_at INTEGER NOT NULL,
            data_key BLOB NOT NULL,
            content BLOB NOT NULL
        ) STRICT;
        CREATE INDEX connection_by_app ON connection (app, connection);
        CREATE INDEX connection_by_uid ON connection (uid) WHERE uid IS NOT NULL;
        """

    private static let flows = """
        CREATE TABLE flow (
            state_hash BLOB NOT NULL PRIMARY KEY,
            correlation_hash BLOB,
            connection_id TEXT NOT NULL REFERENCES connection (id) ON DELETE CASCADE,
            created_at INTEGER NOT NULL,
            expires_at INTEGER NOT NULL,
            used_at INTEGER,
            data_key BLOB,
            content BLOB
        ) STRICT;
        CREATE INDEX flow_by_correlation ON flow (correlation_hash) WHERE correlation_hash IS NOT NULL;
        CREATE INDEX flow_by_connection ON flow (connection_id);
        CREATE INDEX flow_by_end ON flow (expires_at);
        """

    private static let installations = """
        CREATE TABLE installation (
            app TEXT NOT NULL,
            connection TEXT NOT NULL,
            updated_at INTEGER NOT NULL,
            data_key BLOB NOT NULL,
            content BLOB NOT NULL,
            PRIMARY KEY (app, connection)
        ) STRICT;
        """

    private static let leases = """
        CREATE TABLE lease (
            name TEXT NOT NULL PRIMARY KEY,
            holder TEXT NOT NULL,
            expires_at INTEGER NOT NULL
        ) STRICT;
        """
}
