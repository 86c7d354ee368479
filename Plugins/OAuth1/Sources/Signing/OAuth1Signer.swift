import IML
public import PatchbayAuth
import PatchbayText
import PatchbayTransport

/// Signs requests as RFC 5849, section 3, has it.
///
/// Works on bytes from the address to the signature. What stands in a request after signing is what was signed: bytes
/// that the signature leaves alone are not touched.
public struct OAuth1Signer: Sendable {
    private let credentials: OAuth1Credentials

    /// Makes a signer.
    ///
    /// - Parameter credentials: The `oauth` object to sign with.
    public init(_ credentials: OAuth1Credentials) {
        self.credentials = credentials
    }

    /// Signs one attempt.
    ///
    /// Protocol parameters of an earlier attempt are taken out of the header, the query and the body first.
    ///
    /// - Parameters:
    ///   - request: The request; its header, query or body gains the protocol parameters.
    ///   - stamp: The attempt's time and nonce, where the credentials do not fix them.
    /// - Throws: `InvalidConfigurationError` when it cannot be signed that way.
    public func sign(_ request: inout SignableRequest, stamp: OAuth1Stamp) throws(PlatformError) {
        _ = try signed(&request, stamp: stamp)
    }

    /// Signs a request and says how.
    ///
    /// - Returns: Every step of the signature and the request as it would be sent.
    /// - Throws: `InvalidConfigurationError` when it cannot be signed that way.
    public func report(on request: SignableRequest, stamp: OAuth1Stamp) throws(PlatformError) -> OAuth1SignatureReport {
        var request = request
        let (base, signature) = try signed(&request, stamp: stamp)
        return OAuth1SignatureReport(base, signature: signature, request: request)
    }

    private func signed(
        _ request: inout SignableRequest,
        stamp: OAuth1Stamp
    ) throws(PlatformError) -> (SignatureBase, signature: String) {
        if credentials.transport == .body { try prepareFormBody(&request) }
        let parameters = ProtocolParameters(credentials, stamp: stamp, for: request)
        try request.checkAddress()
        removeStaleParameters(from: &request, sending: parameters)
        let base = try SignatureBase(request, with: parameters)
        let signature = try Signature.compute(over: base.text, with: credentials)
        switch credentials.transport {
        case .header: request.headers.set("Authorization", try header(parameters, signature))
        case .query:
            let query = Array((request.address.query ?? "").utf8)
            request.address = request.address.replacingQuery(with: appended(parameters, signature, to: query))
        case .body: request.body = appended(parameters, signature, to: request.body ?? [])
        }
        return (base, signature)
    }

    /// Section 3.5.2: only a form carries the parameters in the body.
    private func prepareFormBody(_ request: inout SignableRequest) throws(PlatformError) {
        guard request.takesFormParameters else {
            throw PlatformError(
                .invalidConfigurationError,
                "oauth.transport_method is 'body', which needs a method with a body of type urlencoded; "
                    + "use 'header' or 'query' for this \(request.method) request.",
                path: "oauth.transport_method"
            )
        }
        if request.body == nil { request.body = [] }
        if !request.headers.contains("content-type") { request.headers.add("Content-Type", SignableRequest.formType) }
    }

    private func removeStaleParameters(
        from request: inout SignableRequest,
        sending parameters: ProtocolParameters
    ) {
        if let header = request.headers.first("authorization"), header.isOAuthHeader {
            request.headers.remove("authorization")
        }
        let stale = StaleParameters(sending: parameters)
        if let query = request.address.query, let kept = stale.removed(from: query.utf8) {
            request.address = request.address.replacingQuery(with: kept)
        }
        if request.hasFormBody, let body = request.body, let form = stale.removed(from: body) { request.body = form }
    }

    /// Section 3.5.1: quoted and encoded; the realm first, quoted only.
    private func header(_ parameters: ProtocolParameters, _ signature: String) throws(PlatformError) -> String {
        var bytes = Array("OAuth ".utf8)
        if let realm = credentials.realm { try append(realm: realm, to: &bytes) }
        for (name, value) in parameters.entries + [("oauth_signature", signature)] {
            PercentEncoding.append(name, to: &bytes)
            bytes += [UInt8(ascii: "="), UInt8(ascii: "\"")]
            PercentEncoding.append(value, to: &bytes)
            bytes += [UInt8(ascii: "\""), UInt8(ascii: ","), UInt8(ascii: " ")]
        }
        bytes.removeLast(2)
        return String(decoding: bytes, as: UTF8.self)
    }

    private func append(realm: String, to bytes: inout [UInt8]) throws(PlatformError) {
        bytes += Array("realm=\"".utf8)
        for byte in realm.utf8 {
            guard byte >= 0x20, byte != 0x7F else {
                throw PlatformError(
                    .invalidConfigurationError,
                    "oauth.realm holds a control character, which no header may.",
                    path: "oauth.realm"
                )
            }
            if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { bytes.append(UInt8(ascii: "\\")) }
            bytes.append(byte)
        }
        bytes += Array("\", ".utf8)
    }

    private func appended(
        _ parameters: ProtocolParameters,
        _ signature: String,
        to form: [UInt8]
    ) -> [UInt8] {
        var bytes = form
        for (name, value) in parameters.entries + [("oauth_signature", signature)] {
            if !bytes.isEmpty, bytes.last != UInt8(ascii: "&") { bytes.append(UInt8(ascii: "&")) }
            PercentEncoding.append(name, to: &bytes)
            bytes.append(UInt8(ascii: "="))
            PercentEncoding.append(value, to: &bytes)
        }
        return bytes
    }
}

extension String {
    /// Whether a header's value is of the `OAuth` scheme, in any case.
    fileprivate var isOAuthHeader: Bool {
        let scheme = utf8.prefix { $0 != 0x20 && $0 != 0x09 }
        return scheme.count == 5 && zip(scheme, "oauth".utf8).allSatisfy { $0.lowercasedASCII == $1 }
    }
}
