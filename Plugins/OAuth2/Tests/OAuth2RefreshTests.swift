import IML
import PatchbayAuth
import PatchbayAuthTesting
import Testing

@testable import OAuth2

struct OAuth2RefreshTests {
    private let handler = OAuth2Handler(randomBytes: { Array(repeating: 1, count: $0) })
    private let keys: Set<String> = ["authorize", "token", "refresh"]

    /// The session's clock stands at 1,700,000,000.
    @Test(
        arguments: [
            (Value(1_700_000_031), false), (Value(1_700_000_030), true), (Value(1_699_999_999), true),
            (Value(1_700_000_029_000), true), (Value(1_700_000_031_000), false), ("2023-11-14T22:13:00Z", true),
            ("2023-11-14T22:14:00Z", false), (.date(Timestamp(secondsSinceEpoch: 1_700_000_000)), true),
            (.undefined, false),
            (.null, false), ("soon", false),
        ] as [(Value, Bool)]
    )
    func isDueThirtySecondsBeforeTheEnd(expires: Value, isDue: Bool) async throws {
        let session = ScriptedSession(keys: keys, data: ["expires": expires])
        #expect(try await handler.needsRefresh(session) == isDue)
    }

    @Test(arguments: [true, false])
    func theSpecsConditionDecides(holds: Bool) async throws {
        let session = ScriptedSession(keys: keys, conditions: ["refresh": holds], data: ["expires": 1])
        #expect(try await handler.needsRefresh(session) == holds)
    }

    @Test func sendsRefreshWhateverItsConditionSays() async throws {
        let session = ScriptedSession(keys: keys, conditions: ["refresh": false])
        #expect(try await handler.refresh(session))
        #expect(await session.journal == ["perform refresh"])
        #expect(await session.options["refresh"]?.ignoresCondition == true)
    }

    @Test func takesAPageForTroubleAndNotForARefusal() async throws {
        let page = ScriptedSession.Answer.body("\n<!doctype html><h1>Back soon</h1>", type: "text/html; charset=utf-8")
        let error = await #expect(throws: PlatformError.self) {
            _ = try await handler.refresh(ScriptedSession(keys: keys, answers: ["refresh": page]))
        }
        #expect(error?.type == .connectionError)
        let form = ScriptedSession.Answer.body("access_token=t2", type: "text/html", data: ["token": "t2"])
        #expect(try await handler.refresh(ScriptedSession(keys: keys, answers: ["refresh": form])))
    }

    @Test func asksForANewTokenWhereNoUserWasNeeded() async throws {
        let session = ScriptedSession(keys: ["token"], data: ["expires": 1])
        #expect(try await handler.needsRefresh(session))
        #expect(try await handler.refresh(session))
        #expect(await session.journal == ["perform token"])
    }

    @Test func cannotRefreshWithoutADirectiveForIt() async throws {
        let session = ScriptedSession(keys: ["authorize", "token"], data: ["expires": 1])
        #expect(try await handler.needsRefresh(session) == false)
        #expect(try await handler.refresh(session) == false)
        #expect(await session.journal.isEmpty)
    }

    @Test(arguments: [
        (PlatformError(.runtimeError, "[400] Bad Request", statusCode: 400), ErrorType.invalidAccessTokenError),
        (PlatformError(.runtimeError, "[401] Unauthorized", statusCode: 401), .invalidAccessTokenError),
        (PlatformError(.connectionError, "[503] Service Unavailable", statusCode: 503), .connectionError),
        (PlatformError(.rateLimitError, "[429] Too Many Requests", statusCode: 429), .rateLimitError),
        (PlatformError(.dataError, "as the spec says", statusCode: 400), .dataError),
    ])
    func aRefusedGrantWantsTheUserAgain(refusal: PlatformError, type: ErrorType) async throws {
        let session = ScriptedSession(keys: keys, answers: ["refresh": .failure(refusal)])
        let thrown = await #expect(throws: PlatformError.self) { _ = try await handler.refresh(session) }
        #expect(thrown?.type == type)
        #expect(thrown?.message.contains(refusal.message) == true)
    }

    @Test func tellsTheServiceAtTheEnd() async throws {
        let session = ScriptedSession(keys: keys.union(["invalidate", "info"]))
        try await handler.verify(session)
        try await handler.invalidate(session)
        #expect(await session.journal == ["perform info", "perform invalidate"])
    }
}
