import Foundation
import IML
import PatchbayTesting

/// One of the services of `Tests/Peers`, in a process of its own on a free port.
struct PeerService: Sendable {
    let url: String
    private let process: ChildProcess
    private let client = WebClient()

    /// Starts one and waits until it listens.
    ///
    /// - Parameters:
    ///   - module: Its Python module.
    ///   - arguments: Further arguments of its command.
    static func start(_ module: String, _ arguments: [String] = [], in folder: TemporaryDirectory) async throws
        -> PeerService
    {
        let environment = Repository.path + "/.venv/bin/python"
        let python = FileManager.default.isExecutableFile(atPath: environment) ? environment : "python3"
        let process = try ChildProcess(
            python,
            ["-m", module, "--port", "0", "--exit-with-stdin"] + arguments,
            in: Repository.path + "/Tests/Peers",
            errorFile: folder.path + "/\(module).log"
        )
        return PeerService(url: "http://127.0.0.1:\(try await process.line())", process: process)
    }

    func stop() async throws {
        process.closeInput()
        try await process.ended()
    }

    /// Sends a request; the address is completed with the service's own.
    func send(_ method: String, _ path: String, headers: [(name: String, value: String)] = [], body: [UInt8] = [])
        async throws -> WebAnswer
    {
        let address = path.hasPrefix("http") ? path : url + path
        return try await client.send(WebRequest(method: method, url: address, headers: headers, body: body))
    }

    /// The requests a path got; without one all but those of tests.
    func requests(to path: String = "") async throws -> [Value] {
        let answer = try await send("GET", "/_provider/requests?path=" + path)
        return try (answer.json["requests"].asArray ?? []).filter { !$0["path"].text.hasPrefix("/_provider/") }
    }

    /// Does something to the service that only tests do.
    @discardableResult
    func control(_ action: String, _ body: Value = [:]) async throws -> WebAnswer {
        let answer = try await send("POST", "/_provider/" + action, body: body.json())
        guard answer.status < 300 else { throw HarnessError("The service refuses \(action): \(answer.text)") }
        return answer
    }

    /// Lets the next answers of a path fail.
    func arm(_ fault: Value) async throws { try await control("faults", fault) }

    /// Sets the clock or the lifetimes of tokens.
    func set(_ settings: Value) async throws { try await control("settings", settings) }

    func expireTokens() async throws { try await control("tokens/expire") }

    func revokeTokens() async throws { try await control("tokens/revoke") }

    /// Does what a person does on the consent page.
    ///
    /// - Returns: Where the browser is sent to.
    func decide(_ decision: String, at authorizeURL: String, user: String = "ada") async throws -> String {
        let answer = try await send("GET", authorizeURL + "&auto=\(decision)&user=\(user)")
        guard answer.status == 302, let location = answer.header("location") else {
            throw HarnessError("The consent page answers \(answer.status): \(answer.text)")
        }
        return location
    }
}
