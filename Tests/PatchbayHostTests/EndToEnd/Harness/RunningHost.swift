import Foundation
import IML
import PatchbayTesting

/// `patchbay serve` in a process of its own on a free port.
struct RunningHost: Sendable {
    let url: String
    /// The line it said when it answered.
    let greeting: String
    let process: ChildProcess
    private let client = WebClient()

    /// Starts it and waits until it answers.
    static func start(
        apps: String,
        data: String,
        _ arguments: [String] = [],
        environment: [String: String] = [:],
        in folder: TemporaryDirectory
    ) async throws -> RunningHost {
        let process = try ChildProcess(
            try Repository.product("patchbay"),
            ["serve", apps, "--port", "0", "--data", data, "--allow-host", "127.0.0.1"] + arguments,
            environment: environment,
            in: folder.path,
            errorFile: folder.path + "/host.log"
        )
        let greeting = try await process.line()
        guard let start = greeting.firstRange(of: "http://"),
            let end = greeting[start.lowerBound...].firstIndex(of: " ")
        else {
            process.signal(SIGKILL)
            throw HarnessError("The host says '\(greeting)'")
        }
        return RunningHost(url: String(greeting[start.lowerBound..<end]), greeting: greeting, process: process)
    }

    /// Ends it as an operator does; it has to end in order.
    @discardableResult
    func stop() async throws -> Int32 {
        process.signal(SIGTERM)
        return try await process.ended(within: 30)
    }

    /// Ends it without a warning.
    func kill() async throws {
        process.signal(SIGKILL)
        try await process.ended()
    }

    /// Calls its API.
    func call(
        _ method: String,
        _ path: String,
        _ body: Value? = nil,
        headers: [(name: String, value: String)] = []
    ) async throws -> WebAnswer {
        var request = WebRequest(method: method, url: url + path, headers: headers)
        if let body {
            request.headers.append(("Content-Type", "application/json"))
            request.body = body.json()
        }
        let answer = try await client.send(request)
        try await APIConformance.check(
            APIConformance.Exchange(
                method: method,
                target: path,
                sent: request.body,
                status: answer.status,
                mediaType: answer.header("content-type") ?? "",
                received: answer.body
            )
        )
        return answer
    }

    /// Calls a module.
    func run(_ app: String, _ module: String, connection: String? = nil, _ parameters: Value = [:]) async throws
        -> WebAnswer
    {
        var body: Value = ["parameters": parameters]
        if let connection { body["connection"] = .text(connection) }
        return try await call("POST", "/v1/apps/\(app)/modules/\(module)/run", body)
    }

    /// Creates a connection of an app.
    func create(_ connection: String, of app: String, _ parameters: Value = [:]) async throws -> WebAnswer {
        try await call("POST", "/v1/apps/\(app)/connections/\(connection)", ["parameters": parameters])
    }

    /// What its API shows of a connection.
    func connection(_ id: String) async throws -> Value {
        try await call("GET", "/v1/connections/\(id)").json
    }

    /// Opens an address that a service sent a browser to, which is this host's callback.
    func visit(_ address: String) async throws -> WebAnswer {
        try await client.send(WebRequest(url: address))
    }
}
