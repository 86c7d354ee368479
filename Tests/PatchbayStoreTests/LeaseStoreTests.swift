import GRDB
import IML
import Testing

@testable import PatchbayStore

struct LeaseStoreTests {
    @Test func oneHolderAtATimeAmongManyHosts() async throws {
        let folder = try StoreFolder()
        let stores = [try folder.open(), try folder.open(), try folder.open()]
        let taken = try await withThrowingTaskGroup(of: Bool.self) { group in
            for index in 0..<30 {
                group.addTask {
                    try await stores[index % 3].takeLease("l", for: "h\(index)", at: second(1), until: second(60))
                }
            }
            return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(taken == 1)
    }

    @Test func itIsFreeOnceGivenBackOrOutOfTime() async throws {
        let store = try StoreFolder().open()
        #expect(try await store.takeLease("l", for: "a", at: second(1), until: second(10)))
        #expect(try await !store.takeLease("l", for: "b", at: second(9), until: second(20)))
        #expect(try await store.takeLease("other", for: "b", at: second(9), until: second(20)))
        #expect(try await store.takeLease("l", for: "b", at: second(10), until: second(20)))
        // The first holder no longer has a say.
        try await store.giveLease("l", of: "a")
        #expect(try await !store.takeLease("l", for: "c", at: second(11), until: second(20)))
        try await store.giveLease("l", of: "b")
        #expect(try await store.takeLease("l", for: "c", at: second(11), until: second(20)))
    }

    @Test func itsHolderSeesWhatTheLastOneWrote() async throws {
        let folder = try StoreFolder()
        let (one, other) = (try folder.open(), try folder.open())
        try await one.insert(.sample())
        for round in 0..<20 {
            _ = try await other.connection("con_1")
            #expect(try await one.takeLease("l", for: "one", at: second(1), until: second(9)))
            try await one.merge(["round": Value(round)], into: "con_1")
            try await one.giveLease("l", of: "one")
            #expect(try await other.takeLease("l", for: "other", at: second(1), until: second(9)))
            #expect(try await other.connection("con_1")?.data.reveal()["round"] == Value(round))
            try await other.giveLease("l", of: "other")
        }
    }

    @Test func whatAnEndedHostHeldIsFreeAtOnce() async throws {
        let folder = try StoreFolder()
        let next = try folder.open()
        do {
            let ended = try folder.open()
            #expect(try await ended.takeLease("l", for: "a", at: second(1), until: second(60)))
            #expect(try await !next.takeLease("l", for: "b", at: second(2), until: second(60)))
            try ended.close()
        }
        #expect(try await next.takeLease("l", for: "b", at: second(2), until: second(60)))
    }

    @Test func aHolderOfAnEarlierVersionKeepsItsTime() async throws {
        let store = try StoreFolder().open()
        try await store.write { database in
            try database.execute(
                sql: "INSERT INTO lease (name, holder, expires_at) VALUES ('l', 'old', ?)",
                arguments: [second(60).stored]
            )
        }
        #expect(try await !store.takeLease("l", for: "b", at: second(59), until: second(90)))
        #expect(try await store.takeLease("l", for: "b", at: second(60), until: second(90)))
    }
}
