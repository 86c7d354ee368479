import Crypto
import PatchbayAuth
import PatchbayText

/// The answer to a challenge (RFC 7616, section 3.4).
struct DigestAnswer {
    let challenge: DigestChallenge
    /// The number of this use of the challenge's nonce.
    let count: UInt32
    /// The client's own nonce.
    let clientNonce: String

    /// The `Authorization` header's value.
    ///
    /// - Throws: `InvalidConfigurationError` for an address that cannot be answered for.
    func header(for request: SignableRequest, _ credentials: DigestCredentials) throws(PlatformError) -> String {
        let uri = try Self.target(of: request)
        let response = response(to: request, uri: uri, credentials)
        var parts = [
            username(credentials), "realm=\(quoted(challenge.realm))", "uri=\(quoted(uri))",
            "algorithm=\(challenge.algorithm.rawValue)", "nonce=\(quoted(challenge.nonce))",
        ]
        if let quality = challenge.quality {
            parts += ["nc=\(countText)", "cnonce=\(quoted(clientNonce))", "qop=\(quality)"]
        }
        parts.append("response=\(quoted(response))")
        if let opaque = challenge.opaque { parts.append("opaque=\(quoted(opaque))") }
        if challenge.hashesUsername { parts.append("userhash=true") }
        return "Digest " + parts.joined(separator: ", ")
    }

    /// Section 3.4.1: the keyed hash over the nonces and the request.
    private func response(to request: SignableRequest, uri: String, _ credentials: DigestCredentials) -> String {
        var key = hash("\(credentials.username):\(challenge.realm):\(credentials.password.reveal())")
        if challenge.algorithm.isSession { key = hash("\(key):\(challenge.nonce):\(clientNonce)") }
        var subject = "\(request.method.uppercased()):\(uri)"
        if challenge.quality == "auth-int" { subject += ":\(hash(request.body ?? []))" }
        guard let quality = challenge.quality else { return hash("\(key):\(challenge.nonce):\(hash(subject))") }
        return hash("\(key):\(challenge.nonce):\(countText):\(clientNonce):\(quality):\(hash(subject))")
    }

    private var countText: String { Hex.encode(count) }

    /// Section 3.4.4 hashes it where the service asks; one beyond ASCII is encoded (RFC 8187).
    private func username(_ credentials: DigestCredentials) -> String {
        if challenge.hashesUsername { return "username=\(quoted(hash("\(credentials.username):\(challenge.realm)")))" }
        if credentials.username.utf8.allSatisfy({ $0 < 0x80 }) { return "username=\(quoted(credentials.username))" }
        return "username*=UTF-8''\(PercentEncoding.encode(credentials.username))"
    }

    private func hash(_ text: String) -> String { hash(Array(text.utf8)) }

    private func hash(_ bytes: [UInt8]) -> String {
        switch challenge.algorithm {
        case .md5, .md5Session: Hex.encode(Insecure.MD5.hash(data: bytes))
        case .sha256, .sha256Session: Hex.encode(SHA256.hash(data: bytes))
        }
    }

    private func quoted(_ text: String) -> String {
        "\"\(text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\""))\""
    }

    /// The path and query as they are sent.
    private static func target(of request: SignableRequest) throws(PlatformError) -> String {
        try request.checkAddress()
        let path = request.address.path.isEmpty ? "/" : request.address.path
        let query = request.address.query ?? ""
        return query.isEmpty ? String(path) : "\(path)?\(query)"
    }
}
