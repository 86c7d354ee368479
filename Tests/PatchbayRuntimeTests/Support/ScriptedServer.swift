import Foundation
import PatchbayTesting
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
    var writing: (@Sendable (LoopbackConnection) -> Void)?

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

/// An HTTP server on a free port of 127.0.0.1 that keeps connections open; the first segment of a path chooses who
/// answers.
final class ScriptedServer: Sendable {
    typealias Script = @Sendable (Received) -> Answer

    private let scripts: Scripts
    private let server: LoopbackServer

    init() throws {
        let scripts = Scripts()
        self.scripts = scripts
        server = try LoopbackServer { connection in
            while let request = connection.readMessage().flatMap(Received.init(message:)) {
                let answer = scripts.answer(to: request)
                if let writing = answer.writing { return writing(connection) }
                guard connection.send(answer.bytes), answer.raw == nil else { return }
            }
        }
    }

    var port: Int { server.port }

    /// Lets a script answer everything below `/name`; the request's target comes without it.
    func answer(_ name: String, with script: @escaping Script) {
        scripts.named.withLock { $0[name] = script }
    }

    /// Lets a script answer everything nobody else answers; the request's target comes whole.
    func answerTheRest(with script: @escaping Script) {
        scripts.rest.withLock { $0 = script }
    }
}

/// Who answers what.
private final class Scripts: Sendable {
    let named = Mutex<[String: ScriptedServer.Script]>([:])
    let rest = Mutex<ScriptedServer.Script> { _ in .of("text/plain", "nobody", status: 599) }

    func answer(to request: Received) -> Answer {
        let name = String(request.target.dropFirst().prefix { $0 != "/" && $0 != "?" })
        guard let script = named.withLock({ $0[name] }) else { return rest.withLock(\.self)(request) }
        var request = request
        request.app = name
        request.target = String(request.target.dropFirst(name.count + 1))
        return script(request)
    }
}

extension Received {
    /// Takes a request apart; `nil` when it is none.
    fileprivate init?(message: [UInt8]) {
        guard let end = message.firstRange(of: Array("\r\n\r\n".utf8)) else { return nil }
        let lines = String(decoding: message[..<end.lowerBound], as: UTF8.self).components(separatedBy: "\r\n")
        let start = lines[0].components(separatedBy: " ")
        guard start.count == 3 else { return nil }
        let headers = lines.dropFirst().map { line in
            let colon = line.firstIndex(of: ":") ?? line.endIndex
            return (
                name: String(line[..<colon]), value: line[colon...].dropFirst().trimmingCharacters(in: .whitespaces)
            )
        }
        self.init(method: start[0], target: start[1], headers: headers, body: Array(message[end.upperBound...]))
    }
}
