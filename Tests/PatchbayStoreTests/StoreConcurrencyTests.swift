import Foundation
import IML
import PatchbayStore
import Testing

struct StoreConcurrencyTests {
    @Test func aHundredWritersAndReadersLoseNothing() async throws {
        let store = try StoreFolder().open()
        try await store.insert(.sample("shared", data: ["count": 0]))
        try await withThrowingTaskGroup { group in
            for index in 0..<100 {
                group.addTask { _ = try await store.insert(.sample("con_\(index)")) }
                group.addTask {
                    _ = try await store.update("shared") { record in
                        let count = record.data.reveal()["count"]?.asInt ?? -1
                        record.data = ConnectionData(["count": Value(count + 1)])
                    }
                }
                group.addTask { _ = try #require(try await store.connection("shared")) }
            }
            try await group.waitForAll()
        }
        #expect(try await store.connection("shared")?.data.reveal() == ["count": 100])
        #expect(try await store.connections(matching: ConnectionFilter()).count == 101)
    }

    @Test func writesOfOneTransactionFailOnTheirOwn() async throws {
        let store = try StoreFolder().open()
        let inserted = await withTaskGroup(of: Bool.self) { group in
            for index in 0..<80 {
                group.addTask { (try? await store.insert(.sample("con_\(index % 40)"))) != nil }
            }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(inserted == 40)
        #expect(try await store.connections(matching: ConnectionFilter()).count == 40)
    }

    @Test func aCancelledCallersWriteIsStillKept() async throws {
        let store = try StoreFolder().open()
        let task = Task { try await store.insert(.sample()) }
        task.cancel()
        _ = try await task.value
        #expect(try await store.connection("con_1") != nil)
    }

    @Test func twoHostsCountTogether() async throws {
        let folder = try StoreFolder()
        let stores = [try folder.open(), try folder.open()]
        try await stores[0].insert(.sample("shared", data: ["count": 0]))
        try await withThrowingTaskGroup { group in
            for index in 0..<100 {
                group.addTask {
                    _ = try await stores[index % 2].update("shared") { record in
                        let count = record.data.reveal()["count"]?.asInt ?? -1
                        record.data = ConnectionData(["count": Value(count + 1)])
                    }
                }
            }
            try await group.waitForAll()
        }
        for store in stores {
            #expect(try await eventually { try await store.connection("shared")?.data.reveal() == ["count": 100] })
        }
    }

    @Test func hostsThatStartTogetherShareOneDatabase() async throws {
        let folder = try StoreFolder()
        try await withThrowingTaskGroup { group in
            for index in 0..<6 {
                group.addTask {
                    let store = try folder.open()
                    try await store.insert(.sample("con_\(index)"))
                    try store.close()
                }
            }
            try await group.waitForAll()
        }
        #expect(try await folder.open().connections(matching: ConnectionFilter()).count == 6)
    }
}
