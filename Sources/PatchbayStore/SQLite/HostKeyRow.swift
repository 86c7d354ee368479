import Crypto
import GRDB

/// The database's note of the host key it is sealed under, with the lookup key as the proof of it.
enum HostKeyRow {
    /// Notes the key in a new database; in another one, proves that the right key is there.
    ///
    /// - Returns: The key that hashes what is looked up.
    /// - Throws: ``StoreError/Kind/wrongKey`` when the key is another one.
    static func unlock(_ pool: DatabasePool, with keys: KeyRing, file: String) throws -> LookupKey {
        // Most starts find the note; only the first one writes.
        if let key = try pool.read({ try lookupKey($0, with: keys, file: file) }) { return key }
        return try pool.write { database in
            if let key = try lookupKey(database, with: keys, file: file) { return key }
            guard let key = keys.current else { throw missing(nil, keys: keys, file: file) }
            let bytes = SymmetricKey(size: .bits256).withUnsafeBytes { Array($0) }
            try write(bytes, under: key, to: database)
            return LookupKey(bytes)
        }
    }

    /// The key everything is sealed under by now, which another host may have rotated.
    static func sealingKey(_ database: Database, with keys: KeyRing, file: String) throws -> StoreKey {
        let text = try String.fetchOne(database.cachedStatement(sql: "SELECT key_id FROM host_key"))
        guard let id = text.flatMap(KeyID.init(_:)) else {
            throw StoreError.corrupt("The database \(file) lost the note of its key.", file: file)
        }
        return try key(id, in: keys, file: file)
    }

    /// A key that a row was sealed under.
    ///
    /// - Throws: ``SealedValue/Broken`` for one that is not held and not the noted one: a rotation seals all rows under
    ///   the key it notes, so that no other is missed. ``StoreError`` when the noted one is not there.
    static func key(
        _ id: KeyID,
        sealingIn database: Database,
        with keys: KeyRing,
        file: String
    ) throws -> StoreKey {
        if let key = keys.held(id) { return key }
        let noted = try sealingKey(database, with: keys, file: file)
        guard noted.id == id else { throw SealedValue.Broken() }
        return noted
    }

    private static func key(_ id: KeyID, in keys: KeyRing, file: String) throws -> StoreKey {
        guard let key = try keys.key(id) else { throw missing(id, keys: keys, file: file) }
        return key
    }

    /// Seals the lookup key under another host key, and notes that.
    static func rewrap(_ database: Database, with keys: KeyRing, under new: StoreKey, file: String) throws {
        guard let bytes = try lookupBytes(database, with: keys, file: file) else { return }
        try write(bytes, under: new, to: database)
    }

    /// Notes a host key, under which it seals the lookup key.
    static func write(_ lookupBytes: [UInt8], under key: StoreKey, to database: Database) throws {
        let sealed = try SealedValue.wrap(lookupBytes, of: .lookup, under: key)
        try database.execute(
            sql: "INSERT OR REPLACE INTO host_key (row, key_id, sealed_lookup_key) VALUES (1, ?, ?)",
            arguments: [key.id.description, sealed.blob]
        )
    }

    private static func lookupKey(_ database: Database, with keys: KeyRing, file: String) throws -> LookupKey? {
        try lookupBytes(database, with: keys, file: file).map(LookupKey.init)
    }

    private static func lookupBytes(_ database: Database, with keys: KeyRing, file: String) throws -> [UInt8]? {
        guard let row = try Row.fetchOne(database, sql: "SELECT sealed_lookup_key FROM host_key") else { return nil }
        let sealed = try StoredRow(row, file: file).bytes("sealed_lookup_key")
        do {
            return try SealedValue.unwrap(sealed, of: .lookup) { try key($0, in: keys, file: file) }
        } catch is SealedValue.Broken {
            throw damaged(file)
        }
    }

    /// The note does not open.
    static func damaged(_ file: String) -> StoreError {
        .corrupt("The database \(file) has a damaged note of its key.", file: file)
    }

    private static func missing(_ id: KeyID?, keys: KeyRing, file: String) -> StoreError {
        let given = keys.current.map { "the key given is \($0.id)" } ?? "no key is given"
        return StoreError(
            .wrongKey,
            "The database \(file) is sealed under the key \(id?.description ?? "?"), and \(given).",
            remedy: keys.isKeptInFile
                ? "Put the key file that belongs to this database back, or set \(KeyRing.variable) to its key."
                : "Let \(keys.sourceName) give the key that belongs to this database; while rotating, NEW,OLD."
        )
    }
}
