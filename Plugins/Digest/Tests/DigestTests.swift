import IML
import PatchbayAuth
import PatchbayAuthTesting
import PatchbayTransport
import Testing

@testable import Digest

struct DigestTests {
    private let handler = DigestHandler()
    private let credentials: Value = ["username": "Mufasa", "password": "Circle of Life"]

    /// RFC 7616, section 3.9.1: both of its challenges, and both of its answers.
    @Test(arguments: [
        ("MD5", "8ca523f5e9506fed4657c9700eebdbec"),
        ("SHA-256", "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"),
    ])
    func givesTheResponsesOfTheRFC(algorithm: String, response: String) throws {
        let challenge = try #require(DigestChallenge.strongest(in: [Self.challenge(algorithm)]))
        let answer = DigestAnswer(
            challenge: challenge,
            count: 1,
            clientNonce: "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ"
        )
        let request = SignableRequest(
            method: "GET",
            url: "http://www.example.org/dir/index.html",
            headers: [:],
            body: nil
        )
        let header = try answer.header(for: request, DigestCredentials(credentials))
        #expect(header.contains("response=\"\(response)\""))
        #expect(header.contains("nc=00000001"))
        #expect(header.contains("uri=\"/dir/index.html\""))
        #expect(header.contains("opaque=\"FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS\""))
    }

