import Synchronization

/// The host's keys: the one that is to seal, and older ones that still open what they sealed.
///
/// Where the keys come from a file or a command, a key that is not known is looked for there again: it may have been
/// rotated in the meantime.
package final class KeyRing: Sendable {
    /// Where the keys come from, and are looked for again.
    enum Origin: Sendable {
        /// They were given, and stay as they are.
        case given
        /// A key file.
        case file(KeyFile)
        /// A command.
        case command(KeyCommand)
    }

    private let state: Mutex<[StoreKey]>
    /// When the command was run again last; held while it runs.
    private let askedAt = Mutex<ContinuousClock.Instant?>(nil)
    let origin: Origin

    /// The name of the environment's variable that holds the keys.
    package static let variable = "PATCHBAY_KEY"

    /// A command is not run again for an unknown key before so much time has gone by.
    private static let commandRest: Duration = .seconds(1)

    /// Holds the keys that were given, the one that is to seal first.
    package convenience init(_ key: StoreKey, older: [StoreKey] = []) {
        self.init([key] + older, from: .given)
    }

    private init(_ keys: [StoreKey], from origin: Origin) {
        state = Mutex(keys)
        self.origin = origin
    }

    /// Takes the keys from where the source says.
    ///
    /// `PATCHBAY_KEY` holds one, or several with commas between them, the one that is to seal first; where it is set and
    /// empty, whoever meant to give a key has lost it, so that is an error and no key is made. The data directory's key
    /// file is made when neither it nor a database is there; another key file has to be there.
    ///
    /// - Parameters:
    ///   - environment: The process's environment.
    ///   - directory: The data directory, which has to exist.
    ///   - source: Where the keys come from.
    /// - Throws: ``StoreError``: malformed, lost, readable by others, or given twice.
    package static func load(
        environment: [String: String],
        directory: DataDirectory,
        source: KeySource = .standard
    ) throws(StoreError) -> KeyRing {
        let text = environment[variable]
        switch source {
        case .standard:
            if let text { return KeyRing(try keys(in: text, of: variable), from: .given) }
            return try ring(of: directory)
        case .file(let path):
            try refuse(text, beside: "a key file")
            let file = KeyFile(path: path)
            guard let keys = try file.read() else { throw .missing(file) }
            return KeyRing(keys, from: .file(file))
        case .command(let command):
            try refuse(text, beside: "a key command")
            let command = KeyCommand(text: command)
            return KeyRing(try command.keys(), from: .command(command))
        }
    }

    private static func ring(of directory: DataDirectory) throws(StoreError) -> KeyRing {
        let file = KeyFile(path: directory.keyFile)
        if let keys = try file.read() { return KeyRing(keys, from: .file(file)) }
        guard try !directory.hasDatabase() else {
            throw StoreError(
                .lostKey,
                "The database \(directory.database) is sealed, and its key is not there: neither \(variable) is set "
                    + "nor does \(file.path) exist.",
                remedy: "Set \(variable) or put the key file back. If the key is lost for good, so are the stored "
                    + "credentials: move the database away and connect again."
            )
        }
        return KeyRing(try file.create(), from: .file(file))
    }

    private static func refuse(_ text: String?, beside other: String) throws(StoreError) {
        guard text != nil else { return }
        throw StoreError(
            .malformedKey,
            "Both \(variable) and \(other) say what the key is.",
            remedy: "Leave one of them out."
        )
    }

    /// Reads keys with commas between them.
    ///
    /// - Parameter name: What holds them, as the start of a sentence.
    static func keys(in text: String, of name: String) throws(StoreError) -> [StoreKey] {
        var keys: [StoreKey] = []
        for part in text.split(separator: ",") {
            guard let key = StoreKey(text: String(part)) else { throw .noKey(name) }
            keys.append(key)
        }
        guard !keys.isEmpty else { throw .noKey(name) }
        return keys
    }

    /// The key that seals in a new database.
    package var current: StoreKey? { state.withLock(\.first) }

    /// Whether keys come from a key file, which a rotation may write, and not from outside.
    package var isKeptInFile: Bool { file != nil }

    private var file: KeyFile? {
        if case .file(let file) = origin { return file }
        return nil
    }

    /// Finds a key by its name.
    ///
    /// - Returns: `nil` when it is not known, and not in the key file or from the command by now.
    /// - Throws: ``StoreError`` when these cannot be asked.
    func key(_ id: KeyID) throws(StoreError) -> StoreKey? {
        if let key = held(id) { return key }
        switch origin {
        case .given: return nil
        case .file(let file): learn(try file.read() ?? [])
        case .command(let command): try ask(command, for: id)
        }
        return held(id)
    }

    /// A key of this name, as far as it was read already.
    func held(_ id: KeyID) -> StoreKey? { state.withLock { $0.first { $0.id == id } } }

    /// Puts keys in front of those that are known already.
    ///
    /// - Returns: All of them.
    @discardableResult
    private func learn(_ keys: [StoreKey]) -> [StoreKey] {
        state.withLock { state in
            state = keys + state.filter { key in !keys.contains { $0.id == key.id } }
            return state
        }
    }

    /// Runs the command again; whoever else misses a key meanwhile waits, and shares what it gives.
    private func ask(_ command: KeyCommand, for id: KeyID) throws(StoreError) {
        try askedAt.withLock { last throws(StoreError) in
            if held(id) != nil { return }
            if let last, last.duration(to: .now) < Self.commandRest { return }
            defer { last = .now }
            learn(try command.keys())
        }
    }

    /// Puts a key in front, in the key file too, so that every host finds it before anything is sealed with it.
    ///
    /// Call it with the directory locked: another rotation in between would lose a key.
    func prepare(_ key: StoreKey) throws(StoreError) {
        let others = try file?.read() ?? []
        let all = learn([key] + others.filter { $0.id != key.id })
        try file?.replace(with: all)
    }

    /// Takes every other key out of the key file, now that nothing is sealed with them.
    func finish(_ key: StoreKey) throws(StoreError) {
        try file?.replace(with: [key])
    }
}

extension StoreError {
    fileprivate static func noKey(_ name: String) -> StoreError {
        StoreError(
            .malformedKey,
            "\(name) does not hold a key.",
            remedy: "A key is 32 random bytes as base64, base64url or hexadecimal digits, such as the output of "
                + "`openssl rand -base64 32`."
        )
    }

    fileprivate static func missing(_ file: KeyFile) -> StoreError {
        StoreError(
            .lostKey,
            "There is no key file \(file.path).",
            remedy: "Put it back from a copy; for a new store, make one with "
                + "`(umask 077; openssl rand -base64 32 > \(file.path))`."
        )
    }
}
