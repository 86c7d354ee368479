import Crypto
import Foundation
import PatchbayText
import _CryptoExtras

/// A private key to sign with, from its PEM text (PKCS#1, SEC 1 or PKCS#8).
enum SigningKey: Sendable {
    case rsa(_RSA.Signing.PrivateKey)
    case p256(P256.Signing.PrivateKey)
    case p384(P384.Signing.PrivateKey)
    case p521(P521.Signing.PrivateKey)

    /// Reads a key; `nil` when the text is none.
    init?(pem text: String) {
        guard text.utf8.count < 100_000 else { return nil }
        let pem = PEMText(text).text
        guard pem.contains(bytesOf: "-----BEGIN") else { return nil }
        if let key = try? _RSA.Signing.PrivateKey(unsafePEMRepresentation: pem) {
            self = .rsa(key)
        } else if let key = try? P256.Signing.PrivateKey(pemRepresentation: pem) {
            self = .p256(key)
        } else if let key = try? P384.Signing.PrivateKey(pemRepresentation: pem) {
            self = .p384(key)
        } else if let key = try? P521.Signing.PrivateKey(pemRepresentation: pem) {
            self = .p521(key)
        } else {
            return nil
        }
    }

    /// The key of a PEM text, read once; what is kept is found by the text's digest, not by the text.
    static func cached(pem: String) -> SigningKey? {
        let digest = Hex.encode(Array(SHA256.hash(data: Array(pem.utf8))))
        return cache.value(for: digest) { SigningKey(pem: pem) }
    }

    static let cache = TextCache<SigningKey?>(capacity: 64, longestKey: 64)

    /// Signs a digest: RSA with PKCS #1 v1.5 padding (RFC 8017), or ECDSA.
    ///
    /// - Parameters:
    ///   - digest: The digest of the data.
    ///   - isRaw: Whether an ECDSA signature is the two numbers one after the other (JWS) rather than DER.
    func signature(of digest: some Digest, isRaw: Bool) throws -> [UInt8] {
        switch self {
        case .rsa(let key):
            return Array(try key.signature(for: digest, padding: .insecurePKCS1v1_5).rawRepresentation)
        case .p256(let key):
            let signature = try key.signature(for: digest)
            return Array(isRaw ? signature.rawRepresentation : signature.derRepresentation)
        case .p384(let key):
            let signature = try key.signature(for: digest)
            return Array(isRaw ? signature.rawRepresentation : signature.derRepresentation)
        case .p521(let key):
            let signature = try key.signature(for: digest)
            return Array(isRaw ? signature.rawRepresentation : signature.derRepresentation)
        }
    }
}

/// The digests signatures are made of.
enum SignedDigest: String, Sendable, CaseIterable {
    case sha1
    case sha256
    case sha384
    case sha512

    /// Finds a digest by the name Node has for it: `RSA-SHA256`, `sha256`, `SHA-256`.
    init?(nodeName name: String) {
        var name = name.lowercased()[...]
        for prefix in ["rsa-", "ecdsa-with-", "ecdsa-"] where name.starts(withBytesOf: prefix) {
            name = name[name.utf8.index(name.startIndex, offsetBy: prefix.utf8.count)...]
        }
        self.init(exactly: String(decoding: name.utf8.filter { $0 != UInt8(ascii: "-") }, as: UTF8.self))
    }

    /// The signature of data.
    func signature(of data: [UInt8], with key: SigningKey, isRaw: Bool) throws -> [UInt8] {
        switch self {
        case .sha1: try key.signature(of: Insecure.SHA1.hash(data: data), isRaw: isRaw)
        case .sha256: try key.signature(of: SHA256.hash(data: data), isRaw: isRaw)
        case .sha384: try key.signature(of: SHA384.hash(data: data), isRaw: isRaw)
        case .sha512: try key.signature(of: SHA512.hash(data: data), isRaw: isRaw)
        }
    }

    /// The HMAC of data.
    func code(of data: [UInt8], key: [UInt8]) -> [UInt8] {
        let key = SymmetricKey(data: key)
        return switch self {
        case .sha1: Array(HMAC<Insecure.SHA1>.authenticationCode(for: data, using: key))
        case .sha256: Array(HMAC<SHA256>.authenticationCode(for: data, using: key))
        case .sha384: Array(HMAC<SHA384>.authenticationCode(for: data, using: key))
        case .sha512: Array(HMAC<SHA512>.authenticationCode(for: data, using: key))
        }
    }
}
