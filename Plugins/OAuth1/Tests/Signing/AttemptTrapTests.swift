import Foundation
import IML
import OAuth1
import PatchbayAuth
import PatchbayTransport
import Testing

/// Traps 32, 33, 35, 40 and 41: what differs from attempt to attempt and from step to step.
struct AttemptTrapTests {
    private let handler = OAuth1Handler()
    private let object: Value = ["consumer_key": "ck", "consumer_secret": "cs", "token": "tk", "token_secret": "ts"]

    private func context(_ directive: String? = nil, offset: Double = 0) -> SigningContext {
        SigningContext(
            now: 1_700_000_000.9,
            randomBytes: { count in (0..<count).map { _ in UInt8.random(in: 0...255) } },
            directive: directive,
            callbackURL: directive.map { _ in "https://patchbay.example/oauth/cb/app?state=s" },
            state: SigningState(clockOffset: offset)
        )
    }

    private func signed(
        _ entries: Fields = [:],
        url: String = "https://x.example/a",
        directive: String? = nil
    ) throws -> SignableRequest {
        var request = SignableRequest("GET", url)
        let own = object.asFields?.merging(entries) ?? entries
        try handler.sign(&request, with: .collection(own), context: context(directive))
        return request
    }

    @Test func trap32MakesANonceForEachAttempt() throws {
        let nonces = try (0..<50).map { _ in try signed().headerParameter("oauth_nonce") ?? "" }
        #expect(Set(nonces).count == 50)
        #expect(nonces.allSatisfy { $0.count == 32 && $0.allSatisfy(\.isHexDigit) })
        #expect(try signed().headerParameter("oauth_timestamp") == "1700000000")
    }

    @Test func trap32TakesTimeAndNonceThatAreGiven() throws {
        let request = try signed(["timestamp": 137_131_200, "nonce": "fixed"])
        #expect(request.headerParameter("oauth_timestamp") == "137131200")
        #expect(request.headerParameter("oauth_nonce") == "fixed")
    }

    @Test func trap33LearnsTheServicesClockFromA401() throws {
        func learned(_ status: Int, _ date: String?, offset: Double = 0) throws -> Double? {
            let headers: HeaderFields = date.map { ["Date": $0] } ?? [:]
            let refusal = SignedAnswer(request: try signed(), statusCode: status, headers: headers)
            return handler.reconsider(refusal, context: context(offset: offset))?.clockOffset
        }
        let hourLater = "Tue, 14 Nov 2023 23:13:20 GMT"
        #expect(try learned(401, hourLater).map { abs($0 - 3_599.1) < 0.001 } == true)
        #expect(try learned(401, "Tue, 14 Nov 2023 21:13:20 GMT").map { $0 < -3_600 } == true)
        #expect(try learned(401, hourLater, offset: 3_590) == nil, "it is known already")
        #expect(try learned(401, "Tue, 14 Nov 2023 22:14:20 GMT") == nil, "not more than a minute")
        #expect(try learned(403, hourLater) == nil)
        #expect(try learned(401, nil) == nil)
        #expect(try learned(401, "soon") == nil)
    }

    @Test func trap33SignsWithTheLearnedClock() throws {
        var request = SignableRequest("GET", "https://x.example/")
        try handler.sign(&request, with: object, context: context(offset: -3_600))
        #expect(request.headerParameter("oauth_timestamp") == "1699996400")
    }

    @Test func trap35SendsTheCallbackInTheFirstStepOnly() throws {
        func callback(_ directive: String?, _ entries: Fields = [:]) throws -> String? {
            try signed(entries, directive: directive).headerParameter("oauth_callback")?.removingPercentEncoding
        }
        #expect(try callback("requestToken") == "https://patchbay.example/oauth/cb/app?state=s")
        #expect(try callback("requestToken", ["callback": "oob"]) == "oob")
        for directive in ["accessToken", "info", "invalidate"] {
            #expect(try callback(directive, ["callback": "oob"]) == nil)
        }
        #expect(try callback(nil) == nil)
        #expect(try callback(nil, ["callback": "https://own.example/"]) == "https://own.example/")
    }

