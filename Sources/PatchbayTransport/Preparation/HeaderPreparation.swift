import PatchbayText

/// Checks the header lines of a request, and settles which lines libcurl adds by itself.
///
/// By itself libcurl sends `Host`, `User-Agent`, `Accept: */*`, `Accept-Encoding` and, with a body, `Content-Length`.
/// `Accept: */*` stays since some servers and their firewalls answer requests without it with an error. A line of the
/// caller's replaces the one of its name. `Content-Type` and `Expect` are never added.
struct HeaderPreparation {
    private var lines = HeaderLines()
    private var hosts = 0
    private var hasContentType = false
    private var hasContentLength = false
    private var hasExpect = false
    private var hasAcceptEncoding = false

    /// The lines for a request.
    ///
    /// - Parameters:
    ///   - request: The request.
    ///   - original: The origin of its URL when it goes elsewhere; `nil` when it goes where it says.
    /// - Throws: ``TransportError`` with code `invalidHeader` or `requestTooLarge`.
    static func lines(
        _ request: TransportRequest,
        redirectedFrom original: Origin?
    ) throws(TransportError) -> HeaderLines {
        try checkSize(request)
        var preparation = HeaderPreparation()
        for field in request.headers {
            try preparation.add(field, of: request, isRedirected: original != nil)
        }
        preparation.settleDefaults(request)
        if let original {
            preparation.lines.append("X-Forwarded-Host", request.headers.first("Host") ?? original.authority)
            preparation.lines.append("X-Forwarded-Proto", original.scheme.rawValue)
        }
        return preparation.lines
    }

    private mutating func add(
        _ field: HeaderFields.Field,
        of request: TransportRequest,
        isRedirected: Bool
    ) throws(TransportError) {
        try Self.checkSyntax(field)
        switch field.name.lowercased() {
        case "host":
            try checkHost(field)
            if isRedirected { return }
        case "x-forwarded-host" where isRedirected, "x-forwarded-proto" where isRedirected:
            return
        case "content-length":
            try checkLength(field, of: request)
        case "transfer-encoding":
            throw Self.refusal("Transfer-Encoding", "cannot be set: the body is framed by its length. Leave it out.")
        case "content-type": hasContentType = true
        case "expect": hasExpect = true
        case "accept-encoding": hasAcceptEncoding = true
        default: break
        }
        lines.append(field.name, field.value)
    }

    private mutating func settleDefaults(_ request: TransportRequest) {
        if !hasContentType {
            lines.suppress("Content-Type")
        }
        if !hasExpect {
            lines.suppress("Expect")
        }
        if !hasAcceptEncoding, !request.acceptsCompression {
            lines.suppress("Accept-Encoding")
        }
    }

    private mutating func checkHost(_ field: HeaderFields.Field) throws(TransportError) {
        hosts += 1
        guard hosts == 1 else {
            throw Self.refusal("Host", "is there more than once. Keep one.")
        }
        let isPlain = field.value.utf8.allSatisfy { $0 > 0x20 && $0 != UInt8(ascii: ",") && $0 != UInt8(ascii: "/") }
        guard isPlain, !field.value.isEmpty else {
            throw Self.refusal("Host", "must be a host name, perhaps with a port.")
        }
    }

    private mutating func checkLength(
        _ field: HeaderFields.Field,
        of request: TransportRequest
    ) throws(TransportError) {
        let count = request.body?.count ?? 0
        guard !hasContentLength, field.value.utf8.elementsEqual(String(count).utf8) else {
            throw Self.refusal("Content-Length", "contradicts the body of \(count) bytes. Leave it out.")
        }
        hasContentLength = true
    }

    private static func checkSyntax(_ field: HeaderFields.Field) throws(TransportError) {
        guard HeaderSyntax.isToken(field.name) else {
            throw refusal(
                HeaderSyntax.shown(field.name),
                "has a name that cannot be sent: names are letters, digits and !#$%&'*+-.^_`|~."
            )
        }
        if let byte = HeaderSyntax.forbiddenByte(inValue: field.value) {
            throw refusal(
                HeaderSyntax.shown(field.name),
                "has a control character (\(byte.inHexadecimal)) in its value. Remove line breaks and the like."
            )
        }
    }

    private static func checkSize(_ request: TransportRequest) throws(TransportError) {
        let (fields, limits) = (request.headers, request.limits)
        let bytes = fields.reduce(0) { $0 + $1.name.utf8.count + $1.value.utf8.count + 4 }
        guard fields.count <= limits.headerLines, bytes <= limits.headerBytes else {
            throw TransportError(
                .requestTooLarge,
                """
                The request's header has \(fields.count) lines and \(bytes) bytes, more than the \
                \(limits.headerLines) lines and \(limits.headerBytes) bytes allowed.
                """
            )
        }
    }

    private static func refusal(_ name: String, _ reason: String) -> TransportError {
        TransportError(.invalidHeader, "The header line \(name) \(reason)")
    }
}
