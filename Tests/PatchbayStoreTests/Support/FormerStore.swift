import Crypto
import Foundation
import GRDB
import IML
import PatchbayAuth

@testable import PatchbayStore

/// A store as earlier versions left it: its tables, and values sealed in its form.
struct FormerStore {
    let folder: StoreFolder
    let key: StoreKey
    private let queue: DatabaseQueue
    /// Under it, texts to be looked up were hashed.
    private let lookup = [UInt8](repeating: 7, count: 32)

    /// Makes one in a folder without a store.
    init(in folder: StoreFolder, key: StoreKey = .random()) throws {
        self.folder = folder
        self.key = key
        try KeyFile(path: folder.path + "/patchbay.key").replace(with: [key])
        queue = try folder.raw()
        let (key, lookup) = (key, lookup)
        try queue.writeWithoutTransaction { database in
            try database.execute(sql: "PRAGMA journal_mode = WAL")
            try database.execute(sql: Self.tables)
            try database.execute(
                sql: "INSERT INTO host_key VALUES (1, ?, ?)",
                arguments: [key.id.description, try Self.wrap(lookup, "lookup", under: key).blob]
            )
        }
    }

    /// Adds connections.
    func insert(_ records: [ConnectionRecord]) throws {
        try queue.write { database in
            for record in records {
                let value: Value = [
                    "data": .collection(record.data.reveal()), "metadata": record.metadata,
                    "scopes": .array(record.scopes.map(Value.text)),
                ]
                let sealed = try Self.seal(value, "connection:\(record.id)", under: key)
                try database.execute(
                    sql: "INSERT INTO connection VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    arguments: [
                        record.id, record.app, record.connection, record.name, record.status.rawValue, record.reason,
                        record.uid, record.expires?.stored, record.createdAt.stored, record.updatedAt.stored,
                        sealed.dataKey.blob, sealed.content.blob,
                    ]
                )
            }
        }
    }

    /// Adds a waiting authorization.
    func insert(_ flow: FlowRecord, state: String) throws {
        let hash = LookupKey(lookup).hash(state, as: .state)
        let correlation = flow.pending.correlation.map { LookupKey(lookup).hash($0.reveal(), as: .correlation) }
        let value: Value = [
            "draft": .collection(flow.draft.reveal()), "scopes": .array(flow.scopes.map(Value.text)),
            "temp": .collection(flow.temp.reveal()), "notes": .collection(flow.pending.notes),
            "correlation": flow.pending.correlation.map { .text($0.reveal()) } ?? .undefined,
            "verifier": .bool(flow.comesBack == .verifier),
        ]
        let sealed = try Self.seal(value, label: Array("flow:".utf8) + hash, under: key)
        try queue.write { database in
            try database.execute(
                sql: "INSERT INTO flow VALUES (?, ?, ?, ?, ?, NULL, ?, ?)",
                arguments: [
                    hash.blob, correlation?.blob, flow.connectionID, flow.createdAt.stored, flow.expiresAt.stored,
                    sealed.dataKey.blob, sealed.content.blob,
                ]
            )
        }
    }

    /// Adds installation parameters.
    func insert(_ fields: Fields, of place: InstallationPlace) throws {
        let label = "installation:\(place.app.utf8.count):\(place.app):\(place.connection)"
        let sealed = try Self.seal(.collection(fields), label, under: key)
        try queue.write { database in
            try database.execute(
                sql: "INSERT INTO installation VALUES (?, ?, 500000, ?, ?)",
                arguments: [place.app, place.connection, sealed.dataKey.blob, sealed.content.blob]
            )
        }
    }

    /// Changes rows behind the release's back.
    func execute(_ sql: String) throws {
        try queue.write { try $0.execute(sql: sql) }
    }

    func close() throws {
        try queue.close()
    }

    // MARK: - Its seal

    private static func seal(_ value: Value, _ label: String, under key: StoreKey) throws -> SealedValue {
        try seal(value, label: Array(label.utf8), under: key)
    }

    private static func seal(_ value: Value, label: [UInt8], under key: StoreKey) throws -> SealedValue {
        let own = SymmetricKey(size: .bits256)
        let content = try AES.GCM.seal(
            ValueWriter.bytes(of: value),
            using: own,
            authenticating: Array("patchbay content:".utf8) + label
        )
        let dataKey = try wrap(own.withUnsafeBytes { Array($0) }, label: label, under: key)
        return SealedValue(dataKey: dataKey, content: bytes(of: content))
    }

    private static func wrap(_ bytes: [UInt8], _ label: String, under key: StoreKey) throws -> [UInt8] {
        try wrap(bytes, label: Array(label.utf8), under: key)
    }

    private static func wrap(_ plain: [UInt8], label: [UInt8], under key: StoreKey) throws -> [UInt8] {
        let label = Array("patchbay key:".utf8) + label
        let box = try AES.GCM.seal(plain, using: key.wrappingKey, authenticating: label)
        return [1] + key.id.bytes + bytes(of: box)
    }

    private static func bytes(of box: AES.GCM.SealedBox) -> [UInt8] {
        Array(box.nonce) + Array(box.ciphertext) + Array(box.tag)
    }

    private static let tables = """
        CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY);
        INSERT INTO grdb_migrations VALUES ('connections and authorizations'), ('installation parameters and leases');
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
        CREATE TABLE installation (
            app TEXT NOT NULL,
            connection TEXT NOT NULL,
            updated_at INTEGER NOT NULL,
            data_key BLOB NOT NULL,
            content BLOB NOT NULL,
            PRIMARY KEY (app, connection)
        ) STRICT;
        CREATE TABLE lease (
            name TEXT NOT NULL PRIMARY KEY,
            holder TEXT NOT NULL,
            expires_at INTEGER NOT NULL
        ) STRICT;
        """
}
