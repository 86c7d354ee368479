import Foundation
import GRDB
import IML

/// The store in an SQLite file, which several hosts on one machine may share.
///
/// The journal is a write-ahead log with full synchronisation: what a method acknowledged survives `kill -9` and the
/// loss of power. Writes that come at the same time share a transaction; reads run beside them. Connections stay in
/// memory once read: another process's changes are noticed within ``ConnectionCache/freshness``, this one's at once.
package final class SQLiteStore: ConnectionStore, FlowStore, InstallationStore, LeaseStore {
    /// Where the database is.
    package let file: String

    let directory: String
    let pool: DatabasePool
    let keys: KeyRing
    let lookup: LookupKey
    let writes: WriteQueue
    let cache: ConnectionCache
    let presence: PresenceMark
    let uptime: @Sendable () -> Double
    let now: @Sendable () -> Double

    /// Opens the store, making or migrating its database.
    ///
    /// It reads and writes files before it returns: call it while the host starts.
    ///
    /// - Parameters:
    ///   - directory: The data directory.
    ///   - keys: The host's keys.
    ///   - uptime: Seconds since the machine was started, the same for all its processes.
    ///   - now: The current time in seconds since 1970.
    ///   - patience: How long a lock of another process is waited out, in seconds.
    /// - Throws: ``StoreError``.
    package init(
        directory: DataDirectory,
        keys: KeyRing,
        uptime: @escaping @Sendable () -> Double = SQLiteStore.systemUptime,
        now: @escaping @Sendable () -> Double,
        patience: Double = 5
    ) throws(StoreError) {
        file = directory.database
        self.directory = directory.path
        self.keys = keys
        self.uptime = uptime
        self.now = now
        try directory.prepareDatabase()
        presence = try directory.markPresence()
        do {
            pool = try DatabasePool(path: file, configuration: Self.configuration(patience: patience))
            try Schema(file: file, keys: keys, presence: presence, patience: patience)
                .prepare(pool, lock: directory.path)
            lookup = try HostKeyRow.unlock(pool, with: keys, file: file)
            cache = try ConnectionCache(file: file, configuration: Self.configuration(patience: patience))
        } catch {
            throw Self.translated(error, file: directory.database)
        }
        writes = WriteQueue(pool)
    }

    /// Opens the store of a data directory with the keys of the environment or the directory.
    ///
    /// - Parameters:
    ///   - path: The data directory; made when it is not there.
    ///   - environment: The process's environment, for `PATCHBAY_KEY`.
    ///   - keySource: Where the keys come from.
    ///   - uptime: Seconds since the machine was started, the same for all its processes.
    ///   - now: The current time in seconds since 1970.
    /// - Throws: ``StoreError``.
    package static func open(
        _ path: String,
        environment: [String: String],
        keySource: KeySource = .standard,
        uptime: @escaping @Sendable () -> Double = SQLiteStore.systemUptime,
        now: @escaping @Sendable () -> Double
    ) throws(StoreError) -> SQLiteStore {
        let directory = try DataDirectory(path)
        let keys = try KeyRing.load(environment: environment, directory: directory, source: keySource)
        return try SQLiteStore(directory: directory, keys: keys, uptime: uptime, now: now)
    }

    /// Closes the database; what is asked of the store afterwards fails.
    package func close() throws {
        try cache.close()
        // Moves the log into the file; with another host at work it stays, and is read by whoever opens the database.
        _ = try? pool.writeWithoutTransaction { try $0.checkpoint(.truncate) }
        try pool.close()
    }

    /// The clock that the processes of a machine share and nobody sets.
    @Sendable
    package static func systemUptime() -> Double { ProcessInfo.processInfo.systemUptime }

    private static func configuration(patience: Double) -> Configuration {
        var configuration = Configuration()
        configuration.label = "patchbay.store"
        configuration.busyMode = .timeout(patience)
        configuration.foreignKeysEnabled = true
        configuration.prepareDatabase { database in
            guard !database.configuration.readonly else { return }
            // Deleted content is overwritten, so that the file keeps nothing of it.
            try database.execute(sql: "PRAGMA secure_delete = ON")
        }
        return configuration
    }
}

// MARK: - Access for the rest of the store

extension SQLiteStore {
    var time: Timestamp { Timestamp(secondsSinceEpoch: now()) }

    /// Reads in a snapshot, beside writes.
    func read<Result: Sendable>(_ body: @escaping @Sendable (Database) throws -> Result) async throws -> Result {
        do {
            return try await pool.read(body)
        } catch let error as CancellationError {
            throw error
        } catch {
            throw Self.translated(error, file: file)
        }
    }

    /// Writes; what was written is on the disk when this returns.
    func write<Result: Sendable>(_ body: @escaping @Sendable (Database) throws -> Result) async throws -> Result {
        do {
            return try await writes.run(body)
        } catch let error as DatabaseError {
            throw StoreError(error, file: file)
        }
    }

    static func translated(_ error: any Error, file: String) -> StoreError {
        switch error {
        case let error as StoreError: error
        case let error as DatabaseError: StoreError(error, file: file)
        default: StoreError(.database, "The database \(file) failed: \(error).", remedy: "Start the host again.")
        }
    }
}
