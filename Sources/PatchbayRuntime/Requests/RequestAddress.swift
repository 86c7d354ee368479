import IML
import PatchbayAuth
import PatchbayText

/// The address of a request on its way from a spec's `url` and `qs` to the bytes that are sent.
///
/// Splits at the first `?` and drops a fragment; everything else stays as written until ``encoded()``.
struct RequestAddress: Sendable, Equatable {
    /// Scheme and authority, as written: `https://api.example.com`.
    var origin: String
    /// The path, empty or beginning with `/`.
    var path: String
    /// The query without its `?`; `nil` when there is none.
    var query: String?

    /// Reads an absolute address.
    ///
    /// - Throws: `InvalidConfigurationError` when it is not an `http` or `https` address with a host.
    init(absolute text: String) throws(PlatformError) {
        guard let separator = Self.schemeEnd(of: text) else { throw Self.notAbsolute(text) }
        let scheme = text[..<separator.lowerBound].lowercased()
        guard scheme.isExactly(oneOf: "http", "https") else { throw Self.notAbsolute(text) }
        let rest = text[separator.upperBound...]
        let end = rest.utf8.firstIndex { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: "#") }
        let authority = rest[..<(end ?? rest.endIndex)]
        // Browsers read a backslash as a slash, and line breaks not at all: neither may hide what the host is.
        guard !authority.isEmpty,
            authority.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F && $0 != UInt8(ascii: "\\") })
        else { throw Self.notAbsolute(text) }
        origin = "\(scheme)://\(authority)"
        var tail = rest[(end ?? rest.endIndex)...]
        if let fragment = tail.utf8.firstIndex(of: UInt8(ascii: "#")) { tail = tail[..<fragment] }
        if let mark = tail.utf8.firstIndex(of: UInt8(ascii: "?")) {
            path = String(tail[..<mark])
            query = String(tail[tail.utf8.index(after: mark)...])
        } else {
            path = String(tail)
            query = nil
        }
    }

    /// Whether something stands before the host that a person may take for it (RFC 3986, section 7.6).
    var hasUserInformation: Bool { origin.utf8.contains(UInt8(ascii: "@")) }

    private static func notAbsolute(_ text: String) -> PlatformError {
        PlatformError(
            .invalidConfigurationError,
            text.isEmpty
                ? "The request's url is empty."
                : "'\(text)' is not an address: it has to be http:// or https:// with a host, "
                    + "or begin with / where the base has a baseUrl.",
            path: "url"
        )
    }

    /// Whether a text begins with a scheme, so that no base is joined to it.
    static func isAbsolute(_ text: String) -> Bool {
        guard let separator = schemeEnd(of: text) else { return false }
        return text.utf8[..<separator.lowerBound].allSatisfy(ASCIISet.scheme.contains)
    }

    /// Where the `://` behind a scheme stands: at the first colon, if at all.
    private static func schemeEnd(of text: String) -> Range<String.Index>? {
        let bytes = text.utf8
        guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")), bytes[colon...].starts(with: "://".utf8) else {
            return nil
        }
        return colon..<bytes.index(colon, offsetBy: 3)
    }

    /// Joins a relative address to a base with exactly one `/` between them.
    static func join(base: String, relative: String) -> String {
        var base = base[...]
        while base.utf8.last == UInt8(ascii: "/") { base = base[..<base.utf8.index(before: base.endIndex)] }
        if relative.isEmpty || relative.utf8.first == UInt8(ascii: "?") { return base + relative }
        return base + "/" + Substring(relative.utf8.drop { $0 == UInt8(ascii: "/") })
    }

    /// The address as text.
    var text: String {
        query.map { "\(origin)\(path)?\($0)" } ?? "\(origin)\(path)"
    }

    /// The address with runs of `/` in the path collapsed to one and what an address may not hold percent-encoded.
    ///
    /// An existing `%XX` is kept. With `encodes` off everything is left as written.
    ///
    /// - Throws: `InvalidConfigurationError` for control characters or spaces that are not to be encoded.
    func prepared(encodes: Bool) throws(PlatformError) -> RequestAddress {
        var prepared = self
        prepared.path = path.utf8.containsDoubleSlash ? Self.collapsed(path) : path
        guard encodes else {
            if let bad = text.utf8.first(where: { $0 <= 0x20 || $0 == 0x7F }) {
                throw PlatformError(
                    .invalidConfigurationError,
                    "The url holds \(bad == 0x20 ? "a space" : "a control character"), "
                        + "which cannot be sent with encodeUrl set to false.",
                    path: "url"
                )
            }
            return prepared
        }
        prepared.path = PercentEncoding.encodeUnescaped(prepared.path, keeping: .path)
        prepared.query = query.map { PercentEncoding.encodeUnescaped($0, keeping: .query) }
        return prepared
    }

    private static func collapsed(_ path: String) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(path.utf8.count)
        for byte in path.utf8 where !(byte == UInt8(ascii: "/") && bytes.last == byte) { bytes.append(byte) }
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension Sequence<UInt8> {
    fileprivate var containsDoubleSlash: Bool {
        var previous: UInt8 = 0
        for byte in self {
            if byte == UInt8(ascii: "/"), previous == byte { return true }
            previous = byte
        }
        return false
    }
}
