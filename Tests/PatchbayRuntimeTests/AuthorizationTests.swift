import Foundation
import IML
import PatchbayAuth
import PatchbayBundle
import PatchbayRuntime
import Synchronization
import Testing

/// Authorizations with a user in the middle: the way there, the way back, and every way back that is refused.
struct AuthorizationTests {
    /// A clock that tests set.
    final class Clock: Sendable {
        let seconds = Mutex(Date().timeIntervalSince1970)
        var now: Double { seconds.withLock(\.self) }
        func advance(_ by: Double) { seconds.withLock { $0 += by } }
    }

    private struct Stage {
        let host: TestHost
        let provider: DanceProvider
        let clock: Clock

        init(_ app: TestApp = DanceProvider.app(), directory: URL? = nil, provider: DanceProvider = DanceProvider())
            throws
        {
            let clock = Clock()
            self.clock = clock
            self.provider = provider
            host = try TestHost(now: { clock.now }, directory: directory)
            let definition = try host.install(app, as: "app") { provider.answer($0) }
            try #require(definition.status == .loaded, "\(definition.diagnostics)")
        }

        var connections: ConnectionService { host.runtime.connections }

        func begin(_ parameters: Fields = [:]) async throws -> ConnectionSummary {
            try await connections.create(app: "app", connection: "oauth", name: nil, parameters: parameters)
        }

        /// What the service sends the browser back with, from the callback it was given.
        func wayBack(verifier: String? = "right", token: String? = nil, dropsState: Bool = false) throws -> Fields {
            let sent = provider.authorization(of: "/request_token")
            let callback = try #require(URLComponents(string: sent["oauth_callback"] ?? ""))
            var query = Fields()
            if !dropsState { for item in callback.queryItems ?? [] { query[item.name] = .text(item.value ?? "") } }
            let issued = "temp\(provider.received.count { $0.path == "/request_token" })"
            query["oauth_token"] = .text(token ?? issued)
            if let verifier { query["oauth_verifier"] = .text(verifier) }
            return query
        }

        func refusal(_ query: Fields) async -> String? {
            if case .refused(let message) = await connections.callback(query: query) { message } else { nil }
        }
    }

    @Test func goesThroughTheWholeDance() async throws {
        let stage = try Stage()
        let pending = try await stage.begin()
        #expect(pending.status == "pending")
        let url = try #require(pending.authorizeURL)
        #expect(url == "\(stage.host.url(of: "app"))/authorize?lang=en&oauth_token=temp1")
        #expect(pending.wantsVerifier == false)
        let request = stage.provider.authorization(of: "/request_token")
        #expect(request["oauth_consumer_key"] == "app-key")
        #expect(request["oauth_callback"]?.hasPrefix("http://127.0.0.1:8700/oauth/cb/app?state=") == true)
        guard case .authorized(let connection) = await stage.connections.callback(query: try stage.wayBack()) else {
            Issue.record("not authorized")
            return
        }
        #expect(connection.id == pending.id)
        #expect(connection.status == "valid")
        #expect(connection.uid == "42")
        #expect(connection.metadata == ["type": "text", "value": "ada"])
        #expect(Set(connection.dataKeys) == ["token", "token_secret"])
        let bundles = CollectedBundles()
        _ = try await stage.host.runtime.runModule(
            ComponentCall(app: "app", component: "m", connection: connection.id)
        ) { bundles.append($0) }
        #expect(bundles.all == [["token": "user-token"]])
    }

    @Test func takesTheUsersOwnConsumerKey() async throws {
        let stage = try Stage()
        _ = try await stage.begin(["consumerKey": "my-key", "consumerSecret": "my-secret"])
        #expect(stage.provider.authorization(of: "/request_token")["oauth_consumer_key"] == "my-key")
    }

    @Test func findsTheFlowByItsTokenWhenTheServiceDropsTheState() async throws {
        let stage = try Stage()
        _ = try await stage.begin()
        guard case .authorized = await stage.connections.callback(query: try stage.wayBack(dropsState: true)) else {
            Issue.record("not authorized")
            return
        }
    }

