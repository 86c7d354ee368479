import Foundation
import IMLScript

/// The two pipes to the host.
///
/// Anything wrong with them ends the process: its host is gone, or is not one.
struct Channel {
    private static let largestMessage = 1 << 30

    /// What was read last, and how much of it belongs to the message that comes next.
    private var buffer = [UInt8](repeating: 0, count: 64 << 10)
    private var filled = 0

    /// The next message, mostly read with one call of the system; `nil` when the host has closed its end.
    mutating func receive() -> [UInt8]? {
        while filled < Frame.headerBytes {
            guard let count = Self.read(into: &buffer, from: filled) else { return nil }
            filled += count
        }
        let length = Frame.length(buffer)
        guard length <= Self.largestMessage else { return nil }
        let end = Frame.headerBytes + length
        if filled >= end {
            defer { drop(end) }
            return Array(buffer[Frame.headerBytes..<end])
        }
        var message = [UInt8](repeating: 0, count: length)
        message.replaceSubrange(0..<filled - Frame.headerBytes, with: buffer[Frame.headerBytes..<filled])
        var taken = filled - Frame.headerBytes
        filled = 0
        while taken < length {
            guard let count = Self.read(into: &message, from: taken) else { return nil }
            taken += count
        }
        return message
    }

    /// Moves what was read behind a message to the front.
    private mutating func drop(_ end: Int) {
        for index in end..<filled { buffer[index - end] = buffer[index] }
        filled -= end
    }

    /// Whether the host has sent something that was not received yet, or has gone.
    var hasMessage: Bool {
        if filled > 0 { return true }
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

    private static func read(into bytes: inout [UInt8], from start: Int) -> Int? {
        while true {
            let got = bytes.withUnsafeMutableBytes { buffer in
                Foundation.read(STDIN_FILENO, buffer.baseAddress?.advanced(by: start), buffer.count - start)
            }
            if got < 0, errno == EINTR { continue }
            return got > 0 ? got : nil
        }
    }
}
