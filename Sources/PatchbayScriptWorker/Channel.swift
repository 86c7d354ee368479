import Foundation
import IMLScript

/// The two pipes to the host.
///
/// Anything wrong with them ends the process: its host is gone, or is not one.
struct Channel {
    private static let largestMessage = 1 << 30

    /// The next message; `nil` when the host has closed its end.
    func receive() -> [UInt8]? {
        guard let header = read(Frame.headerBytes) else { return nil }
        let length = Frame.length(header)
        guard length <= Self.largestMessage else { return nil }
        return read(length)
    }

    /// Whether the host has sent something that was not received yet, or has gone.
    var hasMessage: Bool {
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

    private func read(_ count: Int) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: count)
        var filled = 0
        while filled < count {
            let got = bytes.withUnsafeMutableBytes { buffer in
                Foundation.read(STDIN_FILENO, buffer.baseAddress?.advanced(by: filled), count - filled)
            }
            if got < 0, errno == EINTR { continue }
            guard got > 0 else { return nil }
            filled += got
        }
        return bytes
    }
}
