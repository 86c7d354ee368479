import PatchbayAuth
import PatchbayTransport

/// Every step of one signature: what to lay beside the service's own when it answers 401.
public struct OAuth1SignatureReport: Sendable, Equatable {
    /// The base string's address (RFC 5849, section 3.4.1.2).
    public let baseStringURI: String
    /// The encoded parameters in their order, joined (section 3.4.1.3.2).
    public let normalizedParameters: String
    /// The base string (section 3.4.1.1).
    public let baseString: String
    /// The signature, not encoded.
    public let signature: String
    /// The address as it would be sent.
    public let url: String
    /// The header lines as they would be sent.
    public let headers: [(name: String, value: String)]
    /// The body as it would be sent; `nil` when there is none.
    public let body: [UInt8]?

    init(_ base: SignatureBase, signature: String, request: SignableRequest) {
        var parameters: [UInt8] = []
        base.parameters.appendNormalized(to: &parameters)
        baseStringURI = String(decoding: base.uri, as: UTF8.self)
        normalizedParameters = String(decoding: parameters, as: UTF8.self)
        baseString = String(decoding: base.text, as: UTF8.self)
        self.signature = signature
        url = request.url
        headers = request.headers.map { ($0.name, $0.value) }
        body = request.body
    }

    /// Whether both say the same.
    public static func == (one: Self, other: Self) -> Bool {
        one.baseString == other.baseString && one.signature == other.signature && one.url == other.url
            && one.body == other.body && one.headers.elementsEqual(other.headers, by: ==)
    }
}
