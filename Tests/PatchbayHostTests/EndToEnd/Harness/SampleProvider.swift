import Foundation
import IML

/// The sample OAuth 1.0a service of `Tests/Peers`, in a process of its own on a free port.
struct SampleProvider: Sendable {
    let url: String
    private let process: ChildProcess
    private let client = WebClient()

    /// Starts it and waits until it listens.
    static func start(in folder: TemporaryFolder) async throws -> SampleProvider {
        let environment = Repository.path + "/.venv/bin/python"
        let python = FileManager.default.isExecutableFile(atPath: environment) ? environment : "python3"
        let process = try ChildProcess(
            python,
            ["-m", "oauth1_provider", "--port", "0", "--exit-with-stdin"],
            in: Repository.path + "/Tests/Peers",
            errorFile: folder.path + "/provider.log"
        )
        return SampleProvider(url: "http://127.0.0.1:\(try await process.line())", process: process)
    }

    func stop() async throws {
        process.closeInput()
        try await process.ended()
    }

    /// Does what a person does on the consent page.
    ///
    /// - Returns: Where the browser is sent to.
    func decide(_ decision: String, at authorizeURL: String, user: String = "ada") async throws -> String {
        let answer = try await client.send(WebRequest(url: authorizeURL + "&auto=\(decision)&user=\(user)"))
        guard answer.status == 302, let location = answer.header("location") else {
            throw HarnessError("The consent page answers \(answer.status): \(answer.text)")
        }
        return location
    }

    /// Approves where the application wants a code by hand.
    ///
    /// - Returns: The code.
    func approveOutOfBand(at authorizeURL: String) async throws -> String {
        let headers = [(name: "Accept", value: "application/json")]
        let answer = try await client.send(WebRequest(url: authorizeURL + "&auto=approve", headers: headers))
        return try answer.json["oauth_verifier"].text
    }

    /// The requests a path got.
    func requests(to path: String) async throws -> [Value] {
        let answer = try await client.send(WebRequest(url: url + "/_provider/requests?path=" + path))
        return try answer.json["requests"].asArray ?? []
    }

    /// Lets the next answers of a path fail.
    func arm(_ fault: Value) async throws { _ = try await control("faults", fault) }

    /// Sets the clock or the lifetimes of tokens.
    func set(_ settings: Value) async throws { _ = try await control("settings", settings) }

    func expireTokens() async throws { _ = try await control("tokens/expire", [:]) }

    func revokeTokens() async throws { _ = try await control("tokens/revoke", [:]) }

    /// The PEM key whose signatures it takes.
    func privateKey(form: String = "pkcs8") async throws -> String {
        try await client.send(WebRequest(url: url + "/_provider/private-key?form=" + form)).text
    }

    private func control(_ action: String, _ body: Value) async throws -> WebAnswer {
        let answer = try await client.send(
            WebRequest(method: "POST", url: url + "/_provider/" + action, body: body.json())
        )
        guard answer.status < 300 else { throw HarnessError("The sample service refuses \(action): \(answer.text)") }
        return answer
    }
}

/// Where the project's files and products are.
enum Repository {
    /// The checkout.
    static let path: String = {
        var url = URL(fileURLWithPath: #filePath)
        for _ in 0..<5 { url.deleteLastPathComponent() }
        return url.path
    }()

    /// A built program; it stands beside the tests.
    static func product(_ name: String) throws -> String {
        let runner = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
        let program = runner.deletingLastPathComponent().appendingPathComponent(name).path
        guard FileManager.default.isExecutableFile(atPath: program) else {
            throw HarnessError("\(program) is not built; run `swift build --build-tests` first")
        }
        return program
    }
}
