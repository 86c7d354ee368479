import Foundation
import IML
import PatchbayTesting

/// A request a test sends, exactly as written here: no header line is added but `Host`, `Connection` and the length.
struct WebRequest: Sendable {
    var method = "GET"
    /// An `http` address on this machine.
    var url: String
    var headers: [(name: String, value: String)] = []
    var body: [UInt8] = []

    /// The port and the target of the request line.
    fileprivate func parts() throws -> (authority: String, port: UInt16, target: String) {
        let rest = url.dropFirst("http://".count)
        let authority = rest.prefix { $0 != "/" && $0 != "?" }
        let target = rest.dropFirst(authority.count)
        guard url.hasPrefix("http://"), let port = authority.split(separator: ":").last.flatMap({ UInt16($0) }) else {
            throw HarnessError("'\(url)' is no http address with a port")
        }
        return (String(authority), port, target.hasPrefix("/") ? String(target) : "/" + target)
    }

    fileprivate func bytes() throws -> [UInt8] {
        let parts = try parts()
        var lines = ["\(method) \(parts.target) HTTP/1.1"]
        if !headers.contains(where: { $0.name.lowercased() == "host" }) { lines.append("Host: \(parts.authority)") }
        lines += headers.map { "\($0.name): \($0.value)" }
        lines += ["Connection: close"]
        if !body.isEmpty || method != "GET" { lines.append("Content-Length: \(body.count)") }
        return Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8) + body
    }
}

/// What came back.
struct WebAnswer: Sendable {
    var status: Int
    var headers: [(name: String, value: String)]
    var body: [UInt8] = []

    var text: String { String(decoding: body, as: UTF8.self) }

    /// The body as JSON.
    var json: Value {
        get throws {
            do { return try Value(json: body) } catch { throw HarnessError("Not JSON (\(error)): \(status) \(text)") }
        }
    }

    func header(_ name: String) -> String? {
        headers.first { $0.name.lowercased() == name.lowercased() }?.value
    }
}

/// One exchange over a socket of its own, every wait bounded.
struct WebClient: Sendable {
    /// Seconds any single wait may take.
    var patience: Double = 60

    /// Sends a request and reads the whole answer.
    func send(_ request: WebRequest) async throws -> WebAnswer {
        try await stream(request) { _ in true }
    }

    /// Sends a request and hands out the body as it arrives.
    ///
    /// - Parameter take: Gets each piece; returns whether to go on.
    func stream(
        _ request: WebRequest,
        take: @escaping @Sendable (ArraySlice<UInt8>) throws -> Bool
    ) async throws -> WebAnswer {
        let patience = patience
        return try await waiting {
            let socket = try WebSocketHandle(port: request.parts().port, patience: patience)
            try socket.write(request.bytes())
            var answer = try socket.head()
            try socket.body(of: answer) { piece in
                answer.body += piece
                return try take(piece)
            }
            return answer
        }
    }
}

/// A connected socket and what was read from it too early.
private final class WebSocketHandle {
    private let descriptor: Int32
    private var early: [UInt8] = []

    init(port: UInt16, patience: Double) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw HarnessError.system("A socket cannot be made") }
        var limit = timeval(tv_sec: Int(patience), tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        let result = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard result == 0 else {
            let error = HarnessError.system("Port \(port) does not answer")
            close(descriptor)
            throw error
        }
    }

    deinit { close(descriptor) }

    func write(_ bytes: [UInt8]) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes {
                send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { throw HarnessError.system("The request cannot be sent") }
            rest = rest.dropFirst(count)
        }
    }

    /// Reads up to the empty line.
    func head() throws -> WebAnswer {
        let end: [UInt8] = Array("\r\n\r\n".utf8)
        while early.firstRange(of: end) == nil {
            guard try readMore() else { throw HarnessError("The connection ended before an answer") }
        }
        guard let range = early.firstRange(of: end) else { throw HarnessError("No answer") }
        let lines = String(decoding: early[..<range.lowerBound], as: UTF8.self).components(separatedBy: "\r\n")
        early.removeSubrange(..<range.upperBound)
        guard let status = lines[0].split(separator: " ").dropFirst().first.flatMap({ Int($0) }) else {
            throw HarnessError("No status in '\(lines[0])'")
        }
        let headers = lines.dropFirst().map { line -> (name: String, value: String) in
            let name = line.prefix { $0 != ":" }
            return (String(name), line.dropFirst(name.count + 1).trimmingCharacters(in: .whitespaces))
        }
        return WebAnswer(status: status, headers: headers)
    }

    func body(of answer: WebAnswer, _ take: (ArraySlice<UInt8>) throws -> Bool) throws {
        if answer.header("transfer-encoding")?.lowercased() == "chunked" {
            while let size = try Int(chunkLine().prefix { $0 != ";" }, radix: 16), size > 0 {
                guard try take(exactly(size)[...]) else { return }
                _ = try chunkLine()
            }
        } else if let length = answer.header("content-length").flatMap({ Int($0) }) {
            _ = try take(exactly(length)[...])
        } else {
            while try readMore() {}
            _ = try take(early[...])
        }
    }

    private func chunkLine() throws -> String {
        while true {
            if let end = early.firstRange(of: Array("\r\n".utf8)) {
                defer { early.removeSubrange(..<end.upperBound) }
                return String(decoding: early[..<end.lowerBound], as: UTF8.self)
            }
            guard try readMore() else { throw HarnessError("The answer ended in the middle") }
        }
    }

    private func exactly(_ count: Int) throws -> [UInt8] {
        while early.count < count {
            guard try readMore() else { throw HarnessError("The answer ended in the middle") }
        }
        defer { early.removeFirst(count) }
        return Array(early.prefix(count))
    }

    private func readMore() throws -> Bool {
        let bytes = [UInt8](unsafeUninitializedCapacity: 65_536) { buffer, count in
            count = max(0, recv(descriptor, buffer.baseAddress, 65_536, 0))
        }
        early += bytes
        return !bytes.isEmpty
    }
}
