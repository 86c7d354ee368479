import Foundation
import Synchronization

/// A server on a free port of 127.0.0.1 that does with each connection, byte by byte, what a test's script says.
package final class LoopbackServer: Sendable {
    /// The port it listens on.
    package let port: Int

    private let listener: Int32
    private let accepted: Mutex<[LoopbackConnection]>

    /// Starts listening.
    ///
    /// - Parameter script: Serves one connection, on a thread of its own; the connection is closed when it returns.
    package init(_ script: @escaping @Sendable (LoopbackConnection) -> Void) throws {
        accepted = Mutex([])
        (listener, port) = try bindToFreePort()
        guard listen(listener, 1024) == 0 else { throw POSIXError(.EADDRINUSE) }
        let thread = Thread { [listener, weak self] in
            while case let descriptor = accept(listener, nil, nil), descriptor >= 0 {
                let connection = LoopbackConnection(descriptor)
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
    package var connections: Int { accepted.withLock(\.count) }

    /// The address of a path.
    package func url(_ path: String = "/") -> String { "http://127.0.0.1:\(port)\(path)" }

    /// Answers every request on every connection with the same bytes.
    package static func answering(_ answer: String) throws -> LoopbackServer {
        try LoopbackServer { connection in
            while connection.readRequest() != nil { connection.send(answer) }
        }
    }
}
