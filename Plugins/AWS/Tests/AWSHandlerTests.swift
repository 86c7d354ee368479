import IML
import PatchbayAuth
import PatchbayTransport
import Testing

@testable import AWS

struct AWSHandlerTests {
    private let handler = AWSHandler()
    private let context = SigningContext(
        now: 1_440_938_160,
        randomBytes: { count in Array(repeating: 0, count: count) }
    )

    private func signed(_ url: String, _ entries: Fields, headers: HeaderFields = [:]) throws -> SignableRequest {
        var request = SignableRequest(method: "GET", url: url, headers: headers, body: nil)
        var object: Fields = ["key": "AKID", "secret": "s"]
        object.merge(entries)
        try handler.sign(&request, with: .collection(object), context: context)
        return request
    }

    @Test(arguments: [
        ("https://sqs.eu-west-1.amazonaws.com/", "eu-west-1/sqs"),
        ("https://iam.amazonaws.com/", "us-east-1/iam"),
        ("https://email.us-west-2.amazonaws.com/", "us-west-2/ses"),
        ("https://bucket.with.dots.s3.eu-central-1.amazonaws.com/k", "eu-central-1/s3"),
        ("https://bucket.s3.dualstack.eu-north-1.amazonaws.com/k", "eu-north-1/s3"),
        ("https://s3-eu-west-1.amazonaws.com/b/k", "eu-west-1/s3"),
        ("https://s3.amazonaws.com/b/k", "us-east-1/s3"),
        ("https://search-x.eu-west-2.es.amazonaws.com/", "eu-west-2/es"),
        ("https://abc123.execute-api.us-east-2.amazonaws.com/prod", "us-east-2/execute-api"),
        ("https://dynamodb.cn-north-1.amazonaws.com.cn/", "cn-north-1/dynamodb"),
    ])
    func takesServiceAndRegionFromTheHost(url: String, scope: String) throws {
        let header = try signed(url, ["sign_version": "4"]).headers.first("authorization")
        #expect(header?.contains("/20150830/\(scope)/aws4_request") == true, "\(header ?? "")")
    }

    @Test func asksForTheServiceWhereTheHostDoesNotSay() {
        #expect(throws: PlatformError.self) { try signed("https://minio.example/b", ["sign_version": 4]) }
    }

    @Test func choosesTheVersionByWhatIsThere() throws {
        let storage = try signed("https://s3.amazonaws.com/b/k", [:])
        #expect(storage.headers.first("authorization")?.hasPrefix("AWS AKID:") == true)
        let scoped = try signed("https://minio.example/b", ["service": "s3"])
        #expect(scoped.headers.first("authorization")?.hasPrefix("AWS4-HMAC-SHA256") == true)
        #expect(throws: PlatformError.self) { try signed("https://s3.amazonaws.com/b/k", ["sign_version": 3]) }
    }

    @Test func keepsAPayloadHashThatIsGiven() throws {
        let request = try signed(
            "https://s3.amazonaws.com/b/k",
            ["sign_version": 4],
            headers: ["X-Amz-Content-Sha256": "UNSIGNED-PAYLOAD"]
        )
        #expect(request.headers.values("x-amz-content-sha256") == ["UNSIGNED-PAYLOAD"])
    }

    /// A retry signs anew: nothing of the attempt before is signed or sent twice.
    @Test(arguments: [["sign_version": 4], ["sign_version": 2], ["sign_version": 2, "service": "sdb"]] as [Fields])
    func signsARetryAsTheFirstAttempt(entries: Fields) throws {
        let once = try signed("https://sdb.amazonaws.com/?A=1", entries)
        var twice = once
        var object: Fields = ["key": "AKID", "secret": "s"]
        object.merge(entries)
        try handler.sign(&twice, with: .collection(object), context: context)
        #expect(twice.url == once.url)
        #expect(twice.headers.count == once.headers.count)
        #expect(twice.headers.first("authorization") == once.headers.first("authorization"))
    }

    @Test func namesWhatIsMissing() throws {
        var request = SignableRequest(method: "GET", url: "https://s3.amazonaws.com/", headers: [:], body: nil)
        let error = try #require(throws: PlatformError.self) {
            try handler.sign(&request, with: ["key": "AKID"], context: context)
        }
        #expect(error.path == "aws.secret")
        #expect(error.type == .invalidConfigurationError)
    }

    @Test func learnsTheServicesClock() throws {
        let request = try signed("https://s3.amazonaws.com/b/k", [:])
        func refusal(_ status: Int, _ date: String) -> SignedAnswer {
            SignedAnswer(request: request, statusCode: status, headers: ["Date": date])
        }
        let late = "Sun, 30 Aug 2015 13:36:00 GMT"
        #expect(handler.reconsider(refusal(403, late), context: context)?.clockOffset == 3_600)
        #expect(handler.reconsider(refusal(500, late), context: context) == nil)
        #expect(handler.reconsider(refusal(403, "Sun, 30 Aug 2015 12:36:30 GMT"), context: context) == nil)
    }
}
