import Foundation
import GRDB
import IML
import Synchronization
import Testing

@testable import PatchbayStore

/// What another host changed is not used for longer than the freshness promised.
struct StoreFreshnessTests {
    /// When each version of the connection was committed, by the host that changes it.
    private final class Changes: Sendable {
        private let times = Mutex<[ContinuousClock.Instant]>([])
        private let isDone = Mutex(false)

        /// Whether there will be no more.
        var areDone: Bool {
            get { isDone.withLock(\.self) }
            set { isDone.withLock { $0 = newValue } }
        }

        func note() { times.withLock { $0.append(.now) } }

        /// The last version that was committed before a time.
        func version(before time: ContinuousClock.Instant) -> Int { times.withLock { $0.prefix { $0 < time }.count } }
    }

    /// The calls whose answer was older than it may be, and how many there were.
    private final class Tally: Sendable {
        private let counts = Mutex((calls: 0, stale: 0))

        func add(isStale: Bool) {
            counts.withLock { counts in
                counts.calls += 1
                if isStale { counts.stale += 1 }
            }
        }

        var result: (calls: Int, stale: Int) { counts.withLock { $0 } }
    }

    /// Calls without pause on one host, from several tasks, while the other one changes what they use.
    private func tally(
        changes count: Int,
        on other: SQLiteStore,
        _ change: @escaping @Sendable (Int) async throws -> Void,
        version: @escaping @Sendable () async throws -> Int
    ) async throws -> (calls: Int, stale: Int) {
        let changes = Changes()
        let tally = Tally()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<4 {
                group.addTask {
                    while !changes.areDone {
                        let oldest = changes.version(before: .now - ConnectionCache.freshness)
                        tally.add(isStale: try await version() < oldest)
                        await Task.yield()
                    }
                }
            }
            for number in 1...count {
                try await change(number)
                changes.note()
            }
            // Once the last one is old enough, every call has to know it.
            let end = ContinuousClock.now + ConnectionCache.freshness
            while ContinuousClock.now < end { try await Task.sleep(for: .milliseconds(1)) }
            let last = try await version()
            changes.areDone = true
            #expect(last == count)
            try await group.waitForAll()
        }
        return tally.result
    }

    @Test func aConnectionAnotherHostChangedIsNotUsedForLonger() async throws {
        let folder = try StoreFolder()
        let (host, other) = (try folder.open(), try folder.open())
        try await other.insert(.sample(data: ["version": 0]))
        let (calls, stale) = try await tally(changes: 400, on: other) { number in
            try await other.update("con_1") { $0.data = ConnectionData(["version": Value(number)]) }
        } version: {
            try await host.connection("con_1")?.data.reveal()["version"]?.asInt ?? -1
        }
        #expect(calls > 400)
        #expect(stale == 0, "of \(calls)")
    }

    @Test func aConnectionAnotherHostDeletedIsNotUsedForLonger() async throws {
        let folder = try StoreFolder()
        let (host, other) = (try folder.open(), try folder.open())
        let ids = (1...300).map { "con_\($0)" }
        for id in ids { try await other.insert(.sample(id)) }
        let current = Mutex(0)
        let (calls, stale) = try await tally(changes: ids.count, on: other) { number in
            try await other.delete(ids[number - 1])
            current.withLock { $0 = number }
        } version: {
            // The one to be deleted next is read now, so that it is in memory, and those deleted lately are asked for.
            let next = current.withLock(\.self)
            if next < ids.count { _ = try await host.connection(ids[next]) }
            for number in stride(from: next, to: max(next - 40, 0), by: -1) {
                if try await host.connection(ids[number - 1]) == nil { return number }
            }
            return max(next - 40, 0)
        }
        #expect(calls > 300)
        #expect(stale == 0, "of \(calls)")
    }

    @Test func installationParametersAnotherHostChangedAreNotUsedForLonger() async throws {
        let folder = try StoreFolder()
        let (host, other) = (try folder.open(), try folder.open())
        let place = InstallationPlace(app: "shop", connection: "shop-oauth")
        try await other.setInstallation(ConnectionData(["version": 0]), of: place)
        let (calls, stale) = try await tally(changes: 300, on: other) { number in
            try await other.setInstallation(ConnectionData(["version": Value(number)]), of: place)
        } version: {
            try await host.installation(place)?.reveal()["version"]?.asInt ?? -1
        }
        #expect(calls > 300)
        #expect(stale == 0, "of \(calls)")
    }

    @Test func whoeverAskedForALookMayGo() async throws {
        let folder = try StoreFolder()
        let (host, other) = (try folder.open(), try folder.open())
        try await other.insert(.sample())
        for _ in 0..<100 {
            let cancelled = Task { try await host.connection("con_1") }
            cancelled.cancel()
            async let kept = host.connection("con_1")
            #expect(try await kept != nil)
            _ = try? await cancelled.value
        }
    }
}
