import AWS
import Foundation
import IML
import PatchbayAuth
import PatchbayText
import PatchbayTransport
import Testing

/// What botocore's own signers put on requests comes out byte for byte.
struct SignatureVectorTests {
    struct Vector: Sendable, CustomTestStringConvertible {
        let entry: Value
        let key: String
        let secret: String

        var testDescription: String {
            "\(entry["id"].text) \(entry["kind"].text) \(entry["method"].text) \(entry["url"].text)"
        }

        static func all() throws -> [Vector] {
            guard
                let url = Bundle.module.url(
                    forResource: "signatures",
                    withExtension: "json",
                    subdirectory: "Vectors"
                )
            else { throw CocoaError(.fileNoSuchFile) }
            let document = try Value(json: Data(contentsOf: url))
            return (document["cases"].asArray ?? []).map { entry in
                Vector(entry: entry, key: document["key"].text, secret: document["secret"].text)
            }
        }

        var request: SignableRequest {
            let lines = (entry["headers"].asFields ?? [:]).map { ($0.key, $0.value.text) }
            let body = entry["body"].asText.map { Array($0.utf8) }
            return SignableRequest(
                method: entry["method"].text,
                url: entry["url"].text,
                headers: HeaderFields(lines),
                body: body
            )
        }

        var object: Value {
            let version: Value = entry["kind"].text.hasSuffix("2") ? 2 : 4
            return .collection([
                "key": .text(key), "secret": .text(secret), "session": entry["session"], "sign_version": version,
                "service": entry["service"], "region": entry["region"], "bucket": entry["bucket"],
            ])
        }

        var context: SigningContext {
            SigningContext(now: entry["now"].asDouble ?? 0, randomBytes: { Array(repeating: 0, count: $0) })
        }
    }

    @Test(arguments: try Vector.all())
    func signsAsBotocore(vector: Vector) throws {
        var request = vector.request
        try AWSHandler().sign(&request, with: vector.object, context: vector.context)
        for (name, value) in vector.entry["signed"].asFields ?? [:] {
            #expect(request.headers.first(name) == value.text, "\(name)")
        }
        guard let parameters = vector.entry["parameters"].asFields else { return }
        let form = request.body ?? request.url.split(separator: "?").last.map { Array($0.utf8) } ?? []
        for (name, value) in parameters {
            #expect(FormDecoding.value(of: name, in: form) == value.text, "\(name)")
        }
        #expect(form.split(separator: UInt8(ascii: "&")).count == parameters.count)
    }

    @Test func coversEveryKindOfSignature() throws {
        let vectors = try Vector.all()
        #expect(vectors.count >= 60)
        #expect(Set(vectors.map { $0.entry["kind"].text }) == ["v4", "s3", "storage2", "query2"])
    }
}
