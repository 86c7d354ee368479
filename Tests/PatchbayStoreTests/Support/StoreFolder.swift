import Foundation
import GRDB
import IML
import PatchbayAuth
import PatchbayTesting
import Testing

@testable import PatchbayStore

/// A data directory that is gone with its last user.
final class StoreFolder: Sendable {
    private let directory: TemporaryDirectory

    var path: String { directory.path }

    init() throws {
        directory = try TemporaryDirectory()
    }

    /// Opens the store as a host does.
    func open(
        environment: [String: String] = [:],
        at seconds: Double = 1_000,
        uptime: @escaping @Sendable () -> Double = SQLiteStore.systemUptime
    ) throws -> SQLiteStore {
        // The clock keeps the folder for as long as the store needs it.
        try SQLiteStore.open(path, environment: environment, uptime: uptime) { withExtendedLifetime(self) { seconds } }
    }

    /// Opens the database beside the store.
    func raw() throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.allowsUnsafeTransactions = true
        return try DatabaseQueue(path: path + "/patchbay.sqlite", configuration: configuration)
    }

    /// Every byte of every file but the key's.
    func bytes() throws -> [UInt8] {
        try FileManager.default.contentsOfDirectory(atPath: path).filter { $0 != "patchbay.key" }
            .flatMap { Array(try Data(contentsOf: URL(filePath: path + "/" + $0))) }
    }
}

extension ConnectionRecord {
    /// A connection of a made-up app.
    static func sample(
        _ id: String = "con_1",
        app: String = "shop",
        data: Fields = ["token": "secret-token"],
        uid: String? = nil,
        createdAt: Int64 = 500_000
    ) -> ConnectionRecord {
        ConnectionRecord(
            id: id,
            app: app,
            connection: "shop-oauth",
            name: "My shop",
            status: .valid,
            data: ConnectionData(data),
            metadata: ["type": "email", "value": "ada@example.com"],
            uid: uid,
            expires: Timestamp(millisecondsSinceEpoch: 9_000_000),
            scopes: ["read", "write"],
            environment: ["timezone": "Europe/Prague"],
            createdAt: Timestamp(millisecondsSinceEpoch: createdAt)
        )
    }
}

extension FlowRecord {
    /// An authorization of the sample connection that ends at 600 s.
    static func sample(
        of id: String = "con_1",
        correlation: String? = nil,
        note: String = "issued-secret",
        createdAt: Int64 = 0
    ) -> FlowRecord {
        FlowRecord(
            connectionID: id,
            app: "shop",
            connection: "shop-oauth",
            comesBack: .callback,
            draft: ConnectionData(["password": "draft-secret"]),
            scopes: ["read", "write"],
            environment: ["timezone": "Asia/Tokyo"],
            temp: ConnectionData(["token": "temp-secret"]),
            pending: PendingAuthorization(correlation: correlation.map(Secret.init), notes: ["secret": .text(note)]),
            createdAt: Timestamp(millisecondsSinceEpoch: createdAt),
            expiresAt: Timestamp(millisecondsSinceEpoch: 600_000)
        )
    }
}

extension FlowOutcome {
    /// The authorization when it was handed out.
    var flow: FlowRecord? {
        if case .taken(let flow) = self { return flow }
        return nil
    }

    /// The outcome by name.
    var name: String {
        switch self {
        case .taken: "taken"
        case .foreign: "foreign"
        case .unknown: "unknown"
        case .used: "used"
        case .expired: "expired"
        }
    }
}

/// A moment some seconds after 1970.
func second(_ seconds: Int64) -> Timestamp {
    Timestamp(millisecondsSinceEpoch: seconds * 1_000)
}

/// The kind of trouble a body throws; `nil` when it throws none or another error.
func trouble(_ body: () async throws -> Void) async -> StoreError? {
    do {
        try await body()
        return nil
    } catch {
        return error as? StoreError
    }
}

/// Waits until a condition holds, for two minutes at most.
func eventually(_ condition: () async throws -> Bool) async throws -> Bool {
    let end = ContinuousClock.now + .seconds(120)
    while ContinuousClock.now < end {
        if try await condition() { return true }
        try await Task.sleep(for: .milliseconds(5))
    }
    return false
}
