import IML
import PatchbayAuth
import PatchbayText
import PatchbayTransport

/// A redirect an answer asks for (RFC 9110, section 15.4).
struct Redirect {
    private let statusCode: Int
    private let location: String

    /// The redirect of an answer; `nil` when it is none.
    init?(_ response: TransportResponse) {
        guard [301, 302, 303, 307, 308].contains(response.statusCode),
            let location = response.headers.first("location"), !location.isEmpty
        else { return nil }
        statusCode = response.statusCode
        self.location = location
    }

    /// The request to send next.
    ///
    /// 301, 302 and 303 turn any method but GET and HEAD into a GET without a body; 307 and 308 keep both. When the
    /// origin changes, the request goes on without its signature, its `Authorization`, its cookies and every header that
    /// carries one of the connection's secrets.
    ///
    /// - Throws: `RuntimeError` when the address is not one to go to, or when a body with a secret would go to another
    ///   origin.
    func applied(
        to request: OutgoingRequest,
        secrets: () -> Masker,
        quoting: DataQuoting
    ) throws(PlatformError) -> OutgoingRequest {
        let from = request.address
        let to = try target(from: from, quoting)
        var next = request
        next.address = to
        if statusCode <= 303, !request.isBodyless {
            next.method = "GET"
            next.body = nil
            for name in ["content-type", "content-length", "content-encoding"] { next.headers.remove(name) }
        }
        next.headers.remove("host")
        if let origin = try? Origin(from), let nextOrigin = try? Origin(to), origin == nextOrigin { return next }
        return try next.forStranger(secrets(), "The service redirected to \(to.originText), another origin")
    }

    private func target(from: WebAddress, _ quoting: DataQuoting) throws(PlatformError) -> WebAddress {
        do {
            return try absolute(from: from).prepared(encodes: true)
        } catch {
            throw PlatformError(
                .runtimeError,
                "The service redirected to '\(quoting.quote(address: location))', which is not an address to go to."
            )
        }
    }

    /// Resolves the reference against the request's address (RFC 3986, section 5.2, for the forms services send).
    private func absolute(from: WebAddress) throws(PlatformError) -> WebAddress {
        let reference = WebAddress(location)
        if reference.isAbsolute { return try .requested(location) }
        if location.starts(withBytesOf: "//") { return try .requested("\(from.scheme):\(location)") }
        let origin = from.originText
        if location.starts(withBytesOf: "/") {
            return try .requested(origin + location).withoutDotSegments
        }
        if location.starts(withBytesOf: "?") { return try .requested("\(origin)\(from.path)\(location)") }
        guard !location.utf8.prefix(while: { $0 != UInt8(ascii: "/") }).contains(UInt8(ascii: ":")) else {
            throw PlatformError(.runtimeError, "not http")
        }
        let directory = from.path.utf8.lastIndex(of: UInt8(ascii: "/")).map { from.path[...$0] } ?? "/"
        return try .requested("\(origin)\(directory)\(location)").withoutDotSegments
    }
}

extension WebAddress {
    /// The address with `.` and `..` in its path resolved (RFC 3986, section 5.2.4).
    var withoutDotSegments: WebAddress {
        guard path.contains("/.") else { return self }
        var kept: [Substring] = []
        let segments = path.parts(between: "/")
        for (index, segment) in segments.enumerated() {
            let isLast = index == segments.count - 1
            switch ExactText(segment) {
            case ".": if isLast { kept.append("") }
            case "..":
                if kept.count > 1 { kept.removeLast() }
                if isLast { kept.append("") }
            default: kept.append(segment)
            }
        }
        return WebAddress(originText: originText, path: kept.joined(separator: "/"), query: query, fragment: fragment)
    }
}
