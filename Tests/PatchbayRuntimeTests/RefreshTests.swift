import Dispatch
import IML
import OAuth1
import PatchbayAuth
import PatchbayBundle
import PatchbayRuntime
import PatchbayStore
import Testing

/// Credentials that run out: one refresh however many calls wait, one more try after a refusal, and no more.
struct RefreshTests {
    /// A connection of a service with tokens that end.
    private struct Stage {
        let host: TestHost
        let service: TokenService
        let id: String

        init(_ service: TokenService) async throws {
            self.service = service
            host = try TestHost(handlers: [RenewingHandler(), OAuth1Handler()])
            let definition = try host.install(TokenService.app(), as: "app") { service.answer($0) }
            try #require(definition.status == .loaded, "\(definition.diagnostics)")
            id = try await host.runtime.connections.create(app: "app", connection: "c", name: nil, parameters: [:]).id
        }

        func run() async throws -> [Value] {
            let bundles = CollectedBundles()
            let call = ComponentCall(app: "app", component: "m", connection: id)
            _ = try await host.runtime.runModule(call) { bundles.append($0) }
            return bundles.all
        }

        func runMany(_ count: Int) async throws {
            try await withThrowingTaskGroup(of: [Value].self) { group in
                for _ in 0..<count { group.addTask { try await run() } }
                for try await bundles in group { #expect(bundles == [["ok": true]]) }
            }
        }

        func failure() async -> CallFailure? {
            await callFailure { _ = try await run() }
        }
    }

    @Test func twoHundredCallsShareOneRefreshThatIsDue() async throws {
        let stage = try await Stage(TokenService(firstLifetime: -1))
        try await stage.runMany(200)
        #expect(stage.service.renewals == 1)
        #expect(stage.service.calls == 200)
    }

    @Test func callsThatWereRefusedShareOneRefreshAndAreSentOnceMore() async throws {
        let stage = try await Stage(TokenService())
        stage.service.end()
        try await stage.runMany(50)
        #expect(stage.service.renewals == 1)
        #expect((51...100).contains(stage.service.calls))
    }

    @Test func aRefreshSurvivesInTheStore() async throws {
        let stage = try await Stage(TokenService(firstLifetime: -1))
        _ = try await stage.run()
        _ = try await stage.run()
        #expect(stage.service.renewals == 1)
        #expect(try await stage.host.runtime.connections.get(stage.id).dataKeys == ["token", "due"])
    }

    @Test func aRefusedRefreshBreaksTheConnectionUntilItIsVerified() async throws {
        let stage = try await Stage(TokenService())
        stage.service.revoke()
        guard case .failed(let error) = await stage.failure() else {
            Issue.record("the call did not fail")
            return
        }
        #expect(error.type == .invalidAccessTokenError)
        #expect(stage.service.calls == 1)
        #expect(stage.service.renewals == 1)
        #expect(try await stage.host.runtime.connections.get(stage.id).status == "broken")
        guard case .connectionNotValid(let id, let status, let message) = await stage.failure() else {
            Issue.record("the second call did not fail")
            return
        }
        #expect(id == stage.id)
        #expect(status == "broken")
        #expect(message.hasPrefix("The connection 'The c account' is broken (cannot exchange"))
        #expect(stage.service.calls == 1)
        #expect(try await stage.host.runtime.connections.verify(stage.id).status == "valid")
        #expect(try await stage.run() == [["ok": true]])
    }

    @Test func aVerificationRenewsWhatIsDueFirst() async throws {
        let stage = try await Stage(TokenService(firstLifetime: -1))
        #expect(try await stage.host.runtime.connections.verify(stage.id).status == "valid")
        #expect(stage.service.renewals == 1)
    }

    @Test func deletingTellsTheService() async throws {
        let stage = try await Stage(TokenService())
        try await stage.host.runtime.connections.delete(stage.id)
        #expect(stage.service.goodbyes == ["t1"])
        guard case .unknown(let kind, let name, _) = await stage.failure() else {
            Issue.record("the call did not fail")
            return
        }
        #expect(kind == "connection")
        #expect(name == stage.id)
    }

    @Test func tellsOfEveryChange() async throws {
        let stage = try await Stage(TokenService())
        stage.service.revoke()
        _ = await stage.failure()
        try await stage.host.runtime.connections.delete(stage.id)
        let changes = stage.host.reported.compactMap { event in
            if case .connectionChanged(_, _, let status) = event { status } else { nil }
        }
        #expect(changes == ["valid", "broken", "deleted"])
        let failures = stage.host.reported.compactMap { event in
            if case .executionFinished(_, _, _, let error) = event { error?.type } else { nil }
        }
        #expect(failures == [.invalidAccessTokenError])
    }

    private func lastCall(_ stage: Stage) throws -> ExecutionDetail {
        let overview = try #require(stage.host.runtime.executions.overviews(limit: 1).first)
        return try #require(stage.host.runtime.executions.detail(overview.summary.id))
    }

    @Test func aRefusedRefreshThatWasDueIsKeptAndToldOf() async throws {
        let stage = try await Stage(TokenService(firstLifetime: -1))
        stage.service.revoke()
        guard case .failed(let error) = await stage.failure() else {
            Issue.record("the call did not fail")
            return
        }
        let call = try lastCall(stage)
        #expect(call.overview.error == error)
        #expect(call.overview.connection == stage.id)
        #expect(call.exchanges.map(\.request["body"]) == ["‹secret›"])
        #expect(call.exchanges.map(\.response["statusCode"]) == [401])
        // What a service says to a refresh may hold tokens nobody knows yet; the spec's error tells what went wrong.
        #expect(call.exchanges.map(\.response["body"]) == ["‹secret›"])
        #expect(error.message.contains("cannot exchange ‹secret›"))
        let failures = stage.host.reported.compactMap { event in
            if case .executionFinished(_, _, _, let error) = event { error?.type } else { nil }
        }
        #expect(failures == [.invalidAccessTokenError])
    }

    @Test func aRefreshIsKeptWithTheCallThatBeganItWithoutItsTokens() async throws {
        let stage = try await Stage(TokenService())
        stage.service.end()
        _ = try await stage.run()
        let call = try lastCall(stage)
        #expect(call.overview.summary.requests == 3)
        #expect(call.exchanges.map { $0.request["url"].text.suffix(2) } == ["/m", "ew", "/m"])
        #expect(call.exchanges.map(\.response["statusCode"]) == [401, 200, 200])
        #expect(call.exchanges[1].request["body"] == "‹secret›")
        #expect(call.exchanges[1].request["headers"]["X-Token"] == "‹secret›")
        #expect(call.exchanges[1].response["body"] == "‹secret›")
    }

    @Test(arguments: [true, false])
    func aConnectionThatIsDeletedDuringItsRefreshIsNotThere(_ isDue: Bool) async throws {
        let stage = try await Stage(TokenService(firstLifetime: isDue ? -1 : 3_600))
        if !isDue { stage.service.end() }
        let (store, service, id) = (stage.host.store, stage.service, stage.id)
        stage.host.server.answer("app") { request in
            if request.path == "/renew" {
                let isDone = DispatchSemaphore(value: 0)
                Task {
                    try? await store.delete(id)
                    isDone.signal()
                }
                isDone.wait()
            }
            return service.answer(request)
        }
        let error = await #expect(throws: FailedCall.self) { _ = try await stage.run() }
        #expect((error?.cause as? StoreError)?.kind == .unknownConnection)
        #expect(try lastCall(stage).overview.error?.type == .unexpectedError)
        #expect(service.renewals == 1)
    }
}
