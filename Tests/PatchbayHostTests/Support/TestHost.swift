import Foundation
import IML
import Logging
import PatchbayTesting
import PatchbayTransport
import Testing

@testable import PatchbayHost

/// A host that really listens, on a free port, over a directory of a test's own.
struct TestHost: Sendable {
    /// Its address.
    let url: String
    /// Where its apps and data are.
    let directory: TemporaryDirectory

    private let client: CurlTransport

    /// Runs a test against a host, and stops it.
    ///
    /// - Parameters:
    ///   - directory: Holds `apps/`.
    ///   - given: Settings beside the directories and the port.
    ///   - test: The test.
    static func run(
        in directory: TemporaryDirectory,
        _ given: [SettingKey: [String]] = [:],
        _ test: @escaping @Sendable (TestHost) async throws -> Void
    ) async throws {
        var flags = given
        flags[.apps] = [directory("apps")]
        flags[.data] = [directory("data")]
        flags[.port] = ["0"]
        flags[.logLevel] = ["critical"]
        let settings = try HostSettings(GivenSettings(flags: flags))
        let (lines, line) = AsyncStream.makeStream(of: String.self)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                defer { line.finish() }
                let log = StandardErrorLog.logger(settings)
                try await HostServer.run(settings, environment: [:], log: log) { line.yield($0) }
            }
            group.addTask {
                var announced: String?
                for await line in lines {
                    announced = line
                    break
                }
                guard let announced else { return }
                try await test(TestHost(url: address(in: announced), directory: directory, client: makeClient()))
            }
            defer { group.cancelAll() }
            try await group.next()
        }
    }

    private static func address(in line: String) throws -> String {
        let match = try #require(line.firstMatch(of: /on (http:\S+) ·/))
        return String(match.1)
    }

    private static func makeClient() throws -> CurlTransport {
        var configuration = TransportConfiguration()
        configuration.addressGuard.allowPrivate = true
        return try CurlTransport(configuration)
    }

    /// Sends a request.
    func send(
        _ method: String,
        _ path: String,
        _ body: String? = nil,
        headers: HeaderFields = HeaderFields(),
        limits: TransportLimits = .default
    ) async throws -> TransportResponse {
        let sent = body.map { Array($0.utf8) }
        let response = try await client.send(
            TransportRequest(method: method, url: url + path, headers: headers, body: sent, limits: limits)
        )
        try await APIConformance.check(
            APIConformance.Exchange(
                method: method,
                target: path,
                sent: sent ?? [],
                status: response.statusCode,
                mediaType: response.headers.values("content-type").first ?? "",
                received: response.body
            )
        )
        return response
    }

    /// Sends a request and reads its answer as JSON.
    func json(_ method: String, _ path: String, _ body: String? = nil) async throws -> (status: Int, value: Value) {
        let response = try await send(method, path, body)
        return (response.statusCode, response.body.isEmpty ? .undefined : try Value(json: response.body))
    }

    /// Asks until an answer is as expected, or time is up.
    func eventually(
        _ method: String,
        _ path: String,
        _ body: String? = nil,
        within seconds: Double = 10,
        _ isExpected: (Int, Value) -> Bool
    ) async throws -> Bool {
        let deadline = ContinuousClock.now + .seconds(seconds)
        while ContinuousClock.now < deadline {
            let (status, value) = try await json(method, path, body)
            if isExpected(status, value) { return true }
            await Task.yield()
        }
        return false
    }
}
