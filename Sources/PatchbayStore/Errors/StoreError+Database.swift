import GRDB
import PatchbayText

extension StoreError {
    /// What an error of SQLite means, with the file and the remedy.
    init(_ error: DatabaseError, file: String) {
        switch error.resultCode {
        case .SQLITE_FULL:
            self.init(
                .diskFull,
                "The disk of \(file) is full.",
                remedy: "Free some space; nothing that was stored is lost."
            )
        case .SQLITE_CORRUPT, .SQLITE_NOTADB:
            self = .corrupt("The database \(file) is damaged or no database (\(Self.words(error))).", file: file)
        case .SQLITE_BUSY, .SQLITE_LOCKED, .SQLITE_PROTOCOL:
            self.init(
                .locked,
                "The database \(file) is locked by another process.",
                remedy: "End the process that holds it, such as a database browser or a backup, and try again."
            )
        case .SQLITE_READONLY, .SQLITE_CANTOPEN, .SQLITE_PERM, .SQLITE_AUTH:
            self.init(
                .notWritable,
                "The database \(file) cannot be opened for writing (\(Self.words(error))).",
                remedy: "Make it and its directory writable for the host's user, or choose another one with --data."
            )
        case .SQLITE_IOERR:
            self.init(
                .database,
                "The disk of \(file) failed (\(Self.words(error))).",
                remedy: "Check the disk and its file system; a network file system does not do."
            )
        default:
            self.init(
                .database,
                "The database \(file) refused (\(Self.words(error))).",
                remedy: "Try again; report it if it lasts."
            )
        }
    }

    /// A damaged database.
    static func corrupt(_ message: String, file: String) -> StoreError {
        StoreError(
            .corrupt,
            message,
            remedy: "Stop the host and put \(file) back from a copy, or move it away to start with an empty store."
        )
    }

    /// SQLite's words without statement and arguments, which might hold what is stored.
    private static func words(_ error: DatabaseError) -> String {
        error.message ?? "\(error.extendedResultCode)"
    }
}

extension StoreError {
    /// A connection that is not there.
    static func unknownConnection(_ id: String) -> StoreError {
        StoreError(.unknownConnection, "There is no connection '\(id)'.", remedy: "It may have been deleted.")
    }

    /// A connection whose row was altered or damaged.
    static func damagedConnection(_ id: String, file: String) -> StoreError {
        StoreError(
            .corrupt,
            "The connection '\(id)' in \(file) was altered or damaged.",
            remedy: "Delete it and connect again, or put \(file) back from a copy while no host runs."
        )
    }

    /// Installation parameters whose row was altered or damaged.
    static func damaged(_ place: InstallationPlace, file: String) -> StoreError {
        StoreError(
            .corrupt,
            "The installation parameters of '\(place.app)/\(place.connection)' in \(file) were altered or damaged.",
            remedy: "Fill them in anew, with patchbay install or PUT …/installation."
        )
    }
}
