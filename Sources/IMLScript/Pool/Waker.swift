import Foundation

/// Ends another thread's wait for a socket.
///
/// Where the system has no pipe left, the other thread looks up by itself a little later.
final class Waker: Sendable {
    private let ends: (read: Int32, write: Int32)

    init() {
        var ends: [Int32] = [-1, -1]
        if pipe(&ends) != 0 { ends = [-1, -1] }
        for end in ends where end >= 0 {
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
        }
        self.ends = (ends[0], ends[1])
    }

    deinit {
        for end in [ends.read, ends.write] where end >= 0 { close(end) }
    }

    /// Ends the wait, the present one or the next.
    func wake() {
        var byte: UInt8 = 0
        _ = write(ends.write, &byte, 1)
    }

    /// Waits until a socket has something to read, or until woken.
    ///
    /// - Parameters:
    ///   - socket: The socket; `nil` to be woken only.
    ///   - isReader: Whether to look up when there is something to read; otherwise only when the other end has gone.
    ///   - milliseconds: How long at most; `nil` without an end.
    /// - Returns: Whether the socket has what was waited for.
    func wait(for socket: Int32?, asReader isReader: Bool = true, milliseconds: Int32?) -> Bool {
        var entries = [
            pollfd(fd: socket ?? -1, events: isReader ? Int16(POLLIN) : 0, revents: 0),
            pollfd(fd: ends.read, events: Int16(POLLIN), revents: 0),
        ]
        guard poll(&entries, 2, milliseconds ?? (ends.read < 0 ? 20 : -1)) > 0 else { return false }
        if entries[1].revents != 0 {
            var bytes = [UInt8](repeating: 0, count: 64)
            while read(ends.read, &bytes, bytes.count) == bytes.count {}
        }
        return entries[0].revents != 0
    }
}
