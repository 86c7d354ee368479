import Crypto
import Foundation
import PatchbayText
import Testing

@testable import IML

/// Signatures that differ each time are checked with the public key.
struct SignatureTests {
    private let key = P256.Signing.PrivateKey()

    private func decoded(_ part: Substring) -> Data {
        Data(Base64.decodeSkippingOthers(part.utf8))
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

    @Test func takesKeysAsPeoplePasteThem() throws {
        let key = key.pemRepresentation
        let parameters = "-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n"
        for pasted in [
            key.replacing("\n", with: " "), key.replacing("\n", with: ""), key.replacing("\n", with: "\r"),
            key.replacing("\n", with: "\\n"), key.replacing("\n", with: "\\r\\n"), key.replacing("\n", with: "\\\\n"),
            key.replacing("\n", with: "\n    "), "\"\(key)\"", "\u{FEFF}  \(key)", key.replacing(" ", with: "\u{A0}"),
            parameters + key,
        ] {
            let value = try FunctionCatalog.call("cryptoSign", ["sha256", "data", .text(pasted)], in: Scope())
            let signature = try P256.Signing.ECDSASignature(derRepresentation: #require(value.asBinary).bytes)
            #expect(self.key.publicKey.isValidSignature(signature, for: Data("data".utf8)), "\(pasted)")
        }
    }

    @Test(arguments: ["EC PRIVATE KEY", "RSA PRIVATE KEY"])
    func readsKeysOfOlderForms(label: String) throws {
        // SEC 1 and PKCS #1, made by `openssl ecparam -genkey` and `openssl genrsa -traditional`.
        let pem = try #require(Self.olderKeys[label])
        #expect(SigningKey(pem: pem.replacing("\n", with: "\\n")) != nil)
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

    /// Keys made for this test, of no use elsewhere.
    private static let olderKeys = [
        "EC PRIVATE KEY": """
        -----BEGIN EC PARAMETERS-----
        BggqhkjOPQMBBw==
        -----END EC PARAMETERS-----
        -----BEGIN EC PRIVATE KEY-----
        MHcCAQEEIF5PRf/Oo7KzbmBzG18mADIhabBf5/qnzpqiTw6ct0CBoAoGCCqGSM49
        AwEHoUQDQgAEcGiSZ/O7XWXrLzPAcyZdpcDlNXGseTcA0he7VUJLxty6fe9p+api
        y/LNS3FkxiVZ/Mw5cnq5SiYqwTOBfmz0WA==
        -----END EC PRIVATE KEY-----
        """,
        "RSA PRIVATE KEY": """
        -----BEGIN RSA PRIVATE KEY-----
        MIICXAIBAAKBgQCUTM7gG+pgWrqP7Ca7NIYZWptgZsSIMGscOpl230LizzfcQDyq
        dYqxhME7+DeqEZafPFNYv54sacLvCFadbwn2Ht3Apbl3g1y5mfwZftP6o7JM9iuh
        q7soCAOpYPH8xSJhuGUqgO6odAZN1a05pXnuVx83nFx5U4kQPLcpR5+yiwIDAQAB
        AoGARswwSw8ooh1OSV0s1Fxr1HjMCoalNnse91gGYZiOPuc8PLqx+5Knxr2g3ndO
        Y7OH27cZ9xlrcrp+5ExvxTL4ZrwiKX6VaVUhmpb73k06X2O2a+9kDu42GUjnR0sT
        CvykNOpf+abUL65V9CC4Ur5+1bgqnwwiPF1MDOi2ErNGUpkCQQDFLN+s/70NGmJ8
        FYkpVTjD6cALU3NvZkv3JOkJaZtuYFPQuGt23BN4l1TK/GrSOWEU6KoMPQs0PACU
        5mNF3TpdAkEAwIse1xKKNNeSU89luD3wrzkRfRyMpBdVMEs0zlqAYpq71v3wabu7
        EQmsCFKAwl4H6VebludR6dnLlKT+pnHiBwJAKqi5v/EYktQpiJUUNtgUTvassQae
        C/UC7HaU4I9zrF6044xy26VjpQyAsOYJqm/1nBN2bu1qFiQBMDXkNoJVlQJBAJSU
        hsb28pnWZH+yQs+LVMkSo9FFD66sprtuvaAjrIDq4NsF+NjO2otKSGvfpqbWwwoo
        5dLsTITF4dih/jRZG08CQFj8dwh7ieSHEMVhmChxjurJJaL3tVAZDQa5YW9jFdRe
        r+AQLTmZXzSR1YecLkQsw7KmjMymiRcvPLdFG80iGrQ=
        -----END RSA PRIVATE KEY-----
        """,
    ]

    @Test func keepsABoundedNumberOfKeys() {
        for number in 0..<200 { _ = SigningKey.cached(pem: "no key \(number)") }
        #expect(SigningKey.cache.count <= 64)
    }
}
