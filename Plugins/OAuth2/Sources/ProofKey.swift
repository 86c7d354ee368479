import Crypto
import IML

/// A code verifier and its challenge (RFC 7636, sections 4.1 and 4.2).
struct ProofKey: Sendable {
    /// The verifier: sent with the token request.
    let verifier: String

    /// Makes a verifier of unpredictable bytes.
    init(_ bytes: [UInt8]) {
        verifier = Binary(bytes).base64URL
    }

    /// Takes up a verifier that was made before.
    init(verifier: String) {
        self.verifier = verifier
    }

    /// The challenge: sent with the user's browser.
    var challenge: String {
        Binary(Array(SHA256.hash(data: Array(verifier.utf8)))).base64URL
    }

    /// What templates may read under `oauth`.
    var templateEntries: Fields {
        [
            "codeVerifier": .text(verifier),
            "codeChallenge": .text(challenge),
            "codeChallengeMethod": "S256",
        ]
    }
}
