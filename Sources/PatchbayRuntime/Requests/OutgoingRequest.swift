import IML
import PatchbayAuth
import PatchbayText
import PatchbayTransport

/// A request as bytes, ready to be signed and sent.
struct OutgoingRequest: Sendable {
    /// The method.
    var method: String
    /// The absolute address, percent-encoded as it is sent.
    var address: WebAddress
    /// Whether an answer gave the address.
    var isAnswerGiven: Bool
    /// Whether everything secret was left out of it.
    var isWithoutCredentials = false
    /// The header lines.
    var headers: HeaderFields
    /// The body's bytes.
    var body: [UInt8]?
    /// What separates the parts of a multipart body, another in each request; `nil` for any other body.
    private(set) var boundary: String?
    /// The objects handlers sign with, by their key.
    var signing: [String: Value]
    /// Whether compressed answers are asked for.
    var gzip: Bool
    /// Milliseconds to wait for the answer.
    var timeoutMilliseconds: Double
    /// Whether redirects of GET and HEAD are followed.
    var followsRedirects: Bool
    /// Whether redirects of other methods are followed.
    var followsAllRedirects: Bool
    /// PEM certificates trusted in addition.
    var trustedCertificates: String?
    /// What is masked wherever the request is shown (`log.sanitize`).
    var sanitize: [String]

    /// Writes an evaluated request as bytes.
    ///
    /// - Parameters:
    ///   - request: The request as the spec gives it.
    ///   - limits: The host's limits.
    ///   - boundary: Gives the boundary of a multipart body.
    /// - Throws: `InvalidConfigurationError` for an address, a header or a body that cannot be sent.
    init(
        _ request: EvaluatedRequest,
        limits: RuntimeLimits,
        boundary: () -> String
    ) throws(PlatformError) {
        method = Self.canonical(request.method)
        address = try Self.address(of: request)
        isAnswerGiven = request.isAnswerGiven
        headers = try Self.headerFields(request.headers)
        signing = request.signing
        gzip = request.gzip
        timeoutMilliseconds = request.timeoutMilliseconds
        followsRedirects = request.followsRedirects
        followsAllRedirects = request.followsAllRedirects
        trustedCertificates = request.trustedCertificates
        sanitize = request.sanitize
        guard !isBodyless else {
            headers.remove("content-type")
            return
        }
        var chosen: String?
        let written = try RequestBody.write(request.body, as: request.bodyType) {
            let text = boundary()
            chosen = text
            return text
        }
        guard let written else { return }
        guard written.bytes.count <= limits.requestBytes else {
            throw PlatformError(
                .maxFileSizeExceededError,
                "The request's body has \(written.bytes.count) bytes; this host sends at most \(limits.requestBytes).",
                path: "body"
            )
        }
        body = written.bytes
        self.boundary = chosen
        if let type = written.contentType, Self.takes(type, over: headers.first("content-type")) {
            headers.set("Content-Type", type)
        }
    }

    /// A method as it is sent: methods are case-sensitive (RFC 9110, section 9.1), and a spec's `post` means `POST`.
    private static func canonical(_ method: String) -> String {
        let upper = method.uppercased()
        let isKnown = upper.isExactly(oneOf: "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
        return isKnown ? upper : method
    }

    /// Whether a body's own content type is sent: when the spec names none, or a multipart type without the boundary,
    /// which no spec can know.
    private static func takes(_ type: String, over named: String?) -> Bool {
        guard let named = named?.lowercased() else { return true }
        return named.starts(withBytesOf: "multipart/form-data") && !named.contains("boundary=")
            && type.starts(withBytesOf: "multipart/form-data")
    }

    /// The address as text.
    var url: String { address.text }

    /// A GET or HEAD sends neither a body nor a content type.
    var isBodyless: Bool {
        method.uppercased().isExactly(oneOf: "GET", "HEAD")
    }

    /// Whether sending the request twice does no more than sending it once (RFC 9110, section 9.2.1).
    var isSafe: Bool {
        method.uppercased().isExactly(oneOf: "GET", "HEAD", "OPTIONS", "TRACE")
    }

    private static func address(of request: EvaluatedRequest) throws(PlatformError) -> WebAddress {
        let entries = request.query.map { FormEncoding.encode($0, arrays: .repeatedKey) }
        return try WebAddress.requested(request.url).prepared(encodes: request.encodesURL, query: entries)
    }

    private static func headerFields(_ fields: Fields) throws(PlatformError) -> HeaderFields {
        var headers = HeaderFields()
        for (name, value) in fields {
            switch value {
            case .undefined, .null: continue
            case .array(let values):
                for value in values where !value.isMissing { try add(value.text, under: name, to: &headers) }
            default: try add(value.text, under: name, to: &headers)
            }
        }
        return headers
    }

    private static func add(_ text: String, under name: String, to headers: inout HeaderFields) throws(PlatformError) {
        guard HeaderSyntax.isToken(name) else {
            throw PlatformError(
                .invalidConfigurationError,
                "'\(name)' cannot be the name of a header.",
                path: "headers"
            )
        }
        guard HeaderSyntax.forbiddenByte(inValue: text) == nil else {
            throw PlatformError(
                .invalidConfigurationError,
                "The header \(name) holds a line break or another control character.",
                path: "headers.\(name)"
            )
        }
        headers.add(name, text)
    }
}