    @Test func aPendingConnectionIsNoUseYet() async throws {
        let stage = try Stage()
        let pending = try await stage.begin()
        await #expect(throws: FailedCall.self) {
            _ = try await stage.host.runtime.runModule(
                ComponentCall(app: "app", component: "m", connection: pending.id)
            ) { _ in }
        }
        #expect(stage.provider.received.allSatisfy { $0.path != "/m" })
    }

    @Test func refusesACallbackThatComesTwice() async throws {
        let stage = try Stage()
        _ = try await stage.begin()
        let back = try stage.wayBack()
        _ = await stage.connections.callback(query: back)
        #expect(
            await stage.refusal(back) == "This authorization has ended already; each can be used once."
        )
    }

    @Test func refusesACallbackThatComesLate() async throws {
        let stage = try Stage()
        let pending = try await stage.begin()
        stage.clock.advance(601)
        #expect(
            await stage.refusal(try stage.wayBack())
                == "This authorization took too long; it had ended when the answer came."
        )
        #expect(try await stage.connections.get(pending.id).status == "pending")
    }

    @Test func refusesStrangers() async throws {
        let stage = try Stage()
        _ = try await stage.begin()
        #expect(
            await stage.refusal(["state": "made-up", "oauth_token": "temp1"]) == "This authorization is not known here."
        )
        #expect(await stage.refusal(["oauth_token": "made-up"]) == "This authorization is not known here.")
        #expect(
            await stage.refusal([:])
                == "The address carries neither a state nor a token, so it belongs to nothing here."
        )
    }

    @Test func sendsNobodyToAnAddressThatHidesItsHost() async throws {
        var app = DanceProvider.app()
        var connection = try #require(app.connections["oauth"])
        connection.communication.replace("URL/authorize", with: "https://service.example@evil.example/authorize")
        app.connections["oauth"] = connection
        let stage = try Stage(app)
        let error = await #expect(throws: CallFailure.self) { try await stage.begin() }
        #expect("\(try #require(error))".contains("a user name before its host, which hides what the host is"))
        #expect(try await stage.connections.list().isEmpty)
    }

    @Test func refusesATokenThatWasNotIssuedForTheFlow() async throws {
        let stage = try Stage()
        let pending = try await stage.begin()
        #expect(
            await stage.refusal(try stage.wayBack(token: "other"))
                == "The token that came back is not the one this authorization began with."
        )
        #expect(try await stage.connections.get(pending.id).status == "pending")
        #expect(stage.provider.received.allSatisfy { $0.path != "/access_token" })
        guard case .authorized = await stage.connections.callback(query: try stage.wayBack()) else {
            Issue.record("the user's own way back is refused after a stranger's")
            return
        }
    }

    @Test(arguments: ["denied", "oauth_problem"])
    func saysThatTheUserRefused(_ key: String) async throws {
        let stage = try Stage()
        let pending = try await stage.begin()
        var back = try stage.wayBack(verifier: nil)
        back[key] = "user_refused"
        #expect(await stage.refusal(back) != nil)
        #expect(try await stage.connections.get(pending.id).status == "pending")
        #expect(stage.provider.received.allSatisfy { $0.path != "/access_token" })
    }

    @Test func aSpecThatBrokeMeanwhileIsSaidToBeBrokenWithThePlace() async throws {
        let stage = try Stage()
        _ = try await stage.begin()
        let back = try stage.wayBack()
        var broken = DanceProvider.app()
        broken.connections["oauth"]?.communication = #"{"oauth": {}, "accessToken": {"url": "{{if(}}"}}"#
        try stage.host.install(broken, as: "app") { _ in .json("{}") }
        let refusal = await stage.refusal(back)
        #expect(refusal?.hasPrefix("'app/oauth' does not run: c_oauth.iml.json:1:") == true, "\(refusal ?? "none")")
    }

    @Test func aVerifierTheServiceRefusesChangesNothing() async throws {
        let stage = try Stage()
        let pending = try await stage.begin()
        #expect(await stage.refusal(try stage.wayBack(verifier: "wrong")) == "[401] OK")
        #expect(try await stage.connections.get(pending.id).status == "pending")
    }

    @Test func aFlowSurvivesARestart() async throws {
        let provider = DanceProvider()
        let first = try Stage(provider: provider)
        let pending = try await first.begin()
        let second = try Stage(directory: first.host.directory, provider: provider)
        guard case .authorized(let connection) = await second.connections.callback(query: try second.wayBack()) else {
            Issue.record("not authorized")
            return
        }
        #expect(connection.id == pending.id)
        #expect(try await first.connections.get(pending.id).status == "valid")
    }

    @Test func flowsRunSideBySide() async throws {
        let stage = try Stage()
        let one = try await stage.begin()
        let first = try stage.wayBack()
        let two = try await stage.begin()
        let second = try stage.wayBack()
        guard case .authorized(let later) = await stage.connections.callback(query: second),
            case .authorized(let earlier) = await stage.connections.callback(query: first)
        else {
            Issue.record("not authorized")
            return
        }
        #expect(later.id == two.id)
        #expect(earlier.id == one.id)
    }

    @Test func reauthorizesInPlaceAndStaysUsableMeanwhile() async throws {
        let stage = try Stage()
        let id = try await stage.begin().id
        _ = await stage.connections.callback(query: try stage.wayBack())
        let again = try await stage.connections.reauthorize(id)
        #expect(again.id == id)
        #expect(again.status == "valid")
        #expect(again.authorizeURL != nil)
        _ = try await stage.host.runtime.runModule(ComponentCall(app: "app", component: "m", connection: id)) { _ in }
        guard case .authorized(let connection) = await stage.connections.callback(query: try stage.wayBack()) else {
            Issue.record("not authorized")
            return
        }
        #expect(connection.id == id)
    }

    @Test func takesAVerifierByHand() async throws {
        let stage = try Stage(DanceProvider.app(callback: #", "callback": "oob""#))
        let pending = try await stage.begin()
        #expect(pending.wantsVerifier)
        #expect(stage.provider.authorization(of: "/request_token")["oauth_callback"] == "oob")
        let connection = try await stage.connections.submit(verifier: "right", for: pending.id)
        #expect(connection.status == "valid")
        await #expect(throws: CallFailure.self) {
            _ = try await stage.connections.submit(verifier: "right", for: pending.id)
        }
    }

    @Test func aWrongVerifierCanBeMendedUntilTheAuthorizationExpires() async throws {
        let stage = try Stage(DanceProvider.app(callback: #", "callback": "oob""#))
        let pending = try await stage.begin()
        for verifier in ["wrong", " "] {
            let failure = await callFailure {
                _ = try await stage.connections.submit(verifier: verifier, for: pending.id)
            }
            guard case .codeRefused = failure else {
                Issue.record("\(String(describing: failure))")
                return
            }
        }
        #expect(try await stage.connections.submit(verifier: "right", for: pending.id).status == "valid")
        let late = try await stage.connections.reauthorize(pending.id)
        stage.clock.advance(601)
        guard
            case .badCall(let message) = await callFailure({
                _ = try await stage.connections.submit(verifier: "wrong", for: late.id)
            })
        else {
            Issue.record("an authorization that had expired was tried")
            return
        }
        #expect(message.hasPrefix("This authorization took too long"))
    }

    @Test func nothingIsKeptWhenTheServiceDoesNotBegin() async throws {
        let stage = try Stage()
        stage.host.server.answer("app") { _ in .of("text/plain", "no app-secret here", status: 401) }
        await #expect(throws: CallFailure.self) { _ = try await stage.begin() }
        #expect(try await stage.connections.list().isEmpty)
    }
}
