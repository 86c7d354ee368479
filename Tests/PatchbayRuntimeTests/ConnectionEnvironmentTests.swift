import Foundation
import IML
import PatchbayAuth
import PatchbayRuntime
import Synchronization
import Testing

/// What templates of connection specs read as `environment`, whenever they run.
struct ConnectionEnvironmentTests {
    private static let midnight = "{{formatDate(parseDate('2026-01-02T00:00:00Z'), 'DD HH:mm')}}"
    private static let tokyo = "02 09:00"
    private static let utc = "02 00:00"

    /// The dates of each request, in order.
    private final class Seen: Sendable {
        let all = Mutex<[String]>([])
        func note(_ request: Received) {
            all.withLock { $0.append("\(request.path) \(request.header("x-date") ?? "")") }
        }
        func take() -> [String] {
            all.withLock { all in
                defer { all = [] }
                return all
            }
        }
    }

    private static func app() -> TestApp {
        var app = TestApp(base: #"{"baseUrl": "URL", "headers": {"X-Date": "\#(midnight)"}}"#)
        app.connections["c"] = TestApp.Connection(
            communication: #"{"url": "URL/me", "headers": {"X-Date": "\#(midnight)"}}"#,
            parameters: #"[{"name": "since", "type": "date"}]"#
        )
        app.modules["m"] = TestApp.Module(type: "action", communication: #"{"url": "/m"}"#, connection: "c")
        return app
    }

    private func create(
        _ host: TestHost,
        _ name: String,
        parameters: Fields = [:],
        environment: Fields
    ) async throws -> ConnectionSummary {
        try await host.runtime.connections.create(
            app: name,
            connection: "c",
            name: nil,
            parameters: parameters,
            environment: environment
        )
    }

    @Test func itsTimeZoneHoldsWhenAConnectionIsMadeAndWhenItIsVerified() async throws {
        let host = try TestHost.shared.get()
        let name = host.freshName()
        let seen = Seen()
        try host.install(Self.app(), as: name) { request in
            seen.note(request)
            return .json("{}")
        }
        let connection = try await create(host, name, environment: ["timezone": "Asia/Tokyo"])
        _ = try await host.runtime.connections.verify(connection.id)
        #expect(seen.take() == ["/me \(Self.tokyo)", "/me \(Self.tokyo)"])
        // A module has the environment of its own call, and a connection that names none the host's.
        _ = try await host.runtime.runModule(ComponentCall(app: name, component: "m", connection: connection.id)) { _ in
        }
        let other = try await create(host, name, environment: [:])
        _ = try await host.runtime.connections.verify(other.id)
        #expect(seen.take() == ["/m \(Self.utc)", "/me \(Self.utc)", "/me \(Self.utc)"])
    }

    @Test func aDateThatNamesNoZoneIsOfIt() async throws {
        let host = try TestHost.shared.get()
        let name = host.freshName()
        var app = Self.app()
        app.connections["c"]?.communication = #"{"url": "URL/me", "headers": {"X-Date": "{{parameters.since}}"}}"#
        let seen = Seen()
        try host.install(app, as: name) { request in
            seen.note(request)
            return .json("{}")
        }
        let connection = try await create(
            host,
            name,
            parameters: ["since": "2026-03-01 12:00"],
            environment: ["timezone": "Asia/Tokyo"]
        )
        _ = try await host.runtime.connections.update(
            connection.id,
            name: nil,
            parameters: ["since": "2026-03-02 12:00"]
        )
        #expect(seen.take() == ["/me 2026-03-01T03:00:00.000Z", "/me 2026-03-02T03:00:00.000Z"])
    }

    @Test func aZoneThatDoesNotExistIsRefusedBeforeAnythingIsSent() async throws {
        let host = try TestHost.shared.get()
        let name = host.freshName()
        let seen = Seen()
        try host.install(Self.app(), as: name) { request in
            seen.note(request)
            return .json("{}")
        }
        let failure = await callFailure { _ = try await create(host, name, environment: ["timezone": "Mars/Base"]) }
        guard case .badCall(let message) = failure else {
            Issue.record("\(String(describing: failure))")
            return
        }
        #expect(message.contains("'Mars/Base'"))
        #expect(seen.take().isEmpty)
    }

    @Test func itHoldsInARefresh() async throws {
        let host = try TestHost(handlers: [RenewingHandler()])
        let service = TokenService(firstLifetime: -1)
        var app = TokenService.app()
        let communication = try #require(app.connections["c"]?.communication)
        app.connections["c"]?.communication = communication.replacingOccurrences(
            of: #""headers": {"#,
            with: #""headers": {"X-Date": "\#(Self.midnight)", "#
        )
        let seen = Seen()
        try host.install(app, as: "app") { request in
            seen.note(request)
            return service.answer(request)
        }
        let connection = try await create(host, "app", environment: ["timezone": "Asia/Tokyo"])
        _ = try await host.runtime.runModule(ComponentCall(app: "app", component: "m", connection: connection.id)) {
            _ in
        }
        try await host.runtime.connections.delete(connection.id)
        #expect(seen.take() == ["/login ", "/renew \(Self.tokyo)", "/m ", "/bye \(Self.tokyo)"])
    }

    @Test func itWaitsWithTheUserAndAnotherTakesItsPlaceOnlyWithThem() async throws {
        let host = try TestHost()
        let provider = DanceProvider()
        var app = DanceProvider.app()
        let communication = try #require(app.connections["oauth"]?.communication)
        app.connections["oauth"]?.communication = communication.replacingOccurrences(
            of: #""info": {"#,
            with: #""info": {"headers": {"X-Date": "\#(Self.midnight)"}, "#
        )
        let seen = Seen()
        try host.install(app, as: "app") { request in
            if request.path == "/whoami" { seen.note(request) }
            return provider.answer(request)
        }
        let connections = host.runtime.connections
        let pending = try await connections.create(
            app: "app",
            connection: "oauth",
            name: nil,
            parameters: [:],
            environment: ["timezone": "Asia/Tokyo"]
        )
        #expect(pending.status == "pending")
        func comeBack(_ token: String) async throws {
            let outcome = await connections.callback(query: ["oauth_token": .text(token), "oauth_verifier": "right"])
            guard case .authorized = outcome else {
                Issue.record("\(outcome)")
                return
            }
        }
        try await comeBack("temp1")
        #expect(seen.take() == ["/whoami \(Self.tokyo)"])
        _ = try await connections.reauthorize(pending.id, environment: ["timezone": "+01:00"])
        _ = try await connections.verify(pending.id)
        #expect(seen.take() == ["/whoami \(Self.tokyo)"], "until the user is back it is as it was")
        try await comeBack("temp2")
        _ = try await connections.verify(pending.id)
        #expect(seen.take() == ["/whoami 02 01:00", "/whoami 02 01:00"])
        _ = try await connections.reauthorize(pending.id)
        try await comeBack("temp3")
        #expect(seen.take() == ["/whoami 02 01:00"], "one that names none leaves it")
    }
}
