import Dispatch
import Foundation
import Synchronization
import Testing

@testable import PatchbayQueues

struct RelayTests {
    // MARK: A task that makes

    @Test func elementsArriveInOrderAndThenTheEnd() async throws {
        let relay = Relay<[UInt8]>(mostBytes: 4)
        async let sent: Void = {
            for byte in UInt8(0)..<200 { try await relay.send([byte]) }
            relay.finish()
        }()
        var received: [UInt8] = []
        while let batch = await relay.next() { received += batch.bytes }
        try await sent
        #expect(received == Array(0..<200))
        #expect(await relay.next() == nil)
        await #expect(throws: CancellationError.self) { try await relay.send([1]) }
    }

    @Test func aSlowTakerHoldsTheMakerBack() async throws {
        let relay = Relay<[UInt8]>(mostBytes: 10)
        let sent = Mutex(0)
        let maker = Task {
            for _ in 0..<100 {
                try await relay.send([1])
                sent.withLock { $0 += 1 }
            }
            relay.finish()
        }
        // Nothing is taken until the maker stands still, which it does at the bound.
        while sent.withLock(\.self) < 9 { await Task.yield() }
        for _ in 0..<1_000 { await Task.yield() }
        #expect(sent.withLock(\.self) <= 10)
        var count = 0
        while let batch = await relay.next() { count += batch.bytes.count }
        try await maker.value
        #expect(count == 100)
    }

    @Test func makersWaitTogetherAndGoOnTogether() async throws {
        let relay = Relay<Int>(mostElements: 1)
        let makers = (0..<20).map { number in Task { try await relay.send(number) } }
        var received: Set<Int> = []
        while received.count < 20, let batch = await relay.next() { received.formUnion(batch.elements) }
        for maker in makers { try await maker.value }
        #expect(received == Set(0..<20))
    }

    @Test func aTakerThatGoesEndsTheMaker() async throws {
        let relay = Relay<[UInt8]>(mostBytes: 1)
        let maker = Task { while true { try await relay.send([1]) } }
        _ = await relay.next()
        relay.close()
        await #expect(throws: CancellationError.self) { try await maker.value }
        #expect(await relay.next() == nil)
    }

    @Test func aMakerThatIsCancelledWhileItWaitsEndsTheTaker() async throws {
        let relay = Relay<Int>(mostElements: 1)
        let maker = Task { while true { try await relay.send(1) } }
        _ = await relay.next()
        maker.cancel()
        while await relay.next() != nil {}
        await #expect(throws: CancellationError.self) { try await maker.value }
    }

    @Test func aCancelledTakerGetsTheEnd() async {
        let relay = Relay<Int>()
        let taker = Task { await relay.next() }
        taker.cancel()
        #expect(await taker.value == nil)
        #expect(!relay.sendBlocking(1))
    }

    // MARK: A thread that makes

    @Test func aThreadWaitsForItsTaker() async {
        let relay = Relay<[UInt8]>(mostBytes: 3)
        let sent = Mutex(0)
        let isDone = Mutex(false)
        Thread {
            for byte in UInt8(0)..<50 where relay.sendBlocking([byte]) { sent.withLock { $0 += 1 } }
            isDone.withLock { $0 = true }
            relay.finish()
        }.start()
        while sent.withLock(\.self) < 2 { await Task.yield() }
        for _ in 0..<1_000 { await Task.yield() }
        #expect(sent.withLock(\.self) <= 3)
        #expect(isDone.withLock { !$0 })
        var received: [UInt8] = []
        while let batch = await relay.next() { received += batch.bytes }
        #expect(received == Array(0..<50))
    }

    @Test func aThreadGoesOnWithoutATaker() async {
        let relay = Relay<Int>(mostElements: 1)
        let isGone = await withCheckedContinuation { continuation in
            Thread { continuation.resume(returning: !relay.sendBlocking(1)) }.start()
            relay.close()
        }
        #expect(isGone)
    }

    // MARK: The oldest go

    @Test func whereThereIsNoRoomTheOldestAreLost() async {
        let relay = Relay<Int>(mostElements: 100)
        for number in 0..<1_000 { relay.offer(number) }
        let batch = await relay.next()
        #expect(batch?.lost == 900)
        #expect(batch?.elements == Array(900..<1_000))
        relay.offer(1)
        #expect(await relay.next()?.lost == 0)
    }

    @Test func whatTheyCostIsBoundedToo() async {
        let relay = Relay<[UInt8]>(mostElements: 100, mostBytes: 10)
        for size in [4, 4, 4, 11, 2] { relay.offer([UInt8](repeating: UInt8(size), count: size)) }
        let batch = await relay.next()
        #expect(batch?.elements.map(\.count) == [4, 4, 2])
        #expect(batch?.lost == 2)
    }

    /// However many are lost, what is kept stays within twice the room.
    @Test func losingTakesNoMoreTimeTheMoreAreLost() async {
        let relay = Relay<Int>(mostElements: 1_000)
        for number in 0..<1_000_000 { relay.offer(number) }
        #expect(await relay.next()?.elements == Array(999_000..<1_000_000))
    }

    @Test func whatIsAwaitedIsNeverTooLarge() async {
        let relay = Relay<[UInt8]>(mostBytes: 1)
        let taker = Task { await relay.next() }
        while !relay.offerIfAwaited([1, 2, 3]) { await Task.yield() }
        #expect(await taker.value?.elements == [[1, 2, 3]])
    }

    @Test func nothingIsKeptForWhoDoesNotWait() async {
        let relay = Relay<Int>()
        #expect(!relay.offerIfAwaited(1))
        relay.offer(2)
        relay.finish()
        relay.offer(3)
        #expect(await relay.next()?.elements == [2])
        #expect(await relay.next() == nil)
    }

    @Test func lookingTakesNothing() async {
        let relay = Relay<Int>()
        relay.offer(1)
        #expect(await relay.hasMore())
        #expect(await relay.hasMore())
        #expect(await relay.next()?.elements == [1])
        relay.finish()
        #expect(await !relay.hasMore())
    }
}
