import Foundation
import Testing

@testable import PatchbayQueues

struct WakerTests {
    private let waker = Waker()

    @Test func aCallIsKeptUntilItIsTakenBack() {
        #expect(waker.wait(timeout: .zero) == Waker.Outcome(isWoken: false, isReady: false))
        waker.wake()
        waker.wake()
        #expect(waker.wait(timeout: .seconds(60)).isWoken)
        #expect(waker.wait(timeout: nil).isWoken)
        waker.reset()
        #expect(!waker.wait(timeout: .zero).isWoken)
    }

    @Test func aFullPipeBlocksNobody() {
        for _ in 0..<100_000 { waker.wake() }
        #expect(waker.wait(timeout: nil).isWoken)
        waker.reset()
        #expect(!waker.wait(timeout: .zero).isWoken)
    }

    @Test func anotherThreadEndsTheWait() async {
        let outcome = await withCheckedContinuation { continuation in
            Thread { [waker] in continuation.resume(returning: waker.wait(timeout: .seconds(60))) }.start()
            waker.wake()
        }
        #expect(outcome.isWoken)
    }

    @Test func waitsForADescriptorToo() throws {
        var ends: [Int32] = [-1, -1]
        try #require(socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &ends) == 0)
        defer { close(ends[0]) }
        #expect(!waker.wait(for: ends[0], timeout: .zero).isReady)
        var byte: UInt8 = 1
        #expect(write(ends[1], &byte, 1) == 1)
        #expect(waker.wait(for: ends[0], timeout: .seconds(60)) == Waker.Outcome(isWoken: false, isReady: true))
        #expect(!waker.wait(for: ends[0], .hangUp, timeout: .zero).isReady)
        close(ends[1])
        #expect(waker.wait(for: ends[0], .hangUp, timeout: .seconds(60)).isReady)
    }

    @Test func aTimeIsRoundedUp() {
        let start = ContinuousClock.now
        #expect(!waker.wait(timeout: .microseconds(100)).isWoken)
        #expect(ContinuousClock.now - start >= .microseconds(100))
    }
}
