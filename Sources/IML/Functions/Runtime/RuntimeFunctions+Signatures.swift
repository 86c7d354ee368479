extension Builtin {
    /// `jwt` and `cryptoSign`.
    static let signatures: [Builtin] = [
        Builtin(
            "jwt(payload, secret, [algorithm], [options])",
            .runtime,
            2...4,
            "A JSON Web Token (RFC 7519) with HS256 (unless said otherwise), HS384, HS512, RS256, RS384, RS512, ES256, "
                + "ES384 or ES512. Options: header, keyid, expiresIn and notBefore (seconds), issuer, subject, audience, "
                + "jwtid, noTimestamp.",
            examples: [
                "jwt(object('sub', 'a'), 'secret', 'HS256', object('noTimestamp', true))":
                    "\"eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiJhIn0"
                    + ".qBdA9L_PTGPhu7ipY7Xs4Eol-m79U_HNIifGEFJXeJQ\""
            ]
        ) { call throws(EvaluationError) in
            if call.isMissing(0) { return .null }
            return try JSONWebToken.make(&call)
        },
        Builtin(
            "cryptoSign(algorithm, data, key, [encoding])",
            .runtime,
            3...4,
            "The signature of a text or binary with a private key in PEM, as RSA-SHA256 or another of Node's names; "
                + "binary, or text in an encoding such as base64 or hex.",
            examples: ["cryptoSign('RSA-SHA256', null, 'key')": "null"]
        ) { call throws(EvaluationError) in
            guard let data = try call.bytes(1) else { return .null }
            guard let name = try call.text(0), let digest = SignedDigest(nodeName: name) else {
                throw call.failure(0, expected: "RSA-SHA1, RSA-SHA256, RSA-SHA384 or RSA-SHA512")
            }
            try call.spend(data.count / 64 + 1_000)
            let key = try call.signingKey(2)
            let encoding = call.isMissing(3) ? nil : try call.encoding(3, default: .base64)
            guard let signature = try? digest.signature(of: data, with: key, isRaw: false) else {
                throw call.failure("argument 3 is a key that does not sign with \(name)")
            }
            if let encoding { return encoding.write(signature) }
            return try call.result(signature)
        },
    ]
}

extension FunctionCall {
    /// The private key an argument holds; it is never shown.
    func signingKey(_ position: Int) throws(EvaluationError) -> SigningKey {
        guard let bytes = try bytes(position),
            let key = SigningKey.cached(pem: String(decoding: bytes, as: UTF8.self))
        else { throw failure("argument \(position + 1) is no private key in PEM (RSA or EC, without a passphrase)") }
        return key
    }
}
