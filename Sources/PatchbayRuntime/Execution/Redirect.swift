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
        let from = try RequestAddress(absolute: request.url)
        let to = try target(from: from, quoting)
        var next = request
        next.url = to.text
        if statusCode <= 303, !request.isBodyless {
            next.method = "GET"
            next.body = nil
            for name in ["content-type", "content-length", "content-encoding"] { next.headers.remove(name) }
        }
        next.headers.remove("host")
        guard to.canonicalOrigin != from.canonicalOrigin else { return next }
        return try next.forStranger(secrets(), "The service redirected to \(to.origin), another origin")
    }

    private func target(from: RequestAddress, _ quoting: DataQuoting) throws(PlatformError) -> RequestAddress {
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
    private func absolute(from: RequestAddress) throws(PlatformError) -> RequestAddress {
        if RequestAddress.isAbsolute(location) { return try RequestAddress(absolute: location) }
        if location.starts(withBytesOf: "//") {
            return try RequestAddress(absolute: "\(from.origin.parts(between: ":")[0]):\(location)")
        }
        if location.starts(withBytesOf: "/") {
            var address = try RequestAddress(absolute: from.origin + location)
            address.removeDotSegments()
            return address
        }
        if location.starts(withBytesOf: "?") { return try RequestAddress(absolute: from.origin + from.path + location) }
        guard !location.utf8.prefix(while: { $0 != UInt8(ascii: "/") }).contains(UInt8(ascii: ":")) else {
            throw PlatformError(.runtimeError, "not http")
        }
        let directory = from.path.utf8.lastIndex(of: UInt8(ascii: "/")).map { from.path[...$0] } ?? "/"
        var address = try RequestAddress(absolute: from.origin + directory + location)
        address.removeDotSegments()
        return address
    }
}

extension RequestAddress {
    /// Resolves `.` and `..` in the path (RFC 3986, section 5.2.4).
    mutating func removeDotSegments() {
        guard path.contains("/.") else { return }
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
        path = kept.joined(separator: "/")
    }

    /// Scheme, host and port in one form, to tell whether two addresses share an origin.
    var canonicalOrigin: String {
        let lowered = origin.lowercased()
        for (scheme, port) in [("https://", ":443"), ("http://", ":80")]
        where lowered.starts(withBytesOf: scheme) && lowered.ends(withBytesOf: port) {
            return String(decoding: lowered.utf8.dropLast(port.utf8.count), as: UTF8.self)
        }
        return lowered
    }
}
