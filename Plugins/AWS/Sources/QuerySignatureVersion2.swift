import Crypto
import IML
import PatchbayAuth
import PatchbayText
import PatchbayTransport

/// Signature version 2 as the query services know it: parameters beside the request's own.
struct QuerySignatureVersion2 {
    let credentials: AWSCredentials
    /// Whole seconds since 1970.
    let seconds: Double

    private static let formType = "application/x-www-form-urlencoded"
    private static let own: Set<ExactText> = [
        "AWSAccessKeyId", "SignatureVersion", "SignatureMethod", "Timestamp", "SecurityToken", "Signature",
    ]

    private typealias Pair = (name: [UInt8], value: [UInt8])

    /// Adds the parameters to the form of a POST, or to the query.
    ///
    /// - Throws: `InvalidConfigurationError` for an address that cannot be signed.
    func sign(_ request: inout SignableRequest) throws(PlatformError) {
        try request.checkAddress()
        let address = request.address
        let isForm =
            request.method.uppercased() == "POST" && request.headers.first("content-type").map(Self.isForm) == true
        var pairs = isForm ? Self.pairs(request.body ?? []) : Self.pairs((address.query ?? "").utf8)
        pairs.removeAll { Self.own.contains(ExactText(String(decoding: $0.name, as: UTF8.self))) }
        pairs += parameters
        let signature = signature(over: pairs, method: request.method, address: address)
        pairs.append((Array("Signature".utf8), Array(signature.utf8)))
        if isForm {
            request.body = Self.encoded(pairs)
        } else {
            request.address = address.replacingQuery(with: Self.encoded(pairs))
        }
    }

    private var parameters: [Pair] {
        var parameters = [
            ("AWSAccessKeyId", credentials.key), ("SignatureVersion", "2"), ("SignatureMethod", "HmacSHA256"),
            ("Timestamp", Timestamp(secondsSinceEpoch: seconds).iso8601.prefix(19) + "Z"),
        ]
        if let session = credentials.session { parameters.append(("SecurityToken", session.reveal())) }
        return parameters.map { (Array($0.0.utf8), Array($0.1.utf8)) }
    }

    private func signature(over pairs: [Pair], method: String, address: WebAddress) -> String {
        let sorted = pairs.sorted { $0.name.lexicographicallyPrecedes($1.name) }
        let path = address.path.isEmpty ? "/" : String(address.path)
        let text = [
            method.uppercased(), CanonicalAddress.host(of: address).lowercased(), path,
            String(decoding: Self.encoded(sorted), as: UTF8.self),
        ].joined(separator: "\n")
        let key = SymmetricKey(data: Array(credentials.secret.reveal().utf8))
        return Binary(Array(HMAC<SHA256>.authenticationCode(for: Array(text.utf8), using: key))).base64
    }

    private static func pairs(_ form: some Collection<UInt8>) -> [Pair] {
        FormDecoding.pairs(of: form).map { pair in
            (FormDecoding.decode(pair.name), pair.value.map { FormDecoding.decode($0) } ?? [])
        }
    }

    private static func encoded(_ pairs: [Pair]) -> [UInt8] {
        var bytes: [UInt8] = []
        for (position, pair) in pairs.enumerated() {
            if position > 0 { bytes.append(UInt8(ascii: "&")) }
            PercentEncoding.append(pair.name, to: &bytes)
            bytes.append(UInt8(ascii: "="))
            PercentEncoding.append(pair.value, to: &bytes)
        }
        return bytes
    }

    private static func isForm(_ type: String) -> Bool {
        type.parts(between: ";", most: 2)[0].filter { !$0.isWhitespace }.lowercased().isExactly(formType)
    }
}
