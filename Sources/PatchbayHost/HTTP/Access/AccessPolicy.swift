import PatchbayAuth
import PatchbayText
import PatchbayTransport

/// Who may use the API.
///
/// Without a token only programs of this machine may, and web pages of other sites that run in a browser on this machine
/// are kept out: a name that was made to resolve to it (DNS rebinding) shows in `Host`, a foreign page in `Origin` or
/// `Sec-Fetch-Site`. What a proxy passes on from elsewhere, by the public name or by what it says of its client, reaches
/// the paths for strangers only. With a token whoever shows it may use everything.
struct AccessPolicy: Sendable {
    /// What a request says about where it comes from.
    struct Claims: Sendable {
        var path = "/"
        var host: String?
        var origin: String?
        var fetchSite: String?
        var authorization: String?
        var forwarding: Forwarding?
    }

    /// What is there for people and services that have no token: each brings something unguessable of its own.
    private enum Opening {
        /// The calls of services; there is no saying under what name they come.
        case hooks
        /// The browser's way back from a service, and the page on which an end user connects.
        case pages

        /// By the segments of a path, as the table of routes reads it.
        init?(_ path: String) {
            // What most requests ask for needs no look at its segments.
            if path.starts(withBytesOf: "/v1/") { return nil }
            let segments = path.parts(between: "/", omittingEmpty: true)
            guard let first = segments.first else { return nil }
            if first.isExactly("hooks") {
                self = .hooks
            } else if first.isExactly(oneOf: "connect", "connect.js") || Self.isCallback(segments) {
                self = .pages
            } else {
                return nil
            }
        }

        private static func isCallback(_ segments: [Substring]) -> Bool {
            let path = "/" + segments.joined(separator: "/")
            return CallbackRoutes.paths.contains { $0.isExactly(path) }
        }
    }

    private let token: Secret?
    /// The names this machine has for itself.
    private let ownHosts: Set<ExactText>
    private let publicHost: String

    /// Makes a policy.
    ///
    /// - Parameters:
    ///   - token: What clients have to show; `nil` for none.
    ///   - listeningHost: The address the host listens on.
    ///   - publicURL: The address it is reached at.
    init(token: Secret?, listeningHost: String, publicURL: String) {
        self.token = token
        publicHost = WebAddress(publicURL).host.host.lowercased()
        var own: Set<ExactText> = [
            "localhost", "127.0.0.1", "[::1]", ExactText(HostAndPort.bracketed(listeningHost.lowercased())),
        ]
        if PublicURL.isLoopback(publicURL) { own.insert(ExactText(publicHost)) }
        ownHosts = own
    }

    /// Why a request is not let in; `nil` when it is.
    func refusal(of claims: Claims) -> Problem? {
        let opening = Opening(claims.path)
        if let token {
            return opening != nil || Self.bearer(claims.authorization) == token ? nil : .unauthorized
        }
        if opening == .hooks { return nil }
        let authority = claims.host?.lowercased() ?? ""
        let host = HostAndPort(authority).host
        let isOwn = ownHosts.contains(ExactText(host))
        guard isOwn || host.isExactly(publicHost) else {
            return .forbidden(
                "The host is not called '\(claims.host ?? "")'. Use localhost, 127.0.0.1 or the address of --public-url."
            )
        }
        if opening == .pages { return nil }
        if !isOwn || claims.forwarding?.isFromElsewhere(ownHosts) == true { return Self.onlyForPrograms }
        if let origin = claims.origin, Self.authority(ofPageAt: origin)?.isExactly(authority) != true {
            return .forbidden("Pages of '\(origin)' may not use this host.")
        }
        if let site = claims.fetchSite?.lowercased(), site.isExactly(oneOf: "cross-site", "same-site") {
            return .forbidden("Pages of other sites may not use this host.")
        }
        return nil
    }

    private static let onlyForPrograms = Problem.forbidden(
        "Without a token the API is there for programs of this machine only; from elsewhere only /hooks, /connect and "
            + "/oauth/cb answer. Start the host with --api-token to use its API under another name or through a proxy."
    )

    /// Where a page is from; `nil` for one of no site, such as a file.
    private static func authority(ofPageAt origin: String) -> String? {
        let address = WebAddress(origin)
        return Origin.Scheme(address.scheme).map { _ in address.authority.lowercased() }
    }

    private static func bearer(_ authorization: String?) -> Secret? {
        guard let authorization = authorization?.utf8,
            String(decoding: authorization.prefix(7), as: UTF8.self).lowercased().isExactly("bearer ")
        else { return nil }
        return Secret(String(decoding: authorization.dropFirst(7).drop { $0 == 0x20 }, as: UTF8.self))
    }
}
