import Crypto
import IML
import PatchbayAuth
import PatchbayText

/// The time and the nonce of one attempt.
public struct OAuth1Stamp: Sendable, Hashable {
    /// Seconds since 1970.
    public var timestamp: String
    /// A text no other request of the same second has.
    public var nonce: String

    /// Names a time and a nonce.
    public init(timestamp: String, nonce: String) {
        self.timestamp = timestamp
        self.nonce = nonce
    }

    /// Stamps an attempt with a time and 16 unpredictable bytes.
    ///
    /// - Parameters:
    ///   - now: Seconds since 1970 by the service's clock.
    ///   - randomBytes: Gives unpredictable bytes.
    public init(now: Double, randomBytes: (Int) -> [UInt8]) {
        timestamp = String(Int64(now.rounded(.down)))
        nonce = Hex.encode(randomBytes(16))
    }
}

/// The protocol parameters of one attempt but for the signature (RFC 5849, section 3.1).
struct ProtocolParameters {
    let entries: [(name: String, value: String)]

    init(_ credentials: OAuth1Credentials, stamp: OAuth1Stamp, for request: SignableRequest) {
        var entries: [(name: String, value: String)] = [
            ("oauth_consumer_key", credentials.consumerKey),
            ("oauth_signature_method", credentials.method.rawValue),
            ("oauth_timestamp", credentials.timestamp ?? stamp.timestamp),
            ("oauth_nonce", credentials.nonce ?? stamp.nonce),
        ]
        if let version = credentials.version { entries.append(("oauth_version", version)) }
        if let token = credentials.token { entries.append(("oauth_token", token)) }
        if let verifier = credentials.verifier { entries.append(("oauth_verifier", verifier)) }
        if let callback = credentials.callback { entries.append(("oauth_callback", callback)) }
        if let hash = Self.bodyHash(credentials, for: request) { entries.append(("oauth_body_hash", hash)) }
        self.entries = entries
    }

    /// The body's hash (draft-eaton-oauth-bodyhash, section 3.2): never for a form, of nothing where there is no body.
    ///
    /// The draft's SHA-1 goes with the methods of its time; a newer method's hash goes with that method.
    private static func bodyHash(_ credentials: OAuth1Credentials, for request: SignableRequest) -> String? {
        switch credentials.bodyHash {
        case .none: return nil
        case .given(let hash): return hash
        case .computed:
            if request.hasFormBody || credentials.transport == .body { return nil }
            let body = request.body ?? []
            switch credentials.method {
            case .hmacSHA256, .rsaSHA256: return Binary(Array(SHA256.hash(data: body))).base64
            case .hmacSHA512, .rsaSHA512: return Binary(Array(SHA512.hash(data: body))).base64
            case .hmacSHA1, .rsaSHA1, .plaintext: return Binary(Array(Insecure.SHA1.hash(data: body))).base64
            }
        }
    }
}
