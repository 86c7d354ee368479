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
    /// The header lines behind a body in chunks.
    var trailers: [(name: String, value: String)] = []

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
            let socket = try ClientSocket(port: request.parts().port, patience: patience)
            try socket.write(request.bytes())
            var answer = try socket.head()
            if request.method == "HEAD" { return answer }
            answer.trailers = try socket.body(of: answer) { piece in
                answer.body += piece
                return try take(piece)
            }
            return answer
        }
    }
}
