import PatchbayAuth
import PatchbayTransport

/// Who may use the API.
///
/// Without a token only programs of this machine may, and web pages of other sites that run in a browser on this machine
/// are kept out: a name that was made to resolve to it (DNS rebinding) shows in `Host`, a foreign page in `Origin` or
/// `Sec-Fetch-Site`. With a token whoever shows it may. The browser's way back from a service carries its own
/// unguessable state and is open to everyone.
struct AccessPolicy: Sendable {
    /// What a request says about where it comes from.
    struct Claims: Sendable {
        var path = "/"
        var host: String?
        var origin: String?
        var fetchSite: String?
        var authorization: String?
    }

    private let token: Secret?
    private let ownAuthorities: Set<String>
    private let ownHosts: Set<String>

    /// Makes a policy.
    ///
    /// - Parameters:
    ///   - token: What clients have to show; `nil` for none.
    ///   - listeningHost: The address the host listens on.
    ///   - publicURL: The address it is reached at.
    init(token: Secret?, listeningHost: String, publicURL: String) {
        self.token = token
        let publicAuthority = Self.authority(ofURL: publicURL).lowercased()
        ownAuthorities = [publicAuthority]
        ownHosts = [
            "localhost", "127.0.0.1", "[::1]", ListenAddress.bracketed(listeningHost.lowercased()),
            Self.host(ofAuthority: publicAuthority),
        ]
    }

    /// Why a request is not let in; `nil` when it is.
    func refusal(of claims: Claims) -> Problem? {
        let isCallback = CallbackRoutes.paths.contains(claims.path)
        if let token {
            return isCallback || Self.bearer(claims.authorization) == token ? nil : .unauthorized
        }
        guard let host = claims.host?.lowercased(), ownHosts.contains(Self.host(ofAuthority: host)) else {
            return .forbidden(
                "The host is not called '\(claims.host ?? "")'. Use localhost, 127.0.0.1 or the address of --public-url."
            )
        }
        if isCallback { return nil }
        if let origin = claims.origin, !isOwn(origin: origin, host: host) {
            return .forbidden("Pages of '\(origin)' may not use this host.")
        }
        if let site = claims.fetchSite?.lowercased(), site == "cross-site" || site == "same-site" {
            return .forbidden("Pages of other sites may not use this host.")
        }
        return nil
    }

    private func isOwn(origin: String, host: String) -> Bool {
        guard origin.hasPrefix("http://") || origin.hasPrefix("https://") else { return false }
        let authority = Self.authority(ofURL: origin.lowercased())
        return authority == host || ownAuthorities.contains(authority)
    }

    private static func bearer(_ authorization: String?) -> Secret? {
        guard let authorization, authorization.prefix(7).lowercased() == "bearer " else { return nil }
        return Secret(String(authorization.dropFirst(7).drop { $0 == " " }))
    }

    private static func authority(ofURL url: String) -> String {
        let rest = url.firstRange(of: "://").map { url[$0.upperBound...] } ?? url[...]
        return String(rest.prefix { $0 != "/" })
    }

    /// The host of `host:port`, an IPv6 address with its brackets.
    private static func host(ofAuthority authority: String) -> String {
        if authority.hasPrefix("["), let end = authority.firstIndex(of: "]") {
            return String(authority[...end])
        }
        return String(authority.prefix { $0 != ":" })
    }
}
