import Crypto
import IML
import PatchbayAuth
import PatchbayText
import Synchronization
import _CryptoExtras

/// RSA keys read once: parsing one takes far longer than a look-up.
///
/// Found by the digest of their PEM text, so that no text of a key is kept; holds the last few dozen.
final class PrivateKeyCache: Sendable {
    /// The keys of this process.
    static let shared = PrivateKeyCache()

    private let keys: Mutex<BoundedCache<SHA256Digest, _RSA.Signing.PrivateKey>>

    /// Makes a cache.
    init(capacity: Int = 64) {
        keys = Mutex(BoundedCache(capacity: capacity))
    }

    /// How many keys it holds.
    var count: Int { keys.withLock { $0.count } }

    /// The key of a PEM text.
    ///
    /// - Throws: `InvalidConfigurationError` saying what is wrong with the text, without any of it.
    func key(_ pem: Secret) throws(PlatformError) -> _RSA.Signing.PrivateKey {
        let digest = SHA256.hash(data: Array(pem.reveal().utf8))
        if let known = keys.withLock({ $0.value(for: digest) }) { return known }
        let key = try Self.parse(PrivateKeyText(pem.reveal()))
        keys.withLock { $0.keep(key, for: digest) }
        return key
    }

    /// Takes PKCS#1 and PKCS#8, and keys of 1024 bits, which services of OAuth 1.0's time still use.
    private static func parse(_ text: PrivateKeyText) throws(PlatformError) -> _RSA.Signing.PrivateKey {
        if let problem = text.problem {
            throw PlatformError(.invalidConfigurationError, problem, path: "oauth.private_key")
        }
        do {
            return try _RSA.Signing.PrivateKey(unsafePEMRepresentation: text.pem)
        } catch {
            throw PlatformError(
                .invalidConfigurationError,
                "oauth.private_key is not a usable RSA key: it has to be PEM (PKCS#1 or PKCS#8) of at least 1024 bits.",
                path: "oauth.private_key"
            )
        }
    }
}

/// A private key as people paste it, put into the form PEM readers take.
struct PrivateKeyText {
    /// The text with its line breaks restored.
    let pem: String
    /// Why it cannot be a key to sign with; `nil` when nothing is seen to be wrong.
    let problem: String?

    /// Reads a key.
    init(_ text: String) {
        problem = Self.problem(of: text)
        pem = PEMText(text).text
    }

    private static func problem(of text: String) -> String? {
        if text.contains("ENCRYPTED") {
            return "oauth.private_key is protected by a passphrase; give it decrypted."
        }
        if text.contains("PUBLIC KEY-----") || text.contains("BEGIN CERTIFICATE") {
            return "oauth.private_key holds a public key or a certificate; signing needs the private key."
        }
        if !text.contains("-----BEGIN") {
            return "oauth.private_key is not PEM: it has to begin with -----BEGIN PRIVATE KEY----- or "
                + "-----BEGIN RSA PRIVATE KEY-----."
        }
        return nil
    }
}
