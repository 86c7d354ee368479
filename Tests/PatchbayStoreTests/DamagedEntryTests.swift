import Foundation
import GRDB
import IML
import PatchbayAuth
import Testing

@testable import PatchbayStore

/// Rows that were moved, altered or damaged: nothing of them is used, and they hide no other.
struct DamagedEntryTests {
    private static let place = InstallationPlace(app: "shop", connection: "shop-oauth")

    /// A store with three connections, the second of which changes behind its back.
    private func store(after sql: String, in folder: StoreFolder) async throws -> SQLiteStore {
        let store = try folder.open()
        for (index, id) in ["con_1", "con_2", "con_3"].enumerated() {
            let app = index == 2 ? "forum" : "shop"
            try await store.insert(.sample(id, app: app, createdAt: Int64(index)))
        }
        try store.close()
        try await folder.raw().write { try $0.execute(sql: sql) }
        return try folder.open()
    }

    @Test(arguments: [
        "app = 'forum'", "app = 'SHOP'", "app = 'shop '", "connection = 'shop-other'",
        "(app, connection) = ('forum', 'forum-oauth')", "status = 'nonsense'", "status = 'damaged'",
        "(data_key, content) = (SELECT data_key, content FROM connection WHERE id = 'con_1')",
        "(data_key, content) = (content, data_key)",
        "content = (SELECT content FROM connection WHERE id = 'con_3')",
        "data_key = (SELECT data_key FROM connection WHERE id = 'con_3')",
        "data_key = x''", "data_key = x'02'", "content = x''", "content = zeroblob(200)", "data_key = zeroblob(90)",
        "data_key = CAST(x'02' || zeroblob(80) AS BLOB)",
        // A name of a key that is not held
        "data_key = CAST(substr(data_key, 1, 2) || x'00000000' || substr(data_key, 7) AS BLOB)",
    ])
    func aMovedOrAlteredConnectionIsDamagedAndHidesNoOther(change: String) async throws {
        let store = try await store(after: "UPDATE connection SET \(change) WHERE id = 'con_2'", in: StoreFolder())
        let records = try await store.connections(matching: ConnectionFilter())
        #expect(records.map(\.id) == ["con_1", "con_2", "con_3"])
        #expect(records.map(\.status) == [.valid, .damaged, .valid])
        #expect(records[1].data.isEmpty)
        #expect(records[1].metadata.isUndefined)
        #expect(records[1].scopes == [])
        #expect(try await store.connections(matching: ConnectionFilter(status: .damaged)).map(\.id) == ["con_2"])
        let valid = try await store.connections(matching: ConnectionFilter(status: .valid)).map(\.id)
        #expect(valid == ["con_1", "con_3"])
        for _ in 0..<2 {
            let error = await trouble { _ = try await store.connection("con_2") }
            #expect(error?.kind == .corrupt)
            #expect(error?.message.contains("'con_2'") == true)
            #expect(await trouble { _ = try await store.rename("con_2", to: "x") }?.kind == .corrupt)
        }
        #expect(try await store.connection("con_1") != nil)
        #expect(try await store.connection("con_3") != nil)
        try await store.delete("con_2")
        #expect(try await store.connections(matching: ConnectionFilter()).map(\.id) == ["con_1", "con_3"])
        #expect(try await store.rotate() == 2)
    }

    @Test func anotherIDGivesNothingEither() async throws {
        let store = try await store(after: "UPDATE connection SET id = 'moved' WHERE id = 'con_2'", in: StoreFolder())
        #expect(try await store.connection("con_2") == nil)
        #expect(await trouble { _ = try await store.connection("moved") }?.kind == .corrupt)
    }

    @Test func aDamagedConnectionHoldsARotationBackUntilItIsDeleted() async throws {
        let store = try await store(after: "UPDATE connection SET app = 'x' WHERE id = 'con_2'", in: StoreFolder())
        let error = await trouble { _ = try await store.rotate() }
        #expect(error?.kind == .corrupt)
        #expect(error?.description.contains("'con_2'") == true)
        #expect(error?.remedy.contains("Delete") == true)
        try await store.delete("con_2")
        #expect(try await store.rotate() == 2)
    }

    @Test func anImportTakesTheDamagedOnesPlaceWhenAskedTo() async throws {
        let store = try await store(after: "UPDATE connection SET app = 'x' WHERE id = 'con_2'", in: StoreFolder())
        let archive = ConnectionArchive([.sample("con_2")])
        #expect(try await store.take(archive, replaces: false).kept == ["con_2"])
        #expect(await trouble { _ = try await store.connection("con_2") }?.kind == .corrupt)
        #expect(try await store.take(archive, replaces: true).replaced == ["con_2"])
        #expect(try await store.connection("con_2")?.data.reveal() == ["token": "secret-token"])
    }

    @Test(arguments: [
        "UPDATE flow SET connection_id = 'con_3'", "UPDATE connection SET app = 'forum' WHERE id = 'con_1'",
        "UPDATE connection SET connection = 'other' WHERE id = 'con_1'", "UPDATE flow SET correlation_hash = x'00'",
        "UPDATE flow SET correlation_hash = NULL", "UPDATE flow SET content = x'00'",
        "UPDATE flow SET data_key = x'02'",
    ])
    func aMovedOrAlteredAuthorizationIsNotHandedOut(change: String) async throws {
        let folder = try StoreFolder()
        let store = try folder.open()
        try await store.insert(.sample("con_1"))
        try await store.insert(.sample("con_3", app: "forum"))
        try await store.save(.sample(of: "con_1", correlation: "token"), state: "state")
        try await folder.raw().write { try $0.execute(sql: change) }
        let id = change.contains("con_3") ? "con_3" : "con_1"
        let error = await trouble { _ = try await store.takeFlow(ofConnection: id, at: second(1)) }
        #expect(error?.kind == .corrupt)
        if change == "UPDATE flow SET correlation_hash = x'00'" {
            // It is not even looked at: what comes back did not begin with it.
            let outcome = try await store.takeFlow(state: "state", correlation: Secret("token"), at: second(1))
            #expect(outcome.name == "foreign")
        } else {
            let byState = await trouble {
                _ = try await store.takeFlow(state: "state", correlation: Secret("token"), at: second(1))
            }
            #expect(byState?.kind == .corrupt)
        }
        // A new one is found before it, and it keeps no rotation back.
        try await store.delete("con_1")
        try await store.insert(.sample("con_1"))
        try await store.save(.sample(of: "con_1", createdAt: 5), state: "new")
        #expect(try await store.takeFlow(ofConnection: "con_1", at: second(1)).name == "taken")
        #expect(try await store.rotate() == 2)
    }

    @Test func damagedInstallationParametersAreReplacedOrForgotten() async throws {
        let folder = try StoreFolder()
        let store = try folder.open()
        for app in ["shop", "forum"] {
            let place = InstallationPlace(app: app, connection: "shop-oauth")
            try await store.setInstallation(ConnectionData(["k": "v"]), of: place)
        }
        try await folder.raw().write { try $0.execute(sql: "UPDATE installation SET content = x'' WHERE app = 'shop'") }
        let error = await trouble { _ = try await folder.open().installation(Self.place) }
        #expect(error?.kind == .corrupt)
        #expect(error?.remedy.contains("patchbay install") == true)
        let other = InstallationPlace(app: "forum", connection: "shop-oauth")
        #expect(try await folder.open().installation(other)?.reveal() == ["k": "v"])
        try await store.setInstallation(ConnectionData(["k": "new"]), of: Self.place)
        #expect(try await store.installation(Self.place)?.reveal() == ["k": "new"])
    }
}
