import IML
import PatchbayAuth
import PatchbayAuthTesting
import Testing

@testable import OAuth2

struct OAuth2HandlerTests {
    private let handler = OAuth2Handler(randomBytes: { count in (0..<count).map { UInt8($0) } })
    private let threeLegs: Set<String> = ["authorize", "token", "info"]

    // MARK: - Authorization code

    @Test func sendsTheUserWithStateAndNothingElse() async throws {
        let session = ScriptedSession(
            keys: threeLegs,
            destinations: [
                "authorize": BrowserDestination(url: "https://s.example/a?client_id=x#top", credentials: .undefined)
            ]
        )
        let step = try await user(handler.begin(session))
        #expect(step.url == "https://s.example/a?client_id=x&state=s-1#top")
        #expect(step.comesBack == .callback)
        #expect(await session.journal.isEmpty)
    }

    /// Only this flow's own state finds the way back, and keeps others' callbacks out.
    @Test func replacesAStateTheSpecSends() async throws {
        let session = ScriptedSession(
            keys: threeLegs,
            destinations: [
                "authorize": BrowserDestination(url: "https://s.example/a?state=own&x=1", credentials: .undefined)
            ]
        )
        #expect(try await user(handler.begin(session)).url == "https://s.example/a?x=1&state=s-1")
    }

    @Test func exchangesTheCodeAndAsksWhoItIs() async throws {
        let session = ScriptedSession(keys: threeLegs)
        let pending = try await user(handler.begin(session)).pending
        let step = try await handler.resume(
            session,
            pending: pending,
            answer: .callback(["code": "c", "state": "s-1"])
        )
        guard case .authorized = step else {
            Issue.record("the connection is authorized")
            return
        }
        #expect(await session.journal == ["accept authorize", "perform token", "perform info"])
        #expect(await session.accepted["authorize"]?["code"] == "c")
    }

    @Test func runsPreauthorizeFirst() async throws {
        let session = ScriptedSession(keys: threeLegs.union(["preauthorize"]))
        _ = try await handler.begin(session)
        #expect(await session.journal == ["perform preauthorize"])
    }

    @Test func takesAPastedCode() async throws {
        let session = ScriptedSession(keys: threeLegs)
        _ = try await handler.resume(session, pending: PendingAuthorization(), answer: .verifier(Secret(" c-1 \n")))
        #expect(await session.accepted["authorize"] == ["code": "c-1"])
        await #expect(throws: PlatformError.self) {
            _ = try await handler.resume(session, pending: PendingAuthorization(), answer: .verifier(Secret(" ")))
        }
    }

    @Test(arguments: [
        ("access_denied", "Access was denied at the service: no.", ErrorType.runtimeError),
        (
            "temporarily_unavailable", "The service could not authorize just now (temporarily_unavailable): no.",
            .connectionError
        ),
        ("weird", "The service refused the authorization with 'weird': no.", .runtimeError),
    ])
    func refusesACallbackThatSaysNo(error: String, message: String, type: ErrorType) async throws {
        let session = ScriptedSession(keys: threeLegs)
        let answer = AuthorizationAnswer.callback(["error": .text(error), "error_description": "no"])
        let thrown = await #expect(throws: PlatformError.self) {
            _ = try await handler.resume(session, pending: PendingAuthorization(), answer: answer)
        }
        #expect(thrown?.message == message)
        #expect(thrown?.type == type)
        #expect(await session.journal.isEmpty, "nothing is taken and nothing sent")
    }

    // MARK: - PKCE

    /// RFC 7636, appendix B.
    @Test func derivesTheRFCsChallenge() {
        let bytes: [UInt8] = [
            116, 24, 223, 180, 151, 153, 224, 37, 79, 250, 96, 125, 216, 173, 187, 186, 22, 212, 37, 77, 105, 214, 191,
            240, 91, 88, 5, 88, 83, 132, 141, 121,
        ]
        let proof = ProofKey(bytes)
        #expect(proof.verifier == "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")
        #expect(proof.challenge == "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM")
    }

    @Test func addsTheProofWhereTheSpecAsks() async throws {
        let session = ScriptedSession(keys: threeLegs.union(["oauth"]), roots: ["oauth": ["pkce": true]])
        let step = try await user(handler.begin(session))
        let verifier = try #require(step.pending.notes["codeVerifier"]?.asText)
        #expect(verifier.utf8.count == 43)
        #expect(
            step.url.contains("code_challenge=\(ProofKey(verifier: verifier).challenge)&code_challenge_method=S256")
        )
        _ = try await handler.resume(session, pending: step.pending, answer: .callback(["code": "c"]))
        #expect(await session.options["token"]?.bodyEntries == ["code_verifier": .text(verifier)])
    }

    @Test func offersTheProofToTemplatesOnBothWays() async throws {
        let session = ScriptedSession(keys: threeLegs)
        let step = try await user(handler.begin(session))
        let offered = await session.offered
        #expect(offered["codeVerifier"] == step.pending.notes["codeVerifier"])
        #expect(!step.url.contains("code_challenge"), "the spec has not asked for it")
        let later = ScriptedSession(keys: threeLegs)
        _ = try await handler.resume(later, pending: step.pending, answer: .callback(["code": "c"]))
        #expect(await later.offered == offered)
        #expect(await later.options["token"]?.bodyEntries.isEmpty == true)
    }

    // MARK: - Without a user

    @Test func getsATokenWithoutAUser() async throws {
        let session = ScriptedSession(keys: ["token", "info"])
        #expect(!handler.needsUser(session.shape))
        guard case .authorized = try await handler.begin(session) else {
            Issue.record("client credentials need no user")
            return
        }
        #expect(await session.journal == ["perform token", "perform info"])
    }

    // MARK: - Shape

    @Test(
        arguments: [
            (["authorize", "token"], true), (["token"], true), (["token", "oauth"], true),
            (["requestToken", "accessToken"], false),
            (["oauth", "info"], false), (["url"], false), ([], false),
        ] as [(Set<String>, Bool)]
    )
    func recognizesSpecsWithAToken(keys: Set<String>, isOurs: Bool) {
        #expect(handler.recognizes(SpecShape(isArray: false, keys: keys)) == isOurs)
    }

    private func user(_ step: AuthorizationStep) throws -> UserStep {
        guard case .user(let user) = step else {
            throw PlatformError(.unexpectedError, "the user has to go to the service")
        }
        return user
    }
}
