public import PatchbayTransport

/// A request as it is about to be sent, for a handler to sign.
///
/// What stands here goes on the wire byte for byte, so that what was signed is what is sent.
public struct SignableRequest: Sendable {
    /// The method, as written in the spec.
    public var method: String

    /// The absolute address with its query, percent-encoded as it is sent.
    public var url: String

    /// The header lines.
    public var headers: HeaderFields

    /// The body's bytes; `nil` when there is none.
    public var body: [UInt8]?

    /// Makes a request to sign.
    public init(method: String, url: String, headers: HeaderFields, body: [UInt8]?) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
    }
}