    @Test func trap35SaysOobWhereThereIsNoCallback() throws {
        var request = SignableRequest("POST", "https://x.example/")
        var context = context("requestToken")
        context.callbackURL = nil
        try handler.sign(&request, with: object, context: context)
        #expect(request.headerParameter("oauth_callback") == "oob")
    }

    /// Authorizing again must not sign the first step with the token that is about to be replaced.
    @Test func theFirstStepHasNoToken() throws {
        let request = try signed(["verifier": "v"], directive: "requestToken")
        #expect(request.headerParameter("oauth_token") == nil)
        #expect(request.headerParameter("oauth_verifier") == nil)
        let plain = try signed(["signature_method": "PLAINTEXT"], directive: "requestToken")
        #expect(plain.headerParameter("oauth_signature") == "cs%26")
    }

    /// Trap 38 too: the third step has the request token, its secret and the verifier.
    @Test func trap38SignsTheThirdStepWithTheRequestToken() throws {
        let request = try signed(["verifier": "v", "signature_method": "PLAINTEXT"], directive: "accessToken")
        #expect(request.headerParameter("oauth_token") == "tk")
        #expect(request.headerParameter("oauth_verifier") == "v")
        #expect(request.headerParameter("oauth_signature") == "cs%26ts")
    }

    @Test(arguments: ["header", "query", "body"])
    func trap40SignsAHopWithoutWhatTheLastOneLeft(transport: String) throws {
        let entries: Fields = ["transport_method": .text(transport), "timestamp": "1", "nonce": "n"]
        let own = Value.collection(object.asFields?.merging(entries) ?? entries)
        var once = SignableRequest("POST", "https://x.example/?own=1", form: "mine=2")
        try handler.sign(&once, with: own, context: context())
        var twice = once
        try handler.sign(&twice, with: own, context: context())
        #expect(twice.url == once.url)
        #expect(twice.body == once.body)
        #expect(twice.headers == once.headers)
    }

    @Test func trap40KeepsOtherBytesOfTheQuery() throws {
        let stale =
            "https://x.example/?b=%5bx%5D&oauth_nonce=old&&a=1+2&%6Fauth_signature=old&oauth_body_hash=h&oauth_extra=kept"
        #expect(try signed(url: stale).url == "https://x.example/?b=%5bx%5D&&a=1+2&oauth_extra=kept")
    }

    /// A verifier that a spec sends in its own query is not one of an earlier attempt.
    @Test func trap40LeavesAVerifierOfTheSpecs() throws {
        let url = "https://x.example/?oauth_verifier=v"
        #expect(try signed(url: url, directive: "accessToken").url == url)
        #expect(try signed(["verifier": "w"], url: url, directive: "accessToken").url == "https://x.example/")
    }

    @Test func trap40LeavesOtherSchemesAlone() throws {
        var request = SignableRequest("GET", "https://x.example/", headers: ["Authorization": "Bearer b"])
        try handler.sign(
            &request,
            with: .collection(["consumer_key": "ck", "transport_method": "query"]),
            context: context()
        )
        #expect(request.headers.first("authorization") == "Bearer b")
    }

    @Test(arguments: ["http://x.example/", "HTTP://127.0.0.1.x.example/", "http://10.0.0.1/"])
    func trap41SendsPlaintextOverTLSOnly(url: String) throws {
        let error = #expect(throws: PlatformError.self) { try signed(["signature_method": "PLAINTEXT"], url: url) }
        #expect(error?.message.contains("not https") == true)
        _ = try signed(["signature_method": "PLAINTEXT", "allow_insecure": true], url: url)
        _ = try signed([:], url: url)
    }

    @Test(arguments: ["https://x.example/", "http://localhost:1/", "http://127.0.0.1:1/", "http://[::1]:1/"])
    func trap41TakesTLSAndTheLoopback(url: String) throws {
        #expect(try signed(["signature_method": "PLAINTEXT"], url: url).headerParameter("oauth_signature") == "cs%26ts")
    }
}

extension Fields {
    fileprivate func merging(_ other: Fields) -> Fields {
        var merged = self
        merged.merge(other)
        return merged
    }
}
