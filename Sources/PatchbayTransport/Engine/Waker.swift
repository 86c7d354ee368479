internal import CCurl
internal import Foundation

/// Ends the wait of the engine's thread, from any thread.
///
/// libcurl has a way of its own, which must not be used once its handle is gone. This one lives as long as whoever may
/// call it does, so that a caller need not hold a lock meanwhile.
final class Waker: Sendable {
    /// Readable from a call until it is taken back; what the thread waits on.
    let descriptor: Int32
    private let writeEnd: Int32

    /// Opens one; `nil` when the system has no descriptors left.
    init?() {
        var ends: (read: Int32, write: Int32) = (-1, -1)
        guard patchbay_open_waker(&ends.read, &ends.write) else { return nil }
        (descriptor, writeEnd) = ends
    }

    deinit {
        close(descriptor)
        if writeEnd != descriptor { close(writeEnd) }
    }

    /// Ends the wait, or the next one.
    func wake() {
        var one: UInt64 = 1
        _ = write(writeEnd, &one, MemoryLayout<UInt64>.size)
    }

    /// Takes the call that ended a wait back.
    func reset() {
        var count: UInt64 = 0
        _ = read(descriptor, &count, MemoryLayout<UInt64>.size)
    }
}
