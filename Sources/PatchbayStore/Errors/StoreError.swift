/// Why the store could not do what it was asked, with the file and what to do about it.
package struct StoreError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What kind of trouble it is.
    package enum Kind: Sendable, Hashable {
        /// There is no connection of the id.
        case unknownConnection
        /// There is a connection of the id already.
        case duplicateConnection
        /// A key was given in a form that is no key.
        case malformedKey
        /// Others than the owner may read the key file, or it cannot be read or written.
        case unsafeKeyFile
        /// The database is there and its key is not.
        case lostKey
        /// The database was sealed under another key.
        case wrongKey
        /// The data directory or the database cannot be created or written.
        case notWritable
        /// An exported file cannot be read, or its passphrase does not do.
        case unreadableArchive
        /// The disk is full.
        case diskFull
        /// The database's content is damaged.
        case corrupt
        /// The database was written by a later version.
        case newerVersion
        /// Another process keeps the database locked.
        case locked
        /// Anything else SQLite reports.
        case database
    }

    /// What kind of trouble it is.
    package let kind: Kind
    /// What happened, naming the file or the connection.
    package let message: String
    /// What to do about it.
    package let remedy: String

    /// Describes trouble.
    package init(_ kind: Kind, _ message: String, remedy: String) {
        self.kind = kind
        self.message = message
        self.remedy = remedy
    }

    /// What happened and what to do about it.
    package var description: String { "\(message) \(remedy)" }
}
