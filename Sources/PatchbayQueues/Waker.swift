#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// Ends a thread's wait for the system, from any other thread.
///
/// It is a pipe, so that it stands beside sockets in one `poll`. A call is kept until it is taken back, so that the next
/// wait ends at once where none was under way. It may be called as long as anybody holds it, whatever became of the
/// thread.
package final class Waker: Sendable {
    /// Readable from a call until ``reset()``; -1 where the system had no descriptors left.
    package let descriptor: Int32
    private let writeEnd: Int32

    /// Milliseconds after which a thread that nobody can wake looks up by itself.
    private static let look: Int32 = 20

    /// Opens one.
    package init() {
        var ends: [Int32] = [-1, -1]
        if pipe(&ends) != 0 { ends = [-1, -1] }
        for end in ends where end >= 0 {
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
        }
        (descriptor, writeEnd) = (ends[0], ends[1])
    }

    deinit {
        for end in [descriptor, writeEnd] where end >= 0 { close(end) }
    }

    /// Whether it can wake anybody: not where the system had no descriptors left.
    package var isOpen: Bool { descriptor >= 0 }

    /// Ends the wait, the present one or the next.
    package func wake() {
        var byte: UInt8 = 1
        // A full pipe has calls enough in it.
        _ = write(writeEnd, &byte, 1)
    }

    /// Takes back the calls that came, so that the next wait is one.
    package func reset() {
        var bytes = [UInt8](repeating: 0, count: 64)
        while read(descriptor, &bytes, bytes.count) == bytes.count {}
    }

    /// What to look for at a descriptor.
    package enum Event: Sendable {
        /// That there is something to read, or that the other end has gone.
        case readable
        /// That the other end has gone.
        case hangUp
    }

    /// What ended a wait.
    package struct Outcome: Sendable, Equatable {
        /// Whether somebody called.
        package let isWoken: Bool
        /// Whether the descriptor has what was waited for.
        package let isReady: Bool
    }

    /// Waits until woken, until a descriptor has something, or until the time is over; blocks the thread.
    ///
    /// - Parameters:
    ///   - other: The descriptor; `nil` for none.
    ///   - event: What it is waited for.
    ///   - timeout: The time, in milliseconds rounded up; `nil` without an end.
    package func wait(for other: Int32? = nil, _ event: Event = .readable, timeout: Duration?) -> Outcome {
        var entries = [
            pollfd(fd: other ?? -1, events: event == .readable ? Int16(POLLIN) : 0, revents: 0),
            pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0),
        ]
        let milliseconds = timeout.map(Self.milliseconds) ?? (isOpen ? -1 : Self.look)
        guard poll(&entries, 2, milliseconds) > 0 else { return Outcome(isWoken: false, isReady: false) }
        return Outcome(isWoken: entries[1].revents != 0, isReady: entries[0].revents != 0)
    }

    private static func milliseconds(_ duration: Duration) -> Int32 {
        let (seconds, attoseconds) = duration.components
        guard seconds < 1_000_000 else { return 1_000_000_000 }
        return Int32(max(0, seconds * 1_000 + (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000))
    }
}
