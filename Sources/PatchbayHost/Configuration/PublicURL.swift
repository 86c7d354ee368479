import PatchbayText
import PatchbayTransport

/// The address a host is reached at.
enum PublicURL {
    /// A public address without its trailing slash; `nil` for one that cannot be used.
    ///
    /// It may have a path, for hosts behind a proxy that serves more than this one.
    static func normalized(_ text: String) -> String? {
        let address = WebAddress(text)
        guard address.query == nil, address.fragment == nil, !text.contains(where: \.isWhitespace),
            let origin = try? Origin(address)
        else { return nil }
        var path = address.path
        while path.last == "/" { path.removeLast() }
        return origin.description + path
    }

    /// Whether an address is this machine's own.
    static func isLoopback(_ url: String) -> Bool {
        (try? Origin(WebAddress(url))).map { ListenAddress.isLoopback($0.host) } ?? false
    }

    /// The address of a host that was given none: the one it listens on.
    static func listening(on host: String, port: Int) -> String {
        let reachable = host == "0.0.0.0" || host == "::" ? "localhost" : host
        return "http://\(HostAndPort.bracketed(reachable)):\(port)"
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
}
