import Foundation

/// Lets a thread that waits for the system be woken by another.
final class WakeUp: Sendable {
    private let readEnd: Int32
    private let writeEnd: Int32

    /// What ended a wait.
    struct Outcome {
        var isWoken: Bool
        var isReadable: Bool
    }

    /// Opens one; `nil` when the system has no descriptors left.
    init?() {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { return nil }
        (readEnd, writeEnd) = (ends[0], ends[1])
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    }

    deinit {
        close(readEnd)
        close(writeEnd)
    }

    /// Wakes the waiting thread, now and whenever it waits again.
    func wake() {
        var byte: UInt8 = 1
        _ = write(writeEnd, &byte, 1)
    }

    /// Waits until woken, until a descriptor is readable, or until the time is over.
    ///
    /// - Parameters:
    ///   - descriptor: The descriptor; `nil` for none.
    ///   - seconds: The time; `nil` for ever.
    func wait(for descriptor: Int32?, seconds: Double?) -> Outcome {
        var polled = [pollfd(fd: readEnd, events: Int16(POLLIN), revents: 0)]
        if let descriptor { polled.append(pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)) }
        let milliseconds = seconds.map { Int32(max(0, min($0 * 1_000, 1e6)).rounded(.up)) } ?? -1
        guard poll(&polled, nfds_t(polled.count), milliseconds) > 0 else {
            return Outcome(isWoken: false, isReadable: false)
        }
        return Outcome(isWoken: polled[0].revents != 0, isReadable: polled.count > 1 && polled[1].revents != 0)
    }
}
