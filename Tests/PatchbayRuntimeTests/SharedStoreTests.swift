import Foundation
import IML
import PatchbayRuntime
import PatchbayStore
import Testing

/// Two hosts on one data directory.
struct SharedStoreTests {
    /// Two hosts whose app talks to one service.
    ///
    /// - Parameter offsets: How far the hosts' clocks are from the right time, in seconds.
    private func hosts(_ service: TokenService, offsets: [Double] = [0, 0]) throws -> [TestHost] {
        let directory = FileManager.default.temporaryDirectory.appending(path: "patchbay-shared-\(UUID().uuidString)")
        return try offsets.map { offset in
            let host = try TestHost(
                handlers: [RenewingHandler()],
                now: { Date().timeIntervalSince1970 + offset },
                directory: directory
            )
            try host.install(TokenService.app(), as: "app") { service.answer($0) }
            return host
        }
    }

    private func run(_ id: String, on host: TestHost) async throws {
        let call = ComponentCall(app: "app", component: "m", connection: id)
        _ = try await host.runtime.runModule(call) { _ in }
    }

    @Test(arguments: [true, false])
    func callsOfBothShareOneRefresh(_ isDue: Bool) async throws {
        let service = TokenService(firstLifetime: isDue ? -1 : 3_600)
        let hosts = try hosts(service)
        let id = try await hosts[0].runtime.connections.create(app: "app", connection: "c", name: nil, parameters: [:])
            .id
        if !isDue { service.end() }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for index in 0..<60 { group.addTask { try await run(id, on: hosts[index % 2]) } }
            try await group.waitForAll()
        }
        #expect(service.renewals == 1)
    }

    @Test(arguments: [400.0, -400])
    func aRefreshIsNotTakenForLostWhereClocksDiffer(_ offset: Double) async throws {
        let service = TokenService()
        let hosts = try hosts(service, offsets: [0, offset])
        let id = try await hosts[0].runtime.connections.create(app: "app", connection: "c", name: nil, parameters: [:])
            .id
        service.end()
        // Somebody on the one host is in the middle of it.
        #expect(try await hosts[0].store.takeLease("refresh:" + id, for: "one", seconds: 60))
        let waiting = Task { try await run(id, on: hosts[1]) }
        while service.calls == 0 { try await Task.sleep(for: .milliseconds(1)) }
        for _ in 0..<10 {
            try await Task.sleep(for: .milliseconds(20))
            #expect(service.renewals == 0)
        }
        try await hosts[0].store.giveLease("refresh:" + id, of: "one")
        try await waiting.value
        #expect(service.renewals == 1)
    }

    /// Every call has its token renewed first, which ends that of the calls under way.
    @Test func callsGoOnWithTheTokensThatOthersGetInTheMeantime() async throws {
        let service = TokenService(firstLifetime: -1, laterLifetime: -1)
        let hosts = try hosts(service)
        let id = try await hosts[0].runtime.connections.create(app: "app", connection: "c", name: nil, parameters: [:])
            .id
        for _ in 0..<3 {
            try await withThrowingTaskGroup(of: Void.self) { group in
                for index in 0..<60 { group.addTask { try await run(id, on: hosts[index % 2]) } }
                try await group.waitForAll()
            }
        }
        #expect(try await hosts[1].runtime.connections.get(id).status == "valid")
    }

    @Test func aHostThatVanishedInTheMiddleDoesNotKeepTheOtherForEver() async throws {
        let service = TokenService(firstLifetime: -1)
        let hosts = try hosts(service)
        let id = try await hosts[0].runtime.connections.create(app: "app", connection: "c", name: nil, parameters: [:])
            .id
        let now = ProcessInfo.processInfo.systemUptime
        let taken = try await hosts[0].store.takeLease(
            "refresh:" + id,
            for: "vanished",
            seconds: 1
        )
        #expect(taken)
        try await run(id, on: hosts[1])
        #expect(ProcessInfo.processInfo.systemUptime >= now + 1)
        #expect(service.renewals == 1)
    }
}
