import Synchronization
import Testing

@testable import PatchbayHost

struct ByteRelayTests {
    @Test func bytesArriveInOrderAndThenTheEnd() async throws {
        let relay = ByteRelay(threshold: 4)
        async let written: Void = {
            for byte in UInt8(0)..<200 { try await relay.write([byte]) }
            relay.finish()
        }()
        var received: [UInt8] = []
        while let bytes = await relay.next() { received += bytes }
        try await written
        #expect(received == Array(0..<200))
    }

    @Test func aSlowReaderHoldsTheWriterBack() async throws {
        let relay = ByteRelay(threshold: 10)
        let written = Mutex(0)
        let writer = Task {
            for _ in 0..<100 {
                try await relay.write([1])
                written.withLock { $0 += 1 }
            }
            relay.finish()
        }
        // Nothing is read until the writer stands still, which it does at the threshold.
        while written.withLock(\.self) < 9 { await Task.yield() }
        for _ in 0..<1_000 { await Task.yield() }
        #expect(written.withLock(\.self) <= 10)
        var count = 0
        while let bytes = await relay.next() { count += bytes.count }
        try await writer.value
        #expect(count == 100)
    }

    @Test func aReaderThatGoesEndsTheWriter() async throws {
        let relay = ByteRelay(threshold: 1)
        let writer = Task { while true { try await relay.write([1]) } }
        _ = await relay.next()
        relay.close()
        await #expect(throws: CancellationError.self) { try await writer.value }
        #expect(await relay.next() == nil)
    }

    @Test func aCancelledReaderGetsTheEnd() async {
        let relay = ByteRelay()
        let reader = Task { await relay.next() }
        reader.cancel()
        #expect(await reader.value == nil)
    }
}
