/// How a signature is computed: RFC 5849's three methods, and the ones services have added with newer hashes.
public enum SignatureMethod: String, Sendable, CaseIterable {
    /// HMAC with SHA-1 (RFC 5849, section 3.4.2).
    case hmacSHA1 = "HMAC-SHA1"
    /// HMAC with SHA-256.
    case hmacSHA256 = "HMAC-SHA256"
    /// HMAC with SHA-512.
    case hmacSHA512 = "HMAC-SHA512"
    /// RSASSA-PKCS1-v1_5 with SHA-1 (RFC 5849, section 3.4.3).
    case rsaSHA1 = "RSA-SHA1"
    /// RSASSA-PKCS1-v1_5 with SHA-256.
    case rsaSHA256 = "RSA-SHA256"
    /// RSASSA-PKCS1-v1_5 with SHA-512.
    case rsaSHA512 = "RSA-SHA512"
    /// The secrets themselves (RFC 5849, section 3.4.4).
    case plaintext = "PLAINTEXT"
}

/// Where the protocol parameters go (RFC 5849, section 3.5).
public enum ParameterTransport: String, Sendable, CaseIterable {
    /// Into the `Authorization` header.
    case header
    /// Into the address's query.
    case query
    /// Into the form body.
    case body
}
