import GRDB
import IML
import PatchbayAuth

/// A waiting authorization's row: hashes to find it by, and the rest sealed.
///
/// Once it was handed out the row stays a while without its content, so that a replay can be told what it is.
struct FlowRow {
    let database: Database
    let keys: KeyRing
    let file: String

    /// Rows with what of their connection they belong to.
    static let selection = """
        SELECT flow.*, connection.app, connection.connection
        FROM flow JOIN connection ON connection.id = flow.connection_id
        """

    /// How long a row stays after the authorization's end, in milliseconds: a day.
    private static let remembered: Int64 = 86_400_000

    /// Which authorization is asked for.
    enum Question: Sendable {
        /// The one whose state has this hash, if it has this correlation's hash or none.
        case state([UInt8], correlation: [UInt8]?)
        /// The latest one with this correlation's hash.
        case correlation([UInt8])
        /// The latest one of this connection.
        case connection(String)

        fileprivate var condition: (sql: String, argument: any DatabaseValueConvertible & Sendable) {
            switch self {
            case .state(let hash, _): ("state_hash = ?", hash.blob)
            case .correlation(let hash): ("correlation_hash = ?", hash.blob)
            case .connection(let id): ("flow.connection_id = ?", id)
            }
        }

        /// Whether a found row is the one asked for, byte for byte.
        fileprivate func fits(_ row: StoredRow) throws -> Bool {
            switch self {
            case .state(let hash, _): LookupKey.isSame(hash, try row.bytes("state_hash"))
            case .correlation(let hash): LookupKey.isSame(hash, try row.bytes("correlation_hash"))
            case .connection: true
            }
        }

        /// Whether what came back with a row's state began elsewhere, or does not say where.
        fileprivate func isForeign(to row: StoredRow) -> Bool {
            guard case .state(_, let given) = self, let issued = row.optionalBytes("correlation_hash") else {
                return false
            }
            guard let given else { return true }
            return !LookupKey.isSame(given, issued)
        }
    }

    /// Adds an authorization, and lets go of those that ended.
    func insert(_ flow: FlowRecord, state: [UInt8], correlation: [UInt8]?) throws {
        try purge(before: flow.createdAt)
        let known = try Bool.fetchOne(
            database,
            sql: "SELECT 1 FROM connection WHERE id = ?",
            arguments: [flow.connectionID]
        )
        guard known != nil else { throw StoreError.unknownConnection(flow.connectionID) }
        let sealed = try SealedValue(
            SealedFlow.value(of: flow),
            of: .flow(
                state: state,
                correlation: correlation,
                id: flow.connectionID,
                app: flow.app,
                spec: flow.connection
            ),
            under: HostKeyRow.sealingKey(database, with: keys, file: file)
        )
        try database.execute(
            sql: """
                INSERT INTO flow
                (state_hash, correlation_hash, connection_id, created_at, expires_at, data_key, content)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                state.blob, correlation?.blob, flow.connectionID, flow.createdAt.stored, flow.expiresAt.stored,
                sealed.dataKey.blob, sealed.content.blob,
            ]
        )
    }

    /// Hands out an authorization, or says why not.
    func take(_ question: Question, at now: Timestamp) throws -> FlowOutcome {
        let (condition, argument) = question.condition
        let found = try Row.fetchOne(
            database,
            sql: """
                \(Self.selection)
                WHERE \(condition)
                ORDER BY flow.used_at IS NOT NULL, flow.created_at DESC, flow.rowid DESC LIMIT 1
                """,
            arguments: [argument]
        )
        guard let row = found.map({ StoredRow($0, file: file) }), try question.fits(row) else { return .unknown }
        if row.optionalTime("used_at") != nil { return .used }
        if try row.time("expires_at") <= now || row.optionalBytes("content") == nil {
            try purge(before: now)
            return .expired
        }
        if question.isForeign(to: row) { return .foreign }
        let flow = try record(row)
        try database.execute(
            sql: "UPDATE flow SET used_at = ?, data_key = NULL, content = NULL WHERE state_hash = ?",
            arguments: [now.stored, try row.bytes("state_hash").blob]
        )
        return .taken(flow)
    }

    private func purge(before now: Timestamp) throws {
        try database.execute(
            sql: "UPDATE flow SET data_key = NULL, content = NULL WHERE expires_at <= ? AND content IS NOT NULL",
            arguments: [now.stored]
        )
        try database.execute(
            sql: "DELETE FROM flow WHERE expires_at <= ?",
            arguments: [now.stored - Self.remembered]
        )
    }

    private func record(_ row: StoredRow) throws -> FlowRecord {
        let sealed = SealedValue(dataKey: try row.bytes("data_key"), content: try row.bytes("content"))
        do {
            let value = try sealed.open(of: Self.owner(of: row)) {
                try HostKeyRow.key($0, sealingIn: database, with: keys, file: file)
            }
            return FlowRecord(
                connectionID: try row.text("connection_id"),
                app: try row.text("app"),
                connection: try row.text("connection"),
                comesBack: value["verifier"] == true ? .verifier : .callback,
                draft: ConnectionData(value["draft"].asFields ?? [:]),
                scopes: (value["scopes"].asArray ?? []).map(\.text),
                environment: value["environment"].asFields ?? [:],
                temp: ConnectionData(value["temp"].asFields ?? [:]),
                pending: SealedFlow.pending(value),
                createdAt: try row.time("created_at"),
                expiresAt: try row.time("expires_at")
            )
        } catch is SealedValue.Broken {
            throw StoreError(
                .corrupt,
                "A waiting authorization in \(file) was altered or damaged.",
                remedy: "Authorize the connection again."
            )
        }
    }

    /// What a row of ``selection`` belongs to.
    static func owner(of row: StoredRow) throws -> SealOwner {
        .flow(
            state: try row.bytes("state_hash"),
            correlation: row.optionalBytes("correlation_hash"),
            id: try row.text("connection_id"),
            app: try row.text("app"),
            spec: try row.text("connection")
        )
    }
}

/// The part of a waiting authorization that is sealed.
private enum SealedFlow {
    static func value(of flow: FlowRecord) -> Value {
        [
            "draft": .collection(flow.draft.reveal()),
            "scopes": .array(flow.scopes.map(Value.text)),
            "environment": .collection(flow.environment),
            "temp": .collection(flow.temp.reveal()),
            "notes": .collection(flow.pending.notes),
            "correlation": flow.pending.correlation.map { .text($0.reveal()) } ?? .undefined,
            "verifier": .bool(flow.comesBack == .verifier),
        ]
    }

    static func pending(_ value: Value) -> PendingAuthorization {
        PendingAuthorization(
            correlation: value["correlation"].asText.map(Secret.init),
            notes: value["notes"].asFields ?? [:]
        )
    }
}
