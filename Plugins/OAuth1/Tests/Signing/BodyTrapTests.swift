import Foundation
import IML
import OAuth1
import PatchbayAuth
import PatchbayText
import PatchbayTransport
import Testing

/// Traps 9 to 12, 29 to 31: what a body has to do with a signature.
struct BodyTrapTests {
    private func signsForm(_ type: String, method: String = "POST") throws -> Bool {
        let request = SignableRequest(method, "https://x.example/", headers: ["CONTENT-type": type], form: "inForm=1")
        return try OAuth1Signer().report(on: request, stamp: .fixed).normalizedParameters.contains("inForm=1")
    }

    private static let form = "application/x-www-form-urlencoded"

    @Test func trap09SignsFormsOnly() throws {
        #expect(try signsForm(Self.form))
    }

    @Test(arguments: [
        "\(form); charset=UTF-8", "\(form);charset=utf-8", "Application/X-WWW-Form-UrlEncoded ; x=y", " \(form)",
    ])
    func trap10TakesParametersAndAnyCase(type: String) throws {
        #expect(try signsForm(type))
    }

    @Test(arguments: ["application/json", "text/plain", "multipart/form-data; boundary=b", "\(form)x", "x-\(form)", ""])
    func trap11SignsNoOtherBodies(type: String) throws {
        #expect(try !signsForm(type))
    }

    /// A form is a form whatever the method; the host itself sends none with a GET.
    @Test func trap12SignsAFormOfAnyMethod() throws {
        #expect(try signsForm(Self.form, method: "GET"))
    }

    @Test func trap29AppendsToTheQuery() throws {
        var request = SignableRequest("GET", "https://x.example/a?own=1#f")
        try OAuth1Signer(["transport_method": "query"]).sign(&request, stamp: .fixed)
        #expect(request.url.hasPrefix("https://x.example/a?own=1&oauth_consumer_key=ck&"))
        #expect(request.url.hasSuffix("%3D#f"))
        #expect(!request.headers.contains("authorization"))
        let report = try OAuth1Signer().report(on: SignableRequest("GET", "https://x.example/a?own=1"), stamp: .fixed)
        let sent = FormDecoding.value(of: "oauth_signature", in: try #require(request.address.query).utf8)
        #expect(sent == report.signature, "the signature is the same wherever it is sent")
    }

    @Test func trap30AppendsToForms() throws {
        var request = SignableRequest("POST", "https://x.example/", form: "a=1")
        try OAuth1Signer(["transport_method": "body"]).sign(&request, stamp: .fixed)
        let body = String(decoding: request.body ?? [], as: UTF8.self)
        #expect(body.hasPrefix("a=1&oauth_consumer_key=ck&"))
        #expect(!request.headers.contains("authorization"))
    }

    @Test func trap30MakesAFormWhereThereIsNoBody() throws {
        var request = SignableRequest("POST", "https://x.example/")
        try OAuth1Signer(["transport_method": "body"]).sign(&request, stamp: .fixed)
        #expect(String(decoding: request.body ?? [], as: UTF8.self).hasPrefix("oauth_consumer_key=ck&"))
        #expect(request.headers.first("content-type") == Self.form)
    }

    @Test(
        arguments: [("GET", nil), ("POST", "application/json"), ("HEAD", nil), ("PUT", "text/plain")]
            as [(String, String?)]
    )
    func trap30RefusesTheBodyOfAnythingElse(method: String, type: String?) throws {
        var request = SignableRequest(method, "https://x.example/")
        if let type {
            request.body = Array("{}".utf8)
            request.headers.add("Content-Type", type)
        }
        let error = #expect(throws: PlatformError.self) {
            try OAuth1Signer(["transport_method": "body"]).sign(&request, stamp: .fixed)
        }
        #expect(error?.type == .invalidConfigurationError)
        #expect(error?.path == "oauth.transport_method")
    }

    /// Digests by `openssl dgst` of `{}` and of nothing.
    @Test(
        arguments: [
            ("HMAC-SHA1", "{}", "vyGp6PvFo4RvsFtPoIWeCReyIC8="),
            ("HMAC-SHA256", "{}", "RBNvo1WzZ4oRRq0W9+hknpT7T8If536DEMBg9hyq/4o="),
            ("PLAINTEXT", "{}", "vyGp6PvFo4RvsFtPoIWeCReyIC8="),
            ("HMAC-SHA1", nil, "2jmj7l5rSw0yVb/vlWAYkK/YBwk="),
            ("HMAC-SHA256", nil, "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="),
        ] as [(String, String?, String)]
    )
    func trap31HashesBodiesByTheMethodsHash(method: String, body: String?, hash: String) throws {
        var request = SignableRequest(body == nil ? "GET" : "POST", "https://x.example/")
        request.body = body.map { Array($0.utf8) }
        if body != nil { request.headers.add("Content-Type", "application/json") }
        try OAuth1Signer(["body_hash": true, "signature_method": .text(method)]).sign(&request, stamp: .fixed)
        #expect(request.headerParameter("oauth_body_hash")?.removingPercentEncoding == hash)
    }

    @Test func trap31NeverHashesForms() throws {
        var request = SignableRequest("POST", "https://x.example/", form: "a=1")
        try OAuth1Signer(["body_hash": true]).sign(&request, stamp: .fixed)
        #expect(request.headerParameter("oauth_body_hash") == nil)
    }

    @Test func trap31SendsAHashThatIsGivenAndSignsIt() throws {
        let report = try OAuth1Signer(["body_hash": "given="]).report(
            on: SignableRequest("POST", "https://x.example/"),
            stamp: .fixed
        )
        #expect(report.normalizedParameters.contains("oauth_body_hash=given%3D&"))
        let none = try OAuth1Signer(["body_hash": false]).report(
            on: SignableRequest("POST", "https://x.example/"),
            stamp: .fixed
        )
        #expect(!none.normalizedParameters.contains("oauth_body_hash"))
    }
}
