import GRDB
import PatchbayText

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

extension SQLiteStore {
    /// Whether a directory holds a store, or what is left of one; makes nothing.
    package static func isMade(in directory: String) -> Bool {
        let database = DataDirectory.database(in: directory)
        return [database, database + "-wal"].contains { (path: String) in access(path, F_OK) == 0 }
    }
}

extension DataDirectory {
    /// Whether there is a database.
    ///
    /// - Throws: ``StoreError/Kind/corrupt`` when there is what is left of one: a file of no bytes, which SQLite would
    ///   take for a new database, or a log without its database, which SQLite would throw away.
    func hasDatabase() throws(StoreError) -> Bool {
        switch Self.size(of: database) {
        case nil:
            if let size = Self.size(of: database + "-wal"), size > 0 { throw .lostDatabase(database) }
            return false
        case 0:
            throw .corrupt("The database \(database) is an empty file: what was in it is gone.", file: database)
        default:
            return true
        }
    }

    /// Makes the database when there is none, so that it and what SQLite puts beside it are the owner's alone.
    ///
    /// It appears whole: a host killed meanwhile leaves no empty file, which is how a lost database looks.
    func prepareDatabase() throws(StoreError) {
        if try !hasDatabase() { try makeDatabase() }
        let descriptor = open(database, O_RDWR | O_CLOEXEC)
        guard descriptor >= 0 else { throw .unopenable(database, .last) }
        close(descriptor)
    }

    private func makeDatabase() throws(StoreError) {
        let draft = OwnedFile.draft(of: database)
        do {
            try OwnedFile.write("", to: draft)
            let queue = try DatabaseQueue(path: draft)
            // The first thing that is written, and with it the file's header.
            try queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA journal_mode = WAL") }
            try queue.close()
            try OwnedFile.publish(draft, as: database)
        } catch let error as SystemError {
            throw .unopenable(database, error)
        } catch {
            unlink(draft)
            throw SQLiteStore.translated(error, file: database)
        }
    }

    private static func size(of path: String) -> Int? {
        var status = stat()
        return stat(path, &status) == 0 ? Int(status.st_size) : nil
    }
}

extension StoreError {
    fileprivate static func lostDatabase(_ database: String) -> StoreError {
        StoreError(
            .corrupt,
            "The database \(database) is not there, but its log \(database)-wal is.",
            remedy: "Put the database back beside its log, or move the log away to start with an empty store."
        )
    }

    fileprivate static func unopenable(_ database: String, _ error: SystemError) -> StoreError {
        StoreError(
            .notWritable,
            "The database \(database) cannot be opened: \(error.text).",
            remedy: "Make it writable for the host's user, or choose another directory with --data."
        )
    }
}
