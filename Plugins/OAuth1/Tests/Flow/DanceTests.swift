import IML
import OAuth1
import PatchbayAuth
import PatchbayAuthTesting
import Testing

/// The three legs, with a service that answers as the test says.
struct DanceTests {
    private let handler = OAuth1Handler()
    private static let threeLegs: Set<String> = ["oauth", "requestToken", "authorize", "accessToken", "info"]
    private static let issued = "oauth_token=t%2F1&oauth_token_secret=ts&oauth_callback_confirmed=true"

    private func session(
        keys: Set<String> = threeLegs,
        answer: String = issued,
        type: String = "text/html",
        root: Fields = [:],
        authorize: String = "https://s.example/authorize?v=1#top",
        token: Value = "t/1"
    ) -> ScriptedSession {
        ScriptedSession(
            keys: keys,
            answers: ["requestToken": .body(answer, type: type)],
            destinations: ["authorize": BrowserDestination(url: authorize, credentials: ["token": token])],
            roots: ["oauth": .collection(root)]
        )
    }

    private func begun(_ session: ScriptedSession) async throws -> UserStep {
        guard case .user(let step) = try await handler.begin(session) else {
            throw PlatformError(.unexpectedError, "the user has to go to the service")
        }
        return step
    }

    @Test func sendsTheUserWithTheIssuedToken() async throws {
        let session = session()
        let step = try await begun(session)
        #expect(step.url == "https://s.example/authorize?v=1&oauth_token=t%2F1#top")
        #expect(step.comesBack == .callback)
        #expect(step.pending.correlation == Secret("t/1"))
        #expect(await session.journal == ["perform requestToken"])
    }

    @Test func leavesTheTokenOutWhereTheSpecDoesNotNameIt() async throws {
        let step = try await begun(session(authorize: "https://s.example/a?t=t%2F1", token: .undefined))
        #expect(step.url == "https://s.example/a?t=t%2F1")
        #expect(step.pending.correlation == Secret("t/1"), "it is known from the answer")
    }

