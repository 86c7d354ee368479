import IML
import PatchbayAuth
import PatchbayText

/// The address of a request on its way from a spec's `url` and `qs` to the bytes that are sent.
extension WebAddress {
    /// Reads the absolute address of a request: its scheme in small letters, without its fragment.
    ///
    /// - Throws: `InvalidConfigurationError` when it is not an `http` or `https` address with a host.
    static func requested(_ text: String) throws(PlatformError) -> WebAddress {
        let address = WebAddress(text)
        // Browsers read a backslash as a slash, and line breaks not at all: neither may hide what the host is.
        guard let scheme = Origin.Scheme(address.scheme), !address.authority.isEmpty,
            address.authority.utf8.allSatisfy({ $0 != 0x20 && !$0.isASCIIControl && $0 != UInt8(ascii: "\\") })
        else { throw notAbsolute(text) }
        if address.scheme.isExactly(scheme.rawValue) { return address.withoutFragment }
        return WebAddress(
            originText: "\(scheme.rawValue)://\(address.authority)",
            path: address.path,
            query: address.query
        )
    }

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

    /// Joins a relative address to a base with exactly one `/` between them.
    static func join(base: String, relative: String) -> String {
        var base = base[...]
        while base.utf8.last == UInt8(ascii: "/") { base = base[..<base.utf8.index(before: base.endIndex)] }
        if relative.isEmpty || relative.utf8.first == UInt8(ascii: "?") { return base + relative }
        return base + "/" + Substring(relative.utf8.drop { $0 == UInt8(ascii: "/") })
    }

    /// The address with runs of `/` in the path collapsed to one and what an address may not hold percent-encoded.
    ///
    /// An existing `%XX` is kept. With `encodes` off everything is left as written.
    ///
    /// - Parameters:
    ///   - encodes: Whether to encode.
    ///   - entries: The query to send in place of the address's own, encoded already; `nil` keeps that.
    /// - Throws: `InvalidConfigurationError` for control characters or spaces that are not to be encoded.
    func prepared(encodes: Bool, query entries: [UInt8]? = nil) throws(PlatformError) -> WebAddress {
        var (path, query) = (String(path), entries == nil ? self.query.map { String($0) } : nil)
        if !encodes { try refuseUnwritable(in: originText.utf8, path.utf8, query?.utf8) }
        if path.utf8.containsDoubleSlash { path = Self.collapsed(path) }
        if encodes {
            path = PercentEncoding.encodeUnescaped(path, keeping: .path)
            query = query.map { PercentEncoding.encodeUnescaped($0, keeping: .query) }
        }
        if let entries, !entries.isEmpty { query = String(decoding: entries, as: UTF8.self) }
        return WebAddress(originText: originText, path: path, query: query)
    }

    private func refuseUnwritable(
        in origin: Substring.UTF8View,
        _ path: String.UTF8View,
        _ query: String.UTF8View?
    ) throws(PlatformError) {
        func isUnwritable(_ byte: UInt8) -> Bool { byte == 0x20 || byte.isASCIIControl }
        let first = origin.first(where: isUnwritable) ?? path.first(where: isUnwritable)
        guard let bad = first ?? query?.first(where: isUnwritable) else { return }
        throw PlatformError(
            .invalidConfigurationError,
            "The url holds \(bad == 0x20 ? "a space" : "a control character"), "
                + "which cannot be sent with encodeUrl set to false.",
            path: "url"
        )
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
