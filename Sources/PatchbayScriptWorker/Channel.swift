import Foundation
import IMLScript

/// The socket to the host, as standard input and output.
///
/// Anything wrong with it ends the process: its host is gone, or is not one.
struct Channel {
    private static let largestMessage = 1 << 30

    /// One for all messages: a host may send the next request before the answer, and it is kept.
    private var reader = FrameReader(room: 64 << 10)

    /// The next message, mostly read with one call of the system; `nil` when the host has closed its end.
    mutating func receive() -> [UInt8]? {
        do throws(WireError) {
            while true {
                if let message = try reader.message(limit: Self.largestMessage) { return message }
                guard isFilled() else { return nil }
            }
        } catch {
            return nil
        }
    }

    /// Whether the host has sent something that was not received yet, or has gone.
    var hasMessage: Bool {
        if reader.isBegun { return true }
        var entry = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
        return poll(&entry, 1, 0) != 0
    }

    /// Sends a message.
    func send(_ message: [UInt8]) {
        let frame = Frame.bytes(of: message)
        var sent = 0
        while sent < frame.count {
            let count = frame.withUnsafeBytes { bytes in
                Foundation.write(STDOUT_FILENO, bytes.baseAddress?.advanced(by: sent), bytes.count - sent)
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { exit(0) }
            sent += count
        }
    }

    /// Waits for something to read; gives false when there will be nothing any more.
    private mutating func isFilled() -> Bool {
        while true {
            let count = reader.fill { Foundation.read(STDIN_FILENO, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            return count > 0
        }
    }
}
