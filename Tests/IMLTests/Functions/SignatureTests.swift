import Crypto
import Foundation
import Testing

@testable import IML

/// Signatures that differ each time are checked with the public key.
struct SignatureTests {
    private let key = P256.Signing.PrivateKey()

    private func decoded(_ part: Substring) -> Data {
        Data(Base64.decode(part.utf8))
    }

    @Test func signsTokensWithES256() throws {
        let token = try FunctionCatalog.call("jwt", [["sub": "a"], .text(key.pemRepresentation), "ES256"], in: Scope())
            .text
        let parts = token.split(separator: ".")
        try #require(parts.count == 3)
        let signature = try P256.Signing.ECDSASignature(rawRepresentation: decoded(parts[2]))
        #expect(key.publicKey.isValidSignature(signature, for: Data("\(parts[0]).\(parts[1])".utf8)))
        #expect(try Value(json: decoded(parts[0])) == ["alg": "ES256", "typ": "JWT"])
    }

    @Test func signsDataWithECKeysInDER() throws {
        let value = try FunctionCatalog.call(
            "cryptoSign",
            ["sha256", "data", .text(key.pemRepresentation)],
            in: Scope()
        )
        let signature = try P256.Signing.ECDSASignature(derRepresentation: #require(value.asBinary).bytes)
        #expect(key.publicKey.isValidSignature(signature, for: Data("data".utf8)))
    }

    @Test func showsNoKeyInAnError() throws {
        let pem = "-----BEGIN PRIVATE KEY-----\nc2VjcmV0a2V5\n-----END PRIVATE KEY-----"
        for call in [
            ("jwt", [["a": 1], .text(pem), "RS256"] as [Value]), ("cryptoSign", ["RSA-SHA256", "x", .text(pem)]),
        ] {
            #expect {
                try FunctionCatalog.call(call.0, call.1, in: Scope())
            } throws: { error in
                (error as? EvaluationError).map { !$0.message.contains("c2VjcmV0") } ?? false
            }
        }
        #expect {
            try FunctionCatalog.call("sha256", ["x", "hex", "not-hex-secret", "hex"], in: Scope())
        } throws: { error in
            (error as? EvaluationError).map { !$0.message.contains("not-hex-secret") } ?? false
        }
    }

    @Test func keepsABoundedNumberOfKeys() {
        for number in 0..<200 { _ = SigningKey.cached(pem: "no key \(number)") }
        #expect(SigningKey.cache.count <= 64)
    }
}
