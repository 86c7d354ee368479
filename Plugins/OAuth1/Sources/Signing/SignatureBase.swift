import PatchbayAuth
import PatchbayText
import PatchbayTransport

/// What a signature is computed over (RFC 5849, section 3.4.1), in its parts.
struct SignatureBase {
    /// The base string's address.
    let uri: [UInt8]
    /// The parameters, in their order.
    let parameters: ParameterList
    /// The base string.
    let text: [UInt8]

    /// Collects what is signed of a request.
    ///
    /// - Parameters:
    ///   - request: The request without protocol parameters of its own.
    ///   - protocolParameters: The protocol parameters.
    /// - Throws: `InvalidConfigurationError` for an address that cannot be signed.
    init(
        _ request: SignableRequest,
        with protocolParameters: ProtocolParameters
    ) throws(PlatformError) {
        uri = try BaseStringURI.bytes(of: request.address, host: request.headers.first("host"))
        let query = request.address.query ?? ""
        var list = ParameterList(capacity: 384 + query.utf8.count)
        for (name, value) in protocolParameters.entries { list.append(name, value) }
        query.utf8.withContiguousBytes { list.append(form: $0) }
        if request.hasFormBody, let body = request.body {
            body.withUnsafeBufferPointer { list.append(form: $0) }
        }
        list.sort()
        parameters = list
        text = Self.join(method: request.method, uri: uri, list)
    }

    private static func join(method: String, uri: [UInt8], _ list: ParameterList) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(64 + uri.count * 2 + list.bytes.count * 2)
        for byte in method.utf8 { PercentEncoding.append(byte.uppercasedASCII, to: &text) }
        text.append(UInt8(ascii: "&"))
        PercentEncoding.append(uri, to: &text)
        text.append(UInt8(ascii: "&"))
        list.appendNormalizedAndEncoded(to: &text)
        return text
    }
}