    @Test func exchangesTokenAndVerifier() async throws {
        let session = session()
        let pending = try await begun(session).pending
        let answer = AuthorizationAnswer.callback(["oauth_token": "t/1", "oauth_verifier": "v", "state": "s-1"])
        guard case .authorized = try await handler.resume(session, pending: pending, answer: answer) else {
            Issue.record("the connection is authorized")
            return
        }
        #expect(
            await session.journal == [
                "perform requestToken", "accept authorize", "perform accessToken", "perform info",
            ]
        )
        let query = try #require(await session.accepted["authorize"])
        #expect(query["oauth_verifier"] == "v")
        #expect(query["verifier"] == "v", "published specs use both spellings")
        #expect(query["token"] == "t/1")
    }

    /// Trap 36.
    @Test func wantsTheCallbackConfirmed() async throws {
        for answer in ["oauth_token=t&oauth_token_secret=s", "oauth_token=t&oauth_callback_confirmed=false"] {
            let error = await #expect(throws: PlatformError.self) { _ = try await begun(session(answer: answer)) }
            #expect(error?.message.contains("callback_confirmed") == true)
        }
        let old = session(answer: "oauth_token=t%2F1&oauth_token_secret=s", root: ["callback_confirmed": false])
        #expect(try await begun(old).pending.correlation == Secret("t/1"))
    }

    /// Trap 39: a form is read whatever the content type says, and JSON too.
    @Test(arguments: [
        (issued, "text/html"), (issued, "application/x-www-form-urlencoded"), (issued, ""),
        (#"{"oauth_token":"t/1","oauth_callback_confirmed":true}"#, "application/json"),
        ("oauth_token=t%2F1&oauth_callback_confirmed=True", "application/x-www-form-urlencoded"),
        (#"{"oauth_token":"t/1","oauth_callback_confirmed":"true"}"#, "application/json"),
    ])
    func readsTokenAnswersWhateverTheirType(answer: String, type: String) async throws {
        let step = try await begun(session(answer: answer, type: type, token: .undefined))
        #expect(step.pending.correlation == Secret("t/1"))
    }

    @Test(arguments: ["", "<html>Welcome</html>", "error=unknown"])
    func saysWhenNoTokenWasIssued(answer: String) async throws {
        let error = await #expect(throws: PlatformError.self) {
            _ = try await begun(session(answer: answer, token: .undefined))
        }
        #expect(error?.message.contains("no oauth_token") == true)
    }

    /// Trap 37.
    @Test(
        arguments: [
            ["oauth_token": "t/2", "oauth_verifier": "v"], ["oauth_verifier": "v"],
            ["oauth_token": "", "oauth_verifier": "v"],
            ["oauth_token": "t/1 ", "oauth_verifier": "v"],
        ] as [Fields]
    )
    func refusesACallbackWithAnotherToken(query: Fields) async throws {
        let session = session()
        let pending = try await begun(session).pending
        await #expect(throws: PlatformError.self) {
            _ = try await handler.resume(session, pending: pending, answer: .callback(query))
        }
        #expect(await session.journal == ["perform requestToken"], "nothing more is sent or taken")
    }

    @Test(
        arguments: [
            (["denied": "t/1"], "Access was denied"),
            (["oauth_problem": "user_refused", "oauth_token": "t/1"], "Access was denied"),
            (["oauth_problem": "version_rejected", "oauth_problem_advice": "use 1.0"], "'version_rejected': use 1.0"),
        ] as [(Fields, String)]
    )
    func refusesACallbackThatSaysNo(query: Fields, message: String) async throws {
        let session = session()
        let pending = try await begun(session).pending
        let error = await #expect(throws: PlatformError.self) {
            _ = try await handler.resume(session, pending: pending, answer: .callback(query))
        }
        #expect(error?.message.contains(message) == true)
        #expect(await session.journal == ["perform requestToken"])
    }

    /// Services of the 1.0 era send no verifier; the spec then has none to pass on.
    @Test func goesOnWithoutAVerifier() async throws {
        let session = session(answer: "oauth_token=t%2F1", root: ["callback_confirmed": false])
        let pending = try await begun(session).pending
        _ = try await handler.resume(session, pending: pending, answer: .callback(["oauth_token": "t/1"]))
        #expect(await session.accepted["authorize"]?["verifier"] == nil)
        #expect(await session.journal.last == "perform info")
    }

    // MARK: - Out of band

    @Test func waitsForAPastedVerifier() async throws {
        let session = session(root: ["callback": "oob"])
        let step = try await begun(session)
        #expect(step.comesBack == .verifier)
        _ = try await handler.resume(session, pending: step.pending, answer: .verifier(Secret(" 12 34\n")))
        #expect(
            await session.accepted["authorize"] == [
                "oauth_verifier": "1234", "oauth_token": "t/1", "verifier": "1234", "token": "t/1",
            ]
        )
        await #expect(throws: PlatformError.self) {
            _ = try await handler.resume(session, pending: step.pending, answer: .verifier(Secret("  ")))
        }
    }

    @Test func seesOutOfBandInTheDirectivesOwnObject() async throws {
        let session = ScriptedSession(
            keys: Self.threeLegs,
            answers: ["requestToken": .body(Self.issued)],
            destinations: [
                "requestToken": BrowserDestination(url: "https://s.example/r", credentials: ["callback": "oob"])
            ]
        )
        #expect(try await begun(session).comesBack == .verifier)
    }

    // MARK: - Missing legs

    @Test(
        arguments: [
            (["oauth", "info"], ["perform info"]),
            (["oauth"], []),
            (["oauth", "accessToken", "info"], ["perform accessToken", "perform info"]),
            (["requestToken", "accessToken"], ["perform requestToken", "perform accessToken"]),
        ] as [(Set<String>, [String])]
    )
    func goesThroughWithoutAUser(keys: Set<String>, journal: [String]) async throws {
        let session = session(keys: keys, answer: "oauth_token=t")
        guard case .authorized = try await handler.begin(session) else {
            Issue.record("no user is needed")
            return
        }
        #expect(await session.journal == journal)
    }

    @Test func sendsTheUserWithoutATokenWhereNoneIsIssued() async throws {
        let session = session(keys: ["oauth", "authorize", "accessToken"], token: .undefined)
        let step = try await begun(session)
        #expect(step.url == "https://s.example/authorize?v=1#top")
        #expect(step.pending.correlation == nil)
        _ = try await handler.resume(session, pending: step.pending, answer: .callback(["code": "1"]))
        #expect(await session.journal == ["accept authorize", "perform accessToken"])
    }

    @Test func verifiesAndInvalidates() async throws {
        let session = session(keys: Self.threeLegs.union(["invalidate"]))
        try await handler.verify(session)
        try await handler.invalidate(session)
        #expect(await session.journal == ["perform info", "perform invalidate"])
    }

    @Test(
        arguments: [
            (["requestToken"], true), (["accessToken"], true), (["oauth", "info"], true), (["oauth", "token"], false),
            (["oauth", "url"], false), (["authorize", "token"], false), ([], false),
        ] as [(Set<String>, Bool)]
    )
    func recognizesItsSpecs(keys: Set<String>, isOurs: Bool) {
        #expect(handler.recognizes(SpecShape(isArray: false, keys: keys)) == isOurs)
    }
}
