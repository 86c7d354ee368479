import IML
import PatchbayStore
import Testing

struct ConnectionStoreTests {
    @Test func givesBackWhatWasInsertedAfterReopening() async throws {
        let folder = try StoreFolder()
        let data: Fields = [
            "text": "ü\u{0}\u{1F600}", "number": .number(Number("12345678901234567890.5") ?? 0), "none": .null,
            "undefined": .undefined, "yes": true, "no": false,
            "date": .date(Timestamp(millisecondsSinceEpoch: -1)), "file": .binary(Binary([0, 255, 10])),
            "list": [1, ["deep": ["er": []]]], "": "empty key",
        ]
        do {
            let store = try folder.open()
            try await store.insert(.sample(data: data, uid: "u1"))
            try store.close()
        }
        let record = try #require(try await folder.open().connection("con_1"))
        let kept = record.data.reveal()
        #expect(kept == data)
        #expect(kept.keys == data.keys)
        #expect(kept["undefined"]?.isUndefined == true)
        #expect(kept["date"]?.asDate == Timestamp(millisecondsSinceEpoch: -1))
        #expect(record.name == "My shop")
        #expect(record.status == .valid)
        #expect(record.reason == nil)
        #expect(record.metadata == ["type": "email", "value": "ada@example.com"])
        #expect(record.uid == "u1")
        #expect(record.expires == second(9_000))
        #expect(record.scopes == ["read", "write"])
        #expect(record.environment == ["timezone": "Europe/Prague"])
        #expect(record.createdAt == second(500))
        #expect(record.updatedAt == second(500))
    }

    @Test func listsWhatTheFilterChoosesOldestFirst() async throws {
        let store = try StoreFolder().open()
        try await store.insert(.sample("c", uid: "x", createdAt: 3))
        try await store.insert(.sample("a", createdAt: 1))
        try await store.insert(.sample("b", app: "other", uid: "x", createdAt: 2))
        try await store.update("a") { $0.status = .broken }
        func ids(_ filter: ConnectionFilter) async throws -> [String] {
            try await store.connections(matching: filter).map(\.id)
        }
        #expect(try await ids(ConnectionFilter()) == ["a", "b", "c"])
        #expect(try await ids(ConnectionFilter(app: "shop")) == ["a", "c"])
        #expect(try await ids(ConnectionFilter(app: "shop", uid: "x")) == ["c"])
        #expect(try await ids(ConnectionFilter(status: .broken)) == ["a"])
        #expect(try await ids(ConnectionFilter(connection: "'; DROP TABLE connection; --")) == [])
    }

    @Test func changesAreSeenAtOnceAndKeepWhatTheyDoNotTouch() async throws {
        let store = try StoreFolder().open(at: 1_000)
        try await store.insert(.sample())
        #expect(try await store.connection("con_1")?.name == "My shop")
        try await store.rename("con_1", to: "Other")
        let merged = try await store.merge(["token": "new", "extra": 1, "gone": .undefined], into: "con_1")
        #expect(merged.data.reveal() == ["token": "new", "extra": 1])
        let kept = try await store.markBroken("con_1", holding: ConnectionData(["token": "old"]), reason: "401")
        #expect(kept.status == .valid)
        let broken = try await store.markBroken("con_1", holding: merged.data, reason: "401")
        #expect(broken.reason == "401")
        let record = try #require(try await store.connection("con_1"))
        #expect(record.name == "Other")
        #expect(record.status == .broken)
        #expect(record.data.reveal() == ["token": "new", "extra": 1])
        #expect(record.updatedAt == second(1_000))
        #expect(record.createdAt == second(500))
    }

    @Test func aChangeThatThrowsChangesNothing() async throws {
        struct Refused: Error {}
        let store = try StoreFolder().open()
        try await store.insert(.sample())
        await #expect(throws: Refused.self) {
            try await store.update("con_1") {
                $0.name = "never"
                throw Refused()
            }
        }
        #expect(try await store.connection("con_1")?.name == "My shop")
    }

    @Test func missingAndDoubleConnectionsAreNamed() async throws {
        let store = try StoreFolder().open()
        #expect(try await store.connection("con_1") == nil)
        let unknown = await trouble { try await store.rename("con_1", to: "x") }
        #expect(unknown?.kind == .unknownConnection)
        #expect(unknown?.message.contains("con_1") == true)
        try await store.insert(.sample())
        #expect(await trouble { try await store.insert(.sample()) }?.kind == .duplicateConnection)
        #expect(try await store.connections(matching: ConnectionFilter()).count == 1)
    }

    @Test func aDeletedConnectionIsGoneAndDeletingAgainIsNoError() async throws {
        let store = try StoreFolder().open()
        try await store.insert(.sample())
        _ = try await store.connection("con_1")
        try await store.save(.sample(), state: "s")
        try await store.delete("con_1")
        #expect(try await store.connection("con_1") == nil)
        #expect(try await store.takeFlow(state: "s", at: second(1)).name == "unknown")
        try await store.delete("con_1")
    }

    @Test func twoHostsOnOneFileSeeEachOthersChanges() async throws {
        let folder = try StoreFolder()
        let (one, other) = (try folder.open(), try folder.open())
        try await one.insert(.sample())
        #expect(try await other.connection("con_1")?.name == "My shop")
        try await one.rename("con_1", to: "Renamed")
        #expect(try await eventually { try await other.connection("con_1")?.name == "Renamed" })
        try await other.delete("con_1")
        #expect(try await eventually { try await one.connection("con_1") == nil })
    }

    @Test func connectionDataPrintsNothing() {
        let record = ConnectionRecord.sample(data: ["token": "canary-4711"])
        var dumped = ""
        dump(record, to: &dumped)
        for text in ["\(record)", String(reflecting: record), dumped] { #expect(!text.contains("canary-4711")) }
        #expect(record.data.keys == ["token"])
    }
}
