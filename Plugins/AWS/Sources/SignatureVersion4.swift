import Crypto
import IML
import PatchbayAuth
import PatchbayText
import PatchbayTransport

/// Signature version 4 in the `Authorization` header.
struct SignatureVersion4 {
    let credentials: AWSCredentials
    let scope: SigningScope
    /// Whole seconds since 1970.
    let seconds: Double

    /// Headers that proxies and clients change on the way.
    private static let unsigned: Set<ExactText> = [
        "authorization", "connection", "expect", "transfer-encoding", "user-agent", "x-amzn-trace-id",
    ]

    /// Adds the date, the session and the signature to a request.
    func sign(_ request: inout SignableRequest, at address: WebAddress) {
        request.headers.remove("authorization")
        request.headers.set("X-Amz-Date", timestamp)
        if let session = credentials.session { request.headers.set("X-Amz-Security-Token", session.reveal()) }
        let payload =
            request.headers.first("x-amz-content-sha256")
            ?? Hex.encode(SHA256.hash(data: request.body ?? []))
        if scope.service.isExactly("s3") { request.headers.set("X-Amz-Content-SHA256", payload) }
        let canonical = CanonicalHeaders(request.headers, leavingOut: Self.unsigned, address: address)
        let text = [
            request.method.uppercased(), CanonicalAddress.path(of: address, service: scope.service),
            CanonicalAddress.query(of: address), canonical.text, canonical.names, payload,
        ].joined(separator: "\n")
        request.headers.set("Authorization", authorization(signature(over: text), signing: canonical.names))
    }

    private func authorization(_ signature: String, signing names: String) -> String {
        "AWS4-HMAC-SHA256 Credential=\(credentials.key)/\(credentialScope), SignedHeaders=\(names), "
            + "Signature=\(signature)"
    }

    private func signature(over canonicalRequest: String) -> String {
        let digest = Hex.encode(SHA256.hash(data: Array(canonicalRequest.utf8)))
        let text = "AWS4-HMAC-SHA256\n\(timestamp)\n\(credentialScope)\n\(digest)"
        var key = Array("AWS4\(credentials.secret.reveal())".utf8)
        for part in [String(timestamp.prefix(8)), scope.region, scope.service, "aws4_request"] {
            key = Self.authenticate(part, key: key)
        }
        return Hex.encode(Self.authenticate(text, key: key))
    }

    private static func authenticate(_ text: String, key: [UInt8]) -> [UInt8] {
        Array(HMAC<SHA256>.authenticationCode(for: Array(text.utf8), using: SymmetricKey(data: key)))
    }

    private var credentialScope: String {
        "\(timestamp.prefix(8))/\(scope.region)/\(scope.service)/aws4_request"
    }

    /// The time as `20150830T123600Z`.
    private var timestamp: String {
        Timestamp(secondsSinceEpoch: seconds).iso8601.prefix(19).filter { $0 != "-" && $0 != ":" } + "Z"
    }
}
