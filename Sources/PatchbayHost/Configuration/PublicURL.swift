import PatchbayTransport

/// The address a host is reached at.
enum PublicURL {
    /// A public address without its trailing slash; `nil` for one that cannot be used.
    ///
    /// It may have a path, for hosts behind a proxy that serves more than this one.
    static func normalized(_ text: String) -> String? {
        guard let schemeEnd = text.firstRange(of: "://")?.upperBound,
            !text.contains(where: { $0 == "?" || $0 == "#" || $0.isWhitespace })
        else { return nil }
        let pathStart = text[schemeEnd...].firstIndex(of: "/") ?? text.endIndex
        guard let origin = try? Origin(String(text[..<pathStart])) else { return nil }
        var path = text[pathStart...]
        while path.last == "/" { path.removeLast() }
        return origin.description + path
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

    /// A host as it stands in a URL.
    static func bracketed(_ host: String) -> String {
        host.contains(":") ? "[\(host)]" : host
    }
}
