import Foundation
import IML
import PatchbayTesting
import PatchbayTransport
import Testing

@testable import PatchbayHost

/// `patchbay serve` as a process: its start, its end and what keeps it from starting.
struct ServeTests {
    @Test func theStartLineIsTheContractsAndTheEndIsClean() async throws {
        let directory = try TemporaryDirectory()
        try SampleBundle.write("demo", into: directory)
        try directory.write("broken", to: "apps/bad/makecomapp.json")
        let process = try Program.start(["serve", "--port", "0"], in: directory)
        defer { process.signal(SIGKILL) }
        let line = try await process.line()
        let match = try #require(
            line.wholeMatch(of: /Patchbay \S+ on (http:\/\/127\.0\.0\.1:\d+) · 2 apps \(1 with problems\)/)
        )
        var configuration = TransportConfiguration()
        configuration.addressGuard.allowPrivate = true
        let health = try await CurlTransport(configuration).send(TransportRequest(url: "\(match.1)/v1/health"))
        #expect(health.statusCode == 200)
        process.signal(SIGTERM)
        #expect(try await process.ended() == 0)
    }

    @Test func listenersOfEventsDoNotHoldTheEndBack() async throws {
        let directory = try TemporaryDirectory()
        try SampleBundle.write("demo", into: directory)
        let process = try Program.start(["serve", "--port", "0"], in: directory)
        defer { process.signal(SIGKILL) }
        let line = try await process.line()
        let url = String(try #require(line.firstMatch(of: /on (http:\S+) ·/)).1)
        var configuration = TransportConfiguration()
        configuration.addressGuard.allowPrivate = true
        let client = try CurlTransport(configuration)
        // The stream ends because the host does: whole, and long before the time calls in flight would get.
        async let stream = client.send(TransportRequest(url: url + "/v1/events", timeout: .seconds(15)))
        while try await listeners(at: url, client) == 0 { await Task.yield() }
        process.signal(SIGTERM)
        let heard = try await stream
        #expect(String(decoding: heard.body, as: UTF8.self).hasPrefix(": listening\n\n"))
        #expect(try await process.ended() == 0)
    }

    private func listeners(at url: String, _ client: CurlTransport) async throws -> Int {
        let metrics = try await client.send(TransportRequest(url: url + "/metrics"))
        let text = String(decoding: metrics.body, as: UTF8.self)
        return text.firstMatch(of: /\npatchbay_event_listeners (\d+)\n/).flatMap { Int($0.1) } ?? 0
    }

    @Test func theLogIsJSONWhenAsked() async throws {
        let directory = try TemporaryDirectory()
        try SampleBundle.write("demo", into: directory)
        let process = try Program.start(["serve", "--port", "0", "--log-format", "json"], in: directory)
        defer { process.signal(SIGKILL) }
        _ = try await process.line()
        process.signal(SIGTERM)
        #expect(try await process.ended() == 0)
        let line = try Value(jsonText: String(Program.errors(of: process).prefix { $0 != "\n" }))
        #expect(line["level"] == "info")
        #expect(line["message"] == "app loaded")
        #expect(line["app"] == "demo")
    }

    @Test func aPortInUseIsSaidAndNothingStarts() async throws {
        let directory = try TemporaryDirectory()
        try SampleBundle.write("demo", into: directory)
        try await TestHost.run(in: directory) { host in
            let port = String(host.url.drop { $0 != ":" }.dropFirst().drop { $0 != ":" }.dropFirst())
            let other = try TemporaryDirectory()
            try SampleBundle.write("demo", into: other)
            let outcome = try await Program.run(["serve", "--port", port], in: other)
            #expect(outcome.status == 1)
            #expect(outcome.output == "")
            #expect(
                outcome.errors
                    .contains(
                        "patchbay: port \(port) on 127.0.0.1 is in use; stop what uses it or choose another with --port"
                    )
            )
        }
    }

    @Test func aDataDirectoryThatCannotBeWrittenIsSaid() async throws {
        let directory = try TemporaryDirectory()
        try SampleBundle.write("demo", into: directory)
        try directory.write("a file", to: "data")
        let outcome = try await Program.run(["serve", "--port", "0", "--data", "data"], in: directory)
        #expect(outcome.status == 1)
        #expect(outcome.errors.hasPrefix("patchbay: The data directory data cannot be written: "))
        #expect(outcome.errors.split(separator: "\n").count == 1)
    }

    @Test func aKeyThatIsNoneIsSaid() async throws {
        let directory = try TemporaryDirectory()
        try SampleBundle.write("demo", into: directory)
        let outcome = try await Program.run(
            ["serve", "--port", "0"],
            in: directory,
            environment: ["PATCHBAY_KEY": "too short"]
        )
        #expect(outcome.status == 1)
        #expect(outcome.errors.hasPrefix("patchbay: PATCHBAY_KEY does not hold a key."))
    }

    @Test func aLostKeyIsSaidAndTheStoreIsLeftAlone() async throws {
        let directory = try TemporaryDirectory()
        try SampleBundle.write("demo", into: directory)
        #expect(try await Program.run(["connections"], in: directory).status == 0)
        try directory.remove(".patchbay/patchbay.key")
        let outcome = try await Program.run(["serve", "--port", "0"], in: directory)
        #expect(outcome.status == 1)
        #expect(outcome.errors.contains("its key is not there"))
    }

    @Test func aDamagedDatabaseIsSaid() async throws {
        let directory = try TemporaryDirectory()
        try SampleBundle.write("demo", into: directory)
        #expect(try await Program.run(["connections"], in: directory).status == 0)
        try directory.write(String(repeating: "not a database ", count: 1_000), to: ".patchbay/patchbay.sqlite")
        let outcome = try await Program.run(["serve", "--port", "0"], in: directory)
        #expect(outcome.status == 1)
        #expect(outcome.errors.hasPrefix("patchbay: "))
        #expect(outcome.errors.contains("patchbay.sqlite"))
    }

    @Test func settingsOfTheFileAreTaken() async throws {
        let directory = try TemporaryDirectory()
        try SampleBundle.write("demo", into: directory)
        try directory.write(#"{"port": "x"}"#, to: "patchbay.json")
        let outcome = try await Program.run(["serve"], in: directory)
        #expect(outcome.status == 2)
        #expect(outcome.errors == "patchbay: patchbay.json: port: 'x' is not a port; give a number from 0 to 65535\n")
    }
}
