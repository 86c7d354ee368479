import Foundation
import Synchronization

/// One accepted connection.
package final class LoopbackConnection: Sendable {
    private struct State {
        var descriptor: Int32
        var unread: [UInt8] = []
    }

    private let state: Mutex<State>

    init(_ descriptor: Int32) {
        keepFromChildren(descriptor)
        var yes: Int32 = 1
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &yes, socklen_t(MemoryLayout<Int32>.size))
        state = Mutex(State(descriptor: descriptor))
    }

    private var descriptor: Int32 { state.withLock(\.descriptor) }

    /// Reads a request with the body its length announces.
    ///
    /// - Returns: Header and body as text; `nil` when the client closed.
    package func readRequest() -> String? {
        readMessage().map { String(decoding: $0, as: UTF8.self) }
    }

    /// Reads a request with the body its length announces.
    ///
    /// - Returns: The bytes as they came; `nil` when the client closed.
    package func readMessage() -> [UInt8]? {
        var bytes = state.withLock { state in
            defer { state.unread = [] }
            return state.unread
        }
        while true {
            if let count = Self.requestLength(bytes) {
                state.withLock { $0.unread = Array(bytes[count...]) }
                return Array(bytes[..<count])
            }
            guard let more = readSome() else { return nil }
            bytes += more
        }
    }

    private static func requestLength(_ bytes: [UInt8]) -> Int? {
        guard let end = bytes.firstRange(of: Array("\r\n\r\n".utf8))?.upperBound else { return nil }
        let header = String(decoding: bytes[..<end], as: UTF8.self).lowercased()
        let line = header.split(separator: "\r\n").first { $0.hasPrefix("content-length:") }
        let length = line.flatMap { Int($0.dropFirst(15).trimmingCharacters(in: .whitespaces)) } ?? 0
        return bytes.count >= end + length ? end + length : nil
    }

    private func readSome() -> [UInt8]? {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let count = recv(descriptor, &buffer, buffer.count, 0)
        return count > 0 ? Array(buffer[..<count]) : nil
    }

    /// Waits until the client has closed, or broken, the connection.
    package func waitForEnd() {
        while readSome() != nil {}
    }

    /// Sends a text.
    ///
    /// - Returns: Whether the client still takes it.
    @discardableResult
    package func send(_ text: String) -> Bool { send(Array(text.utf8)) }

    /// Sends bytes.
    ///
    /// - Returns: Whether the client still takes them.
    @discardableResult
    package func send(_ bytes: [UInt8]) -> Bool {
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes {
                Foundation.send(
                    descriptor,
                    $0.baseAddress?.advanced(by: sent),
                    bytes.count - sent,
                    Int32(MSG_NOSIGNAL)
                )
            }
            guard count > 0 else { return false }
            sent += count
        }
        return true
    }

    /// Sends bytes as one chunk of a body in chunks.
    ///
    /// - Returns: Whether the client still takes them.
    package func sendChunk(_ bytes: [UInt8]) -> Bool {
        send(Array("\(String(bytes.count, radix: 16))\r\n".utf8) + bytes + Array("\r\n".utf8))
    }

    /// Breaks the connection: the client gets a reset.
    package func reset() {
        var now = linger(l_onoff: 1, l_linger: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &now, socklen_t(MemoryLayout<linger>.size))
        close()
    }

    /// Closes the connection; once is enough, more does nothing.
    package func close() {
        let descriptor = state.withLock { state in
            defer { state.descriptor = -1 }
            return state.descriptor
        }
        guard descriptor >= 0 else { return }
        // Ends a read of another thread, which closing alone does not.
        shutdown(descriptor, Int32(SHUT_RD))
        Foundation.close(descriptor)
    }
}
