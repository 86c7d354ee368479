import Foundation
import IML
import OAuth1
import PatchbayAuth
import PatchbayTransport
import Testing

/// Traps 21 to 27, 34 and 42: the header, the key and the methods.
struct HeaderTrapTests {
    private func header(_ entries: Fields, _ request: SignableRequest = SignableRequest("GET", "https://x.example/"))
        throws -> String
    {
        var request = request
        try OAuth1Signer(entries).sign(&request, stamp: .fixed)
        return request.headers.first("authorization") ?? ""
    }

    @Test func trap21SignsNeitherRealmNorSignature() throws {
        let request = SignableRequest("GET", "https://x.example/?realm=own&oauth_signature=old")
        let report = try OAuth1Signer(["realm": "Photos"]).report(on: request, stamp: .fixed)
        #expect(
            report.normalizedParameters.hasSuffix("&realm=own"),
            "a parameter of the request's own named realm counts"
        )
        #expect(!report.normalizedParameters.contains("Photos"))
        #expect(!report.normalizedParameters.contains("oauth_signature="))
    }

    @Test func trap22PutsTheRealmFirstQuotedOnly() throws {
        #expect(
            try header(["realm": "Photos & more"]).hasPrefix(#"OAuth realm="Photos & more", oauth_consumer_key="ck", "#)
        )
        #expect(try header(["realm": #"a"b\c"#]).hasPrefix(#"OAuth realm="a\"b\\c", "#))
        #expect(throws: PlatformError.self) { try header(["realm": "a\r\nX-Evil: 1"]) }
    }

    @Test func trap23EncodesHeaderValues() throws {
        let text = try header(["consumer_key": "k/+ ü", "token": "a\"b"])
        #expect(text.contains(#"oauth_consumer_key="k%2F%2B%20%C3%BC""#))
        #expect(text.contains(#"oauth_token="a%22b""#))
        #expect(text.contains("%3D\""), "the signature's padding")
        #expect(text.dropFirst(6).split(separator: ", ").allSatisfy { $0.hasPrefix("oauth_") })
    }

    /// The signatures of PLAINTEXT are the keys of the others.
    @Test(arguments: [
        ("cs", "ts", "cs&ts"), ("", "", "&"), ("cs", "", "cs&"), ("", "ts", "&ts"),
        ("a b&", "ü+", "a%20b%26&%C3%BC%2B"),
    ])
    func trap24JoinsEncodedSecrets(consumer: String, token: String, key: String) throws {
        let report = try OAuth1Signer([
            "signature_method": "PLAINTEXT", "consumer_secret": .text(consumer), "token_secret": .text(token),
        ]).report(on: SignableRequest("GET", "https://x.example/"), stamp: .fixed)
        #expect(report.signature == key)
    }

    @Test func trap25EncodesPlaintextAgainForTheHeader() throws {
        let text = try header(["signature_method": "PLAINTEXT", "consumer_secret": "fo o", "token_secret": "bar"])
        #expect(text.contains(#"oauth_signature="fo%2520o%26bar""#))
    }

    @Test(arguments: ["RSA-SHA1", "RSA-SHA256", "RSA-SHA512"])
    func trap26WantsAKeyForRSA(method: String) {
        let error = #expect(throws: PlatformError.self) { try header(["signature_method": .text(method)]) }
        #expect(error?.path == "oauth.private_key")
    }

    @Test(arguments: [
        ("not a key", "not PEM"),
        ("-----BEGIN ENCRYPTED PRIVATE KEY-----\nAA==\n-----END ENCRYPTED PRIVATE KEY-----", "passphrase"),
        ("-----BEGIN PUBLIC KEY-----\nAA==\n-----END PUBLIC KEY-----", "public key"),
        ("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----", "not a usable RSA key"),
        ("-----END PRIVATE KEY----- -----BEGIN PRIVATE KEY-----", "not a usable RSA key"),
    ])
    func trap26SaysWhatIsWrongWithAKey(pem: String, reason: String) {
        let error = #expect(throws: PlatformError.self) {
            try header(["signature_method": "RSA-SHA1", "private_key": .text(pem)])
        }
        #expect(error?.message.contains(reason) == true, "\(error?.message ?? "")")
    }

    @Test func trap26IgnoresSecretsAndTakesKeysAsPeoplePasteThem() throws {
        let vector = try #require(
            try SignatureVector.bundled("signatures").first { $0.object["signature_method"] == "RSA-SHA1" }
        )
        let pem = vector.object["private_key"].text
        var object = vector.object
        func signature(_ key: String) throws -> String {
            object["private_key"] = .text(key)
            return try OAuth1Signer(try OAuth1Credentials(object)).report(on: vector.request, stamp: .fixed).signature
        }
        for pasted in [
            pem, pem.replacing("\n", with: " "), pem.replacing("\n", with: "\\n"), pem.replacing("\n", with: "\r\n"),
            pem.replacing("\n", with: "\r"), pem.replacing("\n", with: "\\r\\n"), pem.replacing("\n", with: "\\\\n"),
            pem.replacing("\n", with: ""), pem.replacing("\n", with: "\n    \t"), "\"\(pem)\"", "'\(pem)'",
            pem.replacing(" ", with: "\u{A0}"), "\u{FEFF}\(pem)",
        ] {
            #expect(try signature(pasted) == vector.expected.signature)
        }
        object["token_secret"] = "another"
        #expect(try signature(pem) == vector.expected.signature)
        object["consumer_secret"] = .text(pem)
        #expect(try signature("") == vector.expected.signature, "older specs hold the key there")
    }

    @Test(arguments: [
        ("signature_method", "HMAC-MD5", "HMAC-SHA1, HMAC-SHA256"), ("signature_method", "hmac-sha1", "HMAC-SHA1"),
        ("transport_method", "headers", "header, query, body"), ("version", "1.0A", "1.0"),
        ("timestamp", "yesterday", "seconds"),
    ])
    func trap27NamesWhatAnOptionMayBe(option: String, value: String, hint: String) {
        let error = #expect(throws: PlatformError.self) { try header([option: .text(value)]) }
        #expect(error?.path == "oauth.\(option)")
        #expect(error?.message.contains(hint) == true)
    }

    @Test func trap34SendsVersion10OrNone() throws {
        #expect(try header([:]).contains(#"oauth_version="1.0""#))
        #expect(try header(["version": true]).contains(#"oauth_version="1.0""#))
        #expect(try !header(["version": false]).contains("oauth_version"))
    }

    @Test func trap42KeepsTheCallersHeadersAndBody() throws {
        var request = SignableRequest(
            "POST",
            "https://x.example/",
            headers: ["X-Own": "1", "Accept": "a", "accept": "b"]
        )
        request.body = Array("{\"a\": 1}".utf8)
        let before = request
        try OAuth1Signer().sign(&request, stamp: .fixed)
        #expect(request.body == before.body)
        #expect(request.headers.filter { $0.name != "Authorization" } == before.headers.map { $0 })
    }

    @Test func wantsAConsumerKey() {
        let error = #expect(throws: PlatformError.self) { try header(["consumer_key": ""]) }
        #expect(error?.message.contains("consumer_key is empty") == true)
        #expect(throws: PlatformError.self) { try OAuth1Credentials("text") }
        #expect(throws: PlatformError.self) { try OAuth1Credentials(.undefined) }
    }

    @Test func sendsAnEmptyTokenAsNone() throws {
        #expect(try !header(["token": "", "verifier": .null, "callback": .undefined]).contains("oauth_token"))
    }
}
