import IML
public import PatchbayText
public import PatchbayTransport

/// A request as it is about to be sent, for a handler to sign.
///
/// What stands here goes on the wire byte for byte, so that what was signed is what is sent.
public struct SignableRequest: Sendable {
    /// The method, as written in the spec.
    public var method: String

    /// The absolute address with its query, percent-encoded as it is sent.
    public var address: WebAddress

    /// The header lines.
    public var headers: HeaderFields

    /// The body's bytes; `nil` when there is none.
    public var body: [UInt8]?

    /// Makes a request to sign.
    public init(method: String, address: WebAddress, headers: HeaderFields, body: [UInt8]?) {
        self.method = method
        self.address = address
        self.headers = headers
        self.body = body
    }

    /// Makes a request to sign, with its address as text.
    public init(method: String, url: String, headers: HeaderFields, body: [UInt8]?) {
        self.init(method: method, address: WebAddress(url), headers: headers, body: body)
    }

    /// The address as text.
    public var url: String { address.text }

    /// Makes sure that there is something to sign.
    ///
    /// - Throws: `InvalidConfigurationError` when the address is not absolute.
    public func checkAddress() throws(PlatformError) {
        guard address.isAbsolute else {
            throw PlatformError(
                .invalidConfigurationError,
                "'\(address.text)' is not an absolute address, so it cannot be signed.",
                path: "url"
            )
        }
    }
}
