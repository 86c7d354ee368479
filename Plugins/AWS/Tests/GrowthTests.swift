import IML
import PatchbayAuth
import PatchbayTesting
import PatchbayTransport
import Testing

@testable import AWS

/// Whatever is signed, the work on it grows with its length.
struct GrowthTests {
    private static func sign(_ url: String, version: String, service: String, header: String = "a") throws {
        var request = SignableRequest(
            method: "POST",
            url: url,
            headers: ["x-amz-meta": header, "Content-Type": header],
            body: Array(url.utf8)
        )
        let credentials: Value = [
            "key": "AKID", "secret": "s", "sign_version": .text(version), "service": .text(service),
        ]
        let context = SigningContext(now: 1_440_938_160, randomBytes: { Array(repeating: 0, count: $0) })
        try AWSHandler().sign(&request, with: credentials, context: context)
    }

    @Test(arguments: ["2", "4"], ["s3", "sqs"])
    func workGrowsNoFasterThanTheText(_ version: String, _ service: String) {
        let address = TextReading(
            "version \(version) for \(service)",
            in: ["https://…", "https://a.amazonaws.com/…", "https://a/?…"]
        ) {
            try Self.sign($0, version: version, service: service)
        }
        let header = TextReading("headers in version \(version) for \(service)") {
            try Self.sign("https://a.amazonaws.com/", version: version, service: service, header: $0)
        }
        #expect(address.excesses().isEmpty)
        #expect(header.excesses().isEmpty)
    }

    @Test(arguments: ["a=b&", "a#=b&", "acl&"])
    func workGrowsNoFasterThanTheQuery(_ part: String) {
        for (version, service) in [("2", "s3"), ("2", "sqs"), ("4", "s3"), ("4", "sqs")] {
            let query = Bulk("query of \(part) in version \(version) for \(service)", "https://a/?", part) {
                try Self.sign($0, version: version, service: service)
            }
            #expect(query.excess() == nil)
        }
    }
}
