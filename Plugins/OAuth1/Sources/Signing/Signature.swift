import Crypto
import IML
import PatchbayAuth
import PatchbayText
import _CryptoExtras

/// Computes signatures over base strings.
enum Signature {
    /// The signature as it goes into `oauth_signature`.
    ///
    /// - Throws: `InvalidConfigurationError` when the method needs a private key and there is none that can be used.
    static func compute(over text: [UInt8], with credentials: OAuth1Credentials) throws(PlatformError) -> String {
        switch credentials.method {
        case .plaintext: String(decoding: sharedKey(credentials), as: UTF8.self)
        case .hmacSHA1: authenticate(text, credentials, Insecure.SHA1.self)
        case .hmacSHA256: authenticate(text, credentials, SHA256.self)
        case .hmacSHA512: authenticate(text, credentials, SHA512.self)
        case .rsaSHA1: try sign(Insecure.SHA1.hash(data: text), credentials)
        case .rsaSHA256: try sign(SHA256.hash(data: text), credentials)
        case .rsaSHA512: try sign(SHA512.hash(data: text), credentials)
        }
    }

    /// Both secrets, encoded, with an `&` between them even when they are empty (section 3.4.2).
    private static func sharedKey(_ credentials: OAuth1Credentials) -> [UInt8] {
        var key: [UInt8] = []
        PercentEncoding.append(credentials.consumerSecret.reveal(), to: &key)
        key.append(UInt8(ascii: "&"))
        PercentEncoding.append(credentials.tokenSecret.reveal(), to: &key)
        return key
    }

    private static func authenticate<Hash: HashFunction>(
        _ text: [UInt8],
        _ credentials: OAuth1Credentials,
        _ hash: Hash.Type
    ) -> String {
        let key = SymmetricKey(data: sharedKey(credentials))
        return Binary(Array(HMAC<Hash>.authenticationCode(for: text, using: key))).base64
    }

    private static func sign(_ digest: some Digest, _ credentials: OAuth1Credentials) throws(PlatformError) -> String {
        guard let pem = credentials.signingKey else {
            throw PlatformError(
                .invalidConfigurationError,
                "\(credentials.method.rawValue) signs with oauth.private_key, an RSA key as PEM, and there is none.",
                path: "oauth.private_key"
            )
        }
        let key = try PrivateKeyCache.shared.key(pem)
        do {
            let signature = try key.signature(for: digest, padding: .insecurePKCS1v1_5)
            return Binary(Array(signature.rawRepresentation)).base64
        } catch {
            throw PlatformError(
                .invalidConfigurationError,
                "oauth.private_key cannot sign with \(credentials.method.rawValue); it may be too short for it.",
                path: "oauth.private_key"
            )
        }
    }
}