    /// RFC 2617, section 3.5.
    @Test func givesTheResponseOfTheOlderRFC() throws {
        let challenge = try #require(
            DigestChallenge([
                "realm": "testrealm@host.com", "qop": "auth,auth-int", "nonce": "dcd98b7102dd2f0e8b11d0f600bfb0c093",
            ])
        )
        let answer = DigestAnswer(challenge: challenge, count: 1, clientNonce: "0a4f113b")
        let request = SignableRequest(
            method: "GET",
            url: "http://www.nowhere.org/dir/index.html",
            headers: [:],
            body: nil
        )
        let own: Value = ["username": "Mufasa", "password": "Circle Of Life"]
        let header = try answer.header(for: request, DigestCredentials(own))
        #expect(header.contains("response=\"6629fae49393a05397450978507c4ef1\""))
    }

    @Test func learnsTheStrongestChallengeAndAnswersIt() throws {
        var request = Self.request
        var context = Self.context
        try handler.sign(&request, with: credentials, context: context)
        #expect(!request.headers.contains("authorization"), "nothing is known about the service yet")
        context.state = try #require(handler.reconsider(Self.refusal(of: request), context: context))
        try handler.sign(&request, with: credentials, context: context)
        let first = try #require(request.headers.first("authorization"))
        #expect(first.contains("algorithm=SHA-256"))
        #expect(first.contains("nc=00000001"))
        try handler.sign(&request, with: credentials, context: context)
        #expect(request.headers.first("authorization")?.contains("nc=00000002") == true)
    }

    @Test func takesARefusedAnswerForAWrongPassword() throws {
        var request = Self.request
        var context = Self.context
        context.state = try #require(handler.reconsider(Self.refusal(of: request), context: context))
        try handler.sign(&request, with: credentials, context: context)
        #expect(handler.reconsider(Self.refusal(of: request), context: context) == nil)
        let stale = Self.refusal(of: request, suffix: ", stale=true")
        #expect(handler.reconsider(stale, context: context) != nil)
    }

    @Test(arguments: [
        "Basic realm=\"x\"", "Digest realm=\"x\"", "Digest realm=\"x\", nonce=\"y\", algorithm=SHA-512-256",
        "Digest realm=\"x\", nonce=\"y\", qop=\"later\"", "Digest realm=\"x\", nonce=\"unfinished", "",
    ])
    func passesOverChallengesItCannotAnswer(header: String) {
        let refusal = SignedAnswer(
            request: Self.request,
            statusCode: 401,
            headers: ["WWW-Authenticate": header]
        )
        #expect(handler.reconsider(refusal, context: Self.context) == nil)
    }

    @Test func leavesOtherStatusesAlone() {
        var refusal = Self.refusal(of: Self.request)
        refusal.statusCode = 403
        #expect(handler.reconsider(refusal, context: Self.context) == nil)
    }

    /// Section 3.5.
    @Test func goesOnWithTheNonceTheServiceWantsNext() throws {
        var request = Self.request
        var context = Self.context
        context.state = try #require(handler.reconsider(Self.refusal(of: request), context: context))
        try handler.sign(&request, with: credentials, context: context)
        try handler.sign(&request, with: credentials, context: context)
        var answer = SignedAnswer(
            request: request,
            statusCode: 200,
            headers: ["Authentication-Info": #"qop=auth, nextnonce="next-1", nc=00000002"#]
        )
        context.state = try #require(handler.learn(from: answer, context: context))
        try handler.sign(&request, with: credentials, context: context)
        let header = try #require(request.headers.first("authorization"))
        #expect(header.contains(#"nonce="next-1""#))
        #expect(header.contains("nc=00000001"), "each nonce is counted by itself")
        #expect(header.contains("algorithm=SHA-256"))
        answer.request = request
        #expect(handler.learn(from: answer, context: context) == nil, "it is used already")
    }

    @Test(arguments: ["", "qop=auth", #"nextnonce="""#, #"nextnonce="unfinished"#])
    func learnsNothingFromAnswersThatNameNoNonce(header: String) throws {
        var request = Self.request
        var context = Self.context
        context.state = try #require(handler.reconsider(Self.refusal(of: request), context: context))
        try handler.sign(&request, with: credentials, context: context)
        let answer = SignedAnswer(request: request, statusCode: 200, headers: ["Authentication-Info": header])
        #expect(handler.learn(from: answer, context: context) == nil)
    }

    @Test func takesNoNonceFromAServiceThatPosedNoChallenge() {
        let headers: HeaderFields = ["Authentication-Info": #"nextnonce="next-1""#]
        let answer = SignedAnswer(request: Self.request, statusCode: 200, headers: headers)
        #expect(handler.learn(from: answer, context: Self.context) == nil)
    }

    @Test func readsSeveralChallengesFromOneLine() {
        let found = ChallengeReader.challenges(in: #"Newauth realm="a, \"b\"", type=1 , Basic realm=simple,Negotiate"#)
        #expect(found.map(\.scheme) == ["newauth", "basic", "negotiate"])
        #expect(found[0].parameters == ["realm": "a, \"b\"", "type": "1"])
        #expect(found[1].parameters == ["realm": "simple"])
    }

    @Test func encodesUsernamesBeyondASCII() throws {
        let challenge = try #require(DigestChallenge(["realm": "r", "nonce": "n", "qop": "auth"]))
        let answer = DigestAnswer(challenge: challenge, count: 255, clientNonce: "c")
        let header = try answer.header(for: Self.request, DigestCredentials(["username": "Jäsøn", "password": "p"]))
        #expect(header.contains("username*=UTF-8''J%C3%A4s%C3%B8n"))
        #expect(header.contains("nc=000000ff"))
    }

    @Test func namesTheMissingUsername() {
        var request = Self.request
        #expect(throws: PlatformError.self) {
            try handler.sign(&request, with: ["password": "p"], context: Self.context)
        }
    }

    @Test func checksTheConnectionWithInfo() async throws {
        let session = ScriptedSession(keys: ["digest", "info"])
        #expect(handler.recognizes(session.shape))
        guard case .authorized = try await handler.begin(session) else {
            Issue.record("no user is needed")
            return
        }
        #expect(await session.journal == ["perform info"])
    }

    // MARK: - The RFC's own challenge

    private static func challenge(_ algorithm: String) -> String {
        "Digest realm=\"http-auth@example.org\", qop=\"auth, auth-int\", algorithm=\(algorithm), "
            + "nonce=\"7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v\", "
            + "opaque=\"FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS\""
    }

    private static let request = SignableRequest(
        method: "GET",
        url: "http://www.example.org/dir/index.html?a=b",
        headers: [:],
        body: nil
    )

    private static let context = SigningContext(
        now: 1_700_000_000,
        randomBytes: { count in Array(repeating: 7, count: count) }
    )

    private static func refusal(of request: SignableRequest, suffix: String = "") -> SignedAnswer {
        SignedAnswer(
            request: request,
            statusCode: 401,
            headers: [
                "WWW-Authenticate": challenge("MD5") + suffix, "www-authenticate": challenge("SHA-256") + suffix,
            ]
        )
    }
}
