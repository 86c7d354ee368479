import Synchronization
import Testing

@testable import PatchbayRuntime

struct ConnectionRefreshesTests {
    @Test func theEndWaitsForWhatIsOnItsWayToTheStore() async throws {
        let refreshes = ConnectionRefreshes()
        let isStored = Atomic<Bool>(false)
        let (begun, beginning) = AsyncStream<Void>.makeStream()
        let caller = Task {
            try await refreshes.share("con_1") {
                beginning.yield()
                // What waits ends at once; a write to the store is not taken back.
                try? await Task.sleep(for: .seconds(600))
                isStored.store(true, ordering: .sequentiallyConsistent)
                return nil
            }
        }
        var starts = begun.makeAsyncIterator()
        await starts.next()
        await refreshes.end()
        let wasStored = isStored.load(ordering: .sequentiallyConsistent)
        #expect(wasStored)
        #expect(try await caller.value == nil)
    }

    @Test func whoeverComesAfterOneHasEndedStartsAnother() async throws {
        let refreshes = ConnectionRefreshes()
        let count = Atomic<Int>(0)
        for _ in 0..<3 {
            _ = try await refreshes.share("con_1") {
                count.wrappingAdd(1, ordering: .relaxed)
                return nil
            }
        }
        let refreshed = count.load(ordering: .relaxed)
        #expect(refreshed == 3)
    }
}
