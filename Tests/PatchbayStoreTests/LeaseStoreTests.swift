import GRDB
import IML
import Synchronization
import Testing

@testable import PatchbayStore

struct LeaseStoreTests {
    @Test func oneHolderAtATimeAmongManyHosts() async throws {
        let folder = try StoreFolder()
        let stores = [try folder.open(), try folder.open(), try folder.open()]
        let taken = try await withThrowingTaskGroup(of: Bool.self) { group in
            for index in 0..<30 {
                group.addTask {
                    try await stores[index % 3].takeLease("l", for: "h\(index)", seconds: 60)
                }
            }
            return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(taken == 1)
    }

    @Test func itIsFreeOnceGivenBackOrOutOfTime() async throws {
        let clock = Clock(1)
        let store = try StoreFolder().open(uptime: { clock.seconds })
        #expect(try await store.takeLease("l", for: "a", seconds: 9))
        clock.seconds = 9.9
        #expect(try await !store.takeLease("l", for: "b", seconds: 10))
        #expect(try await store.takeLease("other", for: "b", seconds: 10))
        clock.seconds = 10
        #expect(try await store.takeLease("l", for: "b", seconds: 10))
        // The first holder no longer has a say.
        try await store.giveLease("l", of: "a")
        clock.seconds = 11
        #expect(try await !store.takeLease("l", for: "c", seconds: 9))
        try await store.giveLease("l", of: "b")
        #expect(try await store.takeLease("l", for: "c", seconds: 9))
    }

    /// Hosts of one machine whose wall clocks are far apart, as they are before and after somebody sets the clock.
    @Test(arguments: [400.0, -400, 1e9, -1e9])
    func nobodyEndsItBySettingTheClock(_ jump: Double) async throws {
        let folder = try StoreFolder()
        let clock = Clock(5_000)
        let uptime: @Sendable () -> Double = { clock.seconds }
        let (one, other) = (
            try folder.open(at: 2e9, uptime: uptime), try folder.open(at: 2e9 + jump, uptime: uptime)
        )
        #expect(try await one.takeLease("l", for: "a", seconds: 60))
        #expect(try await !other.takeLease("l", for: "b", seconds: 60))
        // One who read the clock a little earlier and comes a little later.
        clock.seconds -= 1
        #expect(try await !other.takeLease("l", for: "b", seconds: 60))
        clock.seconds += 61
        #expect(try await other.takeLease("l", for: "b", seconds: 60))
    }

    @Test func itsHolderSeesWhatTheLastOneWrote() async throws {
        let folder = try StoreFolder()
        let (one, other) = (try folder.open(), try folder.open())
        try await one.insert(.sample())
        for round in 0..<20 {
            _ = try await other.connection("con_1")
            #expect(try await one.takeLease("l", for: "one", seconds: 8))
            try await one.merge(["round": Value(round)], into: "con_1")
            try await one.giveLease("l", of: "one")
            #expect(try await other.takeLease("l", for: "other", seconds: 8))
            #expect(try await other.connection("con_1")?.data.reveal()["round"] == Value(round))
            try await other.giveLease("l", of: "other")
        }
    }

    @Test func whatAnEndedHostHeldIsFreeAtOnce() async throws {
        let folder = try StoreFolder()
        let next = try folder.open()
        do {
            let ended = try folder.open()
            #expect(try await ended.takeLease("l", for: "a", seconds: 60))
            #expect(try await !next.takeLease("l", for: "b", seconds: 60))
            try ended.close()
        }
        #expect(try await next.takeLease("l", for: "b", seconds: 60))
    }

    @Test func aHolderOfAnEarlierVersionKeepsItsTime() async throws {
        let folder = try StoreFolder()
        let (before, after) = (
            try folder.open(at: 2_000_000_059, uptime: { 100 }), try folder.open(at: 2_000_000_060, uptime: { 100 })
        )
        try await before.write { database in
            try database.execute(
                sql: "INSERT INTO lease (name, holder, expires_at) VALUES ('l', 'old', ?)",
                arguments: [second(2_000_000_060).stored]
            )
        }
        #expect(try await !before.takeLease("l", for: "b", seconds: 30))
        #expect(try await after.takeLease("l", for: "b", seconds: 30))
    }

    /// A clock that shows what it is set to.
    private final class Clock: Sendable {
        private let time: Mutex<Double>

        init(_ seconds: Double) { time = Mutex(seconds) }

        var seconds: Double {
            get { time.withLock(\.self) }
            set { time.withLock { $0 = newValue } }
        }
    }
}
