import Synchronization

/// The host's keys: the one that is to seal, and older ones that still open what they sealed.
///
/// Where the keys come from the key file, a key that is not known is looked for in the file again: another host may have
/// rotated it in the meantime.
package final class KeyRing: Sendable {
    private let keys: Mutex<[StoreKey]>
    private let file: KeyFile?

    /// The name of the environment's variable that holds the keys.
    package static let variable = "PATCHBAY_KEY"

    /// Holds the keys that were given, the one that is to seal first.
    package init(_ key: StoreKey, older: [StoreKey] = []) {
        keys = Mutex([key] + older)
        file = nil
    }

    private init(_ keys: [StoreKey], file: KeyFile) {
        self.keys = Mutex(keys)
        self.file = file
    }

    /// Takes the keys from `PATCHBAY_KEY` (one, or several with commas between them, the one that is to seal first), or
    /// from the data directory's key file, which is made when neither it nor a database is there.
    ///
    /// - Parameters:
    ///   - environment: The process's environment.
    ///   - directory: The data directory, which has to exist.
    /// - Throws: ``StoreError``: malformed, lost, or readable by others.
    package static func load(environment: [String: String], directory: DataDirectory) throws(StoreError) -> KeyRing {
        if let text = environment[variable], !text.isEmpty { return try KeyRing(variableText: text) }
        let file = KeyFile(path: directory.keyFile)
        if let keys = try file.read() { return KeyRing(keys, file: file) }
        guard !directory.hasDatabase else {
            throw StoreError(
                .lostKey,
                "The database \(directory.database) is sealed, and its key is not there: neither \(variable) is set "
                    + "nor does \(file.path) exist.",
                remedy: "Set \(variable) or put the key file back. If the key is lost for good, so are the stored "
                    + "credentials: move the database away and connect again."
            )
        }
        return KeyRing(try file.create(), file: file)
    }

    private convenience init(variableText text: String) throws(StoreError) {
        var keys: [StoreKey] = []
        for part in text.split(separator: ",", omittingEmptySubsequences: true) {
            guard let key = StoreKey(text: String(part)) else {
                throw StoreError(
                    .malformedKey,
                    "\(Self.variable) does not hold a key.",
                    remedy:
                        "A key is 32 random bytes as base64, base64url or hexadecimal digits, such as the output of "
                        + "`openssl rand -base64 32`."
                )
            }
            keys.append(key)
        }
        guard let first = keys.first else {
            throw StoreError(
                .malformedKey,
                "\(Self.variable) is empty.",
                remedy: "Unset it, or set it to a key."
            )
        }
        self.init(first, older: Array(keys.dropFirst()))
    }

    /// The key that seals in a new database.
    package var current: StoreKey? { keys.withLock(\.first) }

    /// Whether keys come from the key file and not from outside.
    package var isKeptInFile: Bool { file != nil }

    /// Finds a key by its name.
    ///
    /// - Returns: `nil` when it is not known, and not in the key file by now.
    /// - Throws: ``StoreError`` when the key file cannot be read.
    func key(_ id: KeyID) throws(StoreError) -> StoreKey? {
        if let key = keys.withLock({ $0.first { $0.id == id } }) { return key }
        guard let read = try file?.read() else { return nil }
        return keys.withLock { keys in
            keys = read + keys.filter { key in !read.contains { $0.id == key.id } }
            return keys.first { $0.id == id }
        }
    }

    /// Puts a key in front, in the key file too, so that every host finds it before anything is sealed with it.
    ///
    /// Call it with the directory locked: another rotation in between would lose a key.
    func prepare(_ key: StoreKey) throws(StoreError) {
        let read = try file?.read() ?? []
        let all = keys.withLock { keys in
            let others = read + keys.filter { key in !read.contains { $0.id == key.id } }
            keys = [key] + others.filter { $0.id != key.id }
            return keys
        }
        try file?.replace(with: all)
    }

    /// Takes every other key out of the key file, now that nothing is sealed with them.
    func finish(_ key: StoreKey) throws(StoreError) {
        try file?.replace(with: [key])
    }
}
