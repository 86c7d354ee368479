import Foundation
import IML
import OAuth1
import PatchbayAuth
import PatchbayTransport
import Testing

/// Trap 28: what others published and computed comes out byte for byte.
struct VectorTests {
    @Test(arguments: try SignatureVector.bundled("published"))
    func givesWhatDocumentsPrint(vector: SignatureVector) throws {
        try check(vector)
    }

    @Test(arguments: try SignatureVector.bundled("signatures"))
    func givesWhatOAuthlibComputes(vector: SignatureVector) throws {
        try check(vector)
    }

    @Test func givesWhatTheSharedCasesSay() throws {
        let vectors = try SignatureVector.shared()
        try #require(vectors.isEmpty || vectors.count == 300)
        for vector in vectors { try check(vector) }
    }

    private func check(_ vector: SignatureVector) throws {
        let signer = OAuth1Signer(try OAuth1Credentials(vector.object))
        let report = try signer.report(on: vector.request, stamp: .fixed)
        #expect(report.baseStringURI == vector.expected.baseStringURI, "\(vector.label)")
        #expect(report.normalizedParameters == vector.expected.normalizedParameters, "\(vector.label)")
        #expect(report.baseString == vector.expected.baseString, "\(vector.label)")
        #expect(report.signature == vector.expected.signature, "\(vector.label)")
        var signed = vector.request
        try signer.sign(&signed, stamp: .fixed)
        let sent = signed.headerParameter("oauth_signature").map { $0.removingPercentEncoding ?? "" }
        #expect(sent == vector.expected.signature, "\(vector.label)")
    }
}
