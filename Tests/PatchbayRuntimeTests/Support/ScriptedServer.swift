import Foundation
import Synchronization

/// A request as a server received it.
struct Received: Sendable {
    /// The first segment of the path, which chose who answers.
    var app = ""
    var method: String
    /// Path and query as they came.
    var target: String
    var headers: [(name: String, value: String)]
    var body: [UInt8]

    var path: String { String(target.prefix { $0 != "?" }) }
    var query: String? { target.firstIndex(of: "?").map { String(target[target.index(after: $0)...]) } }
    var text: String { String(decoding: body, as: UTF8.self) }

    func header(_ name: String) -> String? {
        headers.first { $0.name.lowercased() == name.lowercased() }?.value
    }

    func values(_ name: String) -> [String] {
        headers.filter { $0.name.lowercased() == name.lowercased() }.map(\.value)
    }
}

/// What a server answers.
struct Answer: Sendable {
    var status = 200
    var reason = "OK"
    var headers: [(String, String)] = []
    var body: [UInt8] = []
    /// Written instead of everything else, and the connection closed behind it.
    var raw: [UInt8]?
    /// Writes the answer itself, instead of everything else; the connection is closed behind it.
    var writing: (@Sendable (Wire) -> Void)?

    static func json(_ text: String, status: Int = 200, headers: [(String, String)] = []) -> Answer {
        text.utf8.isEmpty
            ? Answer(status: status, headers: headers)
            : Answer(status: status, headers: [("Content-Type", "application/json")] + headers, body: Array(text.utf8))
    }

    static func of(_ type: String, _ text: String, status: Int = 200) -> Answer {
        Answer(status: status, headers: [("Content-Type", type)], body: Array(text.utf8))
    }

    static func redirect(_ location: String, status: Int = 302) -> Answer {
        Answer(status: status, reason: "Found", headers: [("Location", location)])
    }

    /// Closes the connection without a word.
    static let hangUp = Answer(raw: [])

    fileprivate var bytes: [UInt8] {
        if let raw { return raw }
        var head = "HTTP/1.1 \(status) \(reason)\r\n"
        for (name, value) in headers { head += "\(name): \(value)\r\n" }
        return Array("\(head)Content-Length: \(body.count)\r\n\r\n".utf8) + body
    }
}

/// A connection an answer is written to byte by byte.
struct Wire: Sendable {
    fileprivate let connection: Int32

    /// Sends bytes; false once the client has gone.
    @discardableResult
    func send(_ bytes: [UInt8]) -> Bool { ScriptedServer.write(bytes, to: connection) }

    /// Sends text; false once the client has gone.
    @discardableResult
    func send(_ text: String) -> Bool { send(Array(text.utf8)) }

    /// Sends bytes as one chunk; false once the client has gone.
    func sendChunk(_ bytes: [UInt8]) -> Bool {
        send(Array("\(String(bytes.count, radix: 16))\r\n".utf8) + bytes + Array("\r\n".utf8))
    }

    /// Lets the connection end with a reset instead of an orderly close.
    func resetsAtItsEnd() {
        var linger = linger(l_onoff: 1, l_linger: 0)
        setsockopt(connection, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout<linger>.size))
    }
}

/// An HTTP server on a free port of 127.0.0.1 that keeps connections open; the first segment of a path chooses who
/// answers.
final class ScriptedServer: Sendable {
    typealias Script = @Sendable (Received) -> Answer

    let port: Int
    private let listener: Int32
    private let scripts = Mutex<[String: Script]>([:])
    private let rest = Mutex<Script> { _ in .of("text/plain", "nobody", status: 599) }

    init() throws {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let bound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { plain in
                bind(listener, plain, length) == 0 && listen(listener, 128) == 0
                    && getsockname(listener, plain, &length) == 0
            }
        }
        guard bound else { throw POSIXError(.EADDRNOTAVAIL) }
        self.listener = listener
        port = Int(UInt16(bigEndian: address.sin_port))
        Thread { [self] in accept() }.start()
    }

    /// Lets a script answer everything below `/name`; the request's target comes without it.
    func answer(_ name: String, with script: @escaping Script) {
        scripts.withLock { $0[name] = script }
    }

    /// Lets a script answer everything nobody else answers; the request's target comes whole.
    func answerTheRest(with script: @escaping Script) {
        rest.withLock { $0 = script }
    }

    /// Takes no more connections.
    func stop() {
        shutdown(listener, Int32(SHUT_RDWR))
    }

    private func accept() {
        while true {
            let connection = Glibc.accept(listener, nil, nil)
            guard connection >= 0 else { break }
            var yes: Int32 = 1
            setsockopt(connection, Int32(IPPROTO_TCP), TCP_NODELAY, &yes, socklen_t(MemoryLayout<Int32>.size))
            Thread { [self] in serve(connection) }.start()
        }
        close(listener)
    }

    private func serve(_ connection: Int32) {
        var buffer: [UInt8] = []
        while let request = Self.read(from: connection, &buffer) {
            let answer = dispatch(request)
            if let writing = answer.writing {
                writing(Wire(connection: connection))
                break
            }
            guard Self.write(answer.bytes, to: connection), answer.raw == nil else { break }
        }
        close(connection)
    }

    private func dispatch(_ request: Received) -> Answer {
        let name = String(request.target.dropFirst().prefix { $0 != "/" && $0 != "?" })
        guard let script = scripts.withLock({ $0[name] }) else { return rest.withLock(\.self)(request) }
        var request = request
        request.app = name
        request.target = String(request.target.dropFirst(name.count + 1))
        return script(request)
    }

    private static func read(from connection: Int32, _ buffer: inout [UInt8]) -> Received? {
        let end = Array("\r\n\r\n".utf8)
        var headEnd = buffer.firstRange(of: end)
        while headEnd == nil {
            guard receive(from: connection, &buffer) else { return nil }
            headEnd = buffer.firstRange(of: end)
        }
        guard let headEnd else { return nil }
        let lines = String(decoding: buffer[..<headEnd.lowerBound], as: UTF8.self).components(separatedBy: "\r\n")
        let start = lines[0].components(separatedBy: " ")
        guard start.count == 3 else { return nil }
        let headers = lines.dropFirst().map { line in
            let colon = line.firstIndex(of: ":") ?? line.endIndex
            return (
                name: String(line[..<colon]), value: line[colon...].dropFirst().trimmingCharacters(in: .whitespaces)
            )
        }
        var request = Received(method: start[0], target: start[1], headers: headers, body: [])
        let count = request.header("content-length").flatMap { Int($0) } ?? 0
        while buffer.count < headEnd.upperBound + count {
            guard receive(from: connection, &buffer) else { return nil }
        }
        request.body = Array(buffer[headEnd.upperBound..<headEnd.upperBound + count])
        buffer.removeFirst(headEnd.upperBound + count)
        return request
    }

    private static func receive(from connection: Int32, _ buffer: inout [UInt8]) -> Bool {
        var chunk = [UInt8](repeating: 0, count: 65_536)
        let count = recv(connection, &chunk, chunk.count, 0)
        guard count > 0 else { return false }
        buffer += chunk[..<count]
        return true
    }

    fileprivate static func write(_ bytes: [UInt8], to connection: Int32) -> Bool {
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes {
                send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return false }
            sent += count
        }
        return true
    }
}
