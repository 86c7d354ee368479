import Foundation
import Synchronization

/// A server on a free port of 127.0.0.1 that does with each connection, byte by byte, what a test's script says.
final class ScriptedServer: Sendable {
    /// The port it listens on.
    let port: Int

    private let listener: Int32
    private let accepted: Mutex<[ScriptedConnection]>

    /// Starts listening.
    ///
    /// - Parameter script: Serves one connection, on a thread of its own; the connection is closed when it returns.
    init(_ script: @escaping @Sendable (ScriptedConnection) -> Void) throws {
        accepted = Mutex([])
        (listener, port) = try bindToFreePort()
        guard listen(listener, 1024) == 0 else { throw POSIXError(.EADDRINUSE) }
        let thread = Thread { [listener, weak self] in
            while case let descriptor = accept(listener, nil, nil), descriptor >= 0 {
                let connection = ScriptedConnection(descriptor)
                self?.accepted.withLock { $0.append(connection) }
                let server = Thread {
                    script(connection)
                    connection.close()
                }
                server.start()
            }
            close(listener)
        }
        thread.start()
    }

    deinit {
        // Wakes every thread that still waits for a client.
        shutdown(listener, Int32(SHUT_RDWR))
        accepted.withLock { $0.forEach { $0.close() } }
    }

    /// How many connections there were so far.
    var connections: Int { accepted.withLock(\.count) }

    /// The address of a path.
    func url(_ path: String = "/") -> String { "http://127.0.0.1:\(port)\(path)" }

    /// Answers every request on every connection with the same bytes.
    static func answering(_ answer: String) throws -> ScriptedServer {
        try ScriptedServer { connection in
            while connection.readRequest() != nil { connection.send(answer) }
        }
    }
}

/// One accepted connection.
final class ScriptedConnection: Sendable {
    private struct State {
        var descriptor: Int32
        var unread: [UInt8] = []
    }

    private let state: Mutex<State>

    init(_ descriptor: Int32) {
        state = Mutex(State(descriptor: descriptor))
    }

    private var descriptor: Int32 { state.withLock(\.descriptor) }

    /// Reads a request with the body its length announces.
    ///
    /// - Returns: Header and body as text; `nil` when the client closed.
    func readRequest() -> String? {
        var bytes = state.withLock { state in
            defer { state.unread = [] }
            return state.unread
        }
        while true {
            if let count = Self.requestLength(bytes) {
                state.withLock { $0.unread = Array(bytes[count...]) }
                return String(decoding: bytes[..<count], as: UTF8.self)
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
    func waitForEnd() {
        while readSome() != nil {}
    }

    /// Sends a text.
    ///
    /// - Returns: Whether the client still takes it.
    @discardableResult
    func send(_ text: String) -> Bool { send(Array(text.utf8)) }

    /// Sends bytes.
    ///
    /// - Returns: Whether the client still takes them.
    @discardableResult
    func send(_ bytes: [UInt8]) -> Bool {
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

    /// Breaks the connection: the client gets a reset.
    func reset() {
        var now = linger(l_onoff: 1, l_linger: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &now, socklen_t(MemoryLayout<linger>.size))
        close()
    }

    /// Closes the connection; once is enough, more does nothing.
    func close() {
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

/// A port that is taken, so that nobody gets it, and where nothing listens.
final class UnheardPort: Sendable {
    /// The port.
    let port: Int

    private let descriptor: Int32

    /// Takes a port.
    init() throws {
        (descriptor, port) = try bindToFreePort()
    }

    deinit {
        close(descriptor)
    }
}

/// A socket bound to a free port of 127.0.0.1.
private func bindToFreePort() throws -> (descriptor: Int32, port: Int) {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isBound = withUnsafeMutablePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
            bind(descriptor, $0, length) == 0 && getsockname(descriptor, $0, &length) == 0
        }
    }
    guard isBound else { throw POSIXError(.EADDRNOTAVAIL) }
    return (descriptor, Int(UInt16(bigEndian: address.sin_port)))
}
