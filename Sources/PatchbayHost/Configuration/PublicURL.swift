import PatchbayTransport

/// The address a host is reached at.
enum PublicURL {
    /// A public address without its trailing slash; `nil` for one that cannot be used.
    ///
    /// It may have a path, for hosts behind a proxy that serves more than this one.
    static func normalized(_ text: String) -> String? {
        guard !text.contains(where: { $0 == "?" || $0 == "#" || $0.isWhitespace }), let parts = parts(of: text) else {
            return nil
        }
        var path = parts.path
        while path.last == "/" { path.removeLast() }
        return parts.origin.description + path
    }

    /// Whether an address is this machine's own.
    static func isLoopback(_ url: String) -> Bool {
        parts(of: url).map { ListenAddress.isLoopback($0.origin.host) } ?? false
    }

    private static func parts(of url: String) -> (origin: Origin, path: Substring)? {
        guard let schemeEnd = url.firstRange(of: "://")?.upperBound else { return nil }
        let pathStart = url[schemeEnd...].firstIndex(of: "/") ?? url.endIndex
        return (try? Origin(String(url[..<pathStart]))).map { ($0, url[pathStart...]) }
    }

    /// The address of a host that was given none: the one it listens on.
    static func listening(on host: String, port: Int) -> String {
        let reachable = host == "0.0.0.0" || host == "::" ? "localhost" : host
        return "http://\(ListenAddress.bracketed(reachable)):\(port)"
    }
}

/// An address to listen on.
enum ListenAddress {
    /// Whether only this machine can reach it.
    static func isLoopback(_ host: String) -> Bool {
        let name = host.lowercased()
        if name == "localhost" { return true }
        return IPAddress(name)?.reach == .loopback
    }

    /// A host out of a URL, an IPv6 address without its brackets.
    static func unbracketed(_ host: String) -> String {
        host.hasPrefix("[") && host.hasSuffix("]") ? String(host.dropFirst().dropLast()) : host
    }

    /// A host as it stands in a URL.
    static func bracketed(_ host: String) -> String {
        host.contains(":") ? "[\(host)]" : host
    }
}
