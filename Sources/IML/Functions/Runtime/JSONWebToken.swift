import PatchbayText

/// JSON Web Tokens in the compact form (RFC 7515), with the claims the platform's library sets.
enum JSONWebToken {
    private static let optionNames: Set<ExactText> = [
        "header", "keyid", "expiresIn", "notBefore", "issuer", "subject", "audience", "jwtid", "noTimestamp",
    ]

    /// Makes the token of a call of `jwt`.
    static func make(_ call: inout FunctionCall) throws(EvaluationError) -> Value {
        let algorithm = try algorithm(call)
        let options = try call.fields(3) ?? Fields()
        if let unknown = options.keys.first(where: { !optionNames.contains(ExactText($0)) }) {
            throw call.failure("argument 4 has no option \(unknown)")
        }
        let header = header(algorithm.name, options)
        let payload = try payload(call, options)
        let signed = Base64.encodeURLSafe(header.json()) + "." + Base64.encodeURLSafe(payload)
        try call.spend(signed.utf8.count / 16 + 1_000)
        let signature = try signature(of: Array(signed.utf8), algorithm, call)
        return try call.result(signed + "." + Base64.encodeURLSafe(signature))
    }

    private struct Algorithm {
        let name: String
        let family: String
        let digest: SignedDigest
    }

    private static func algorithm(_ call: borrowing FunctionCall) throws(EvaluationError) -> Algorithm {
        var name = try call.text(2) ?? "HS256"
        if name.isEmpty { name = "HS256" }
        let family = String(name.prefix(2))
        guard name.utf8.count == 5, ["HS", "RS", "ES"].contains(family), name.dropFirst(2) != "1",
            let digest = SignedDigest(rawValue: "sha" + name.dropFirst(2))
        else {
            throw call.failure(2, expected: "HS256, HS384, HS512, RS256, RS384, RS512, ES256, ES384 or ES512")
        }
        return Algorithm(name: name, family: family, digest: digest)
    }

    private static func header(_ algorithm: String, _ options: Fields) -> Value {
        var header = Fields([("alg", .text(algorithm)), ("typ", "JWT")])
        if case .collection(let more) = options[valueOf: "header"] { header.merge(more) }
        if !options[valueOf: "keyid"].isMissing { header["kid"] = options[valueOf: "keyid"] }
        header["alg"] = .text(algorithm)
        return .collection(header)
    }

    /// The claims as JSON; a text or binary goes in as it is.
    private static func payload(_ call: borrowing FunctionCall, _ options: Fields) throws(EvaluationError) -> [UInt8] {
        guard case .collection(var claims) = call.value(0) else {
            guard case .array = call.value(0) else { return try call.bytes(0) ?? [] }
            throw call.failure(0, expected: "a collection of claims")
        }
        let now = Int(call.now.millisecondsSinceEpoch.flooredQuotient(by: 1_000))
        let issued = claims[valueOf: "iat"].asInt ?? now
        if options[valueOf: "noTimestamp"].isTruthy {
            claims["iat"] = nil
        } else if claims["iat"] == nil {
            claims["iat"] = Value(issued)
        }
        for (option, claim) in [("expiresIn", "exp"), ("notBefore", "nbf")] where !options[valueOf: option].isMissing {
            guard let seconds = options[valueOf: option].coercedNumber?.integer, abs(seconds) < 1 << 40 else {
                throw call.failure("\(option) in argument 4 has to be a whole number of seconds")
            }
            claims[claim] = Value(issued + seconds)
        }
        let names = [("issuer", "iss"), ("subject", "sub"), ("audience", "aud"), ("jwtid", "jti")]
        for (option, claim) in names where !options[valueOf: option].isMissing {
            claims[claim] = options[valueOf: option]
        }
        return Value.collection(claims).json()
    }

    private static func signature(
        of data: [UInt8],
        _ algorithm: Algorithm,
        _ call: borrowing FunctionCall
    ) throws(EvaluationError) -> [UInt8] {
        if algorithm.family == "HS" {
            guard let secret = try call.bytes(1), !secret.isEmpty else {
                throw call.failure("argument 2, the secret, is missing")
            }
            return algorithm.digest.code(of: data, key: secret)
        }
        let key = try call.signingKey(1)
        guard key.fits(algorithm.name),
            let signature = try? algorithm.digest.signature(of: data, with: key, isRaw: true)
        else { throw call.failure("argument 2 is a key that does not sign with \(algorithm.name)") }
        return signature
    }
}

extension SigningKey {
    /// Whether the key is of the kind an algorithm of JSON Web Algorithms (RFC 7518) names.
    fileprivate func fits(_ algorithm: String) -> Bool {
        switch self {
        case .rsa: algorithm.hasPrefix("RS")
        case .p256: algorithm == "ES256"
        case .p384: algorithm == "ES384"
        case .p521: algorithm == "ES512"
        }
    }
}
