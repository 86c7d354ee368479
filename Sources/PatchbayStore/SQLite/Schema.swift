import GRDB

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// The tables of the store and how older databases become them.
struct Schema {
    /// The database's path.
    let file: String
    /// The host's keys, under which what a former release sealed is sealed anew.
    let keys: KeyRing
    /// Where other hosts at work are seen.
    let presence: PresenceMark
    /// How long hosts of a former release are waited out, in seconds.
    let patience: Double

    /// Databases up to this size are checked page by page when they are opened; larger ones would keep the host waiting.
    private static let checkedBytes = 32 << 20

    /// Brings a database to the latest form, in one transaction for each step: killed meanwhile, it is as it was before.
    ///
    /// - Parameters:
    ///   - pool: The database.
    ///   - directory: What is locked meanwhile, so that hosts that start together do not migrate together.
    /// - Throws: ``StoreError/Kind/newerVersion`` when it is beyond that already, ``StoreError/Kind/corrupt`` when it is
    ///   damaged, ``StoreError/Kind/locked`` while hosts of a former release are at work on it, or an error of SQLite.
    func prepare(_ pool: DatabasePool, lock directory: String) throws {
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
            try check(database)
        }
        if try !pool.read(migrator.hasCompletedMigrations) {
            try DirectoryLock.holding(directory) {
                waitForFormerReleases()
                try migrator.migrate(pool)
            }
        }
    }

    private func check(_ database: Database) throws {
        let pages = try Int.fetchOne(database, sql: "PRAGMA page_count") ?? 0
        let pageSize = try Int.fetchOne(database, sql: "PRAGMA page_size") ?? 0
        guard pages * pageSize <= Self.checkedBytes else { return }
        let found = try String.fetchOne(database, sql: "PRAGMA quick_check(1)") ?? "no answer"
        guard found == "ok" else {
            throw StoreError.corrupt("The database \(file) is damaged (\(found)).", file: file)
        }
    }

    private var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("connections and authorizations") { database in
            try database.execute(sql: Self.connections)
            try database.execute(sql: Self.flows)
        }
        migrator.registerMigration("installation parameters and leases") { database in
            try database.execute(sql: Self.installations)
            try database.execute(sql: Self.leases)
        }
        migrator.registerMigration("sealed with their places") { [self] database in
            try Resealing(database: database, keys: keys, file: file).perform()
            try database.execute(sql: Self.seals)
            // Last, so that none has begun meanwhile.
            try refuseFormerReleases()
        }
        // No table changes: what is sealed of connections and authorizations may hold an environment from here on, which
        // a release that does not know it would let go of with its next change.
        migrator.registerMigration("environments of connections") { _ in }
        return migrator
    }

    /// Gives hosts of a former release that are ending, and commands, the time to end.
    private func waitForFormerReleases() {
        let end = ContinuousClock.now + .seconds(patience)
        while presence.seesFormerRelease, ContinuousClock.now < end { usleep(20_000) }
    }

    /// They would read nothing of what is sealed anew, and might lose credentials their services have renewed.
    private func refuseFormerReleases() throws(StoreError) {
        guard presence.seesFormerRelease else { return }
        throw StoreError(
            .locked,
            "The database \(file) has to be brought to a new form, and a host or a command of an earlier version of "
                + "Patchbay still works on it.",
            remedy: "End that one, and start again; nothing was changed."
        )
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

    /// Keeps a host of a former release, should one have begun in the last moment, from adding what this one cannot open.
    private static let seals = ["connection", "flow", "installation"].map { table in
        """
        CREATE TRIGGER \(table)_seal BEFORE INSERT ON \(table)
        WHEN substr(NEW.data_key, 1, 1) = x'0\(FormerSeal.version)'
        BEGIN SELECT RAISE(ABORT, 'a later version of Patchbay has taken the database over'); END;
        """
    }.joined()
}
