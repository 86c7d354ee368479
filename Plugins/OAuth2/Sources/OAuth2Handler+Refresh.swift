import IML
public import PatchbayAuth
import PatchbayTransport

extension OAuth2Handler {
    /// Seconds before its end at which a token no longer counts as good for a call.
    static let margin = 30.0

    /// Whether the token must be refreshed before the next call.
    ///
    /// The `condition` of the spec's `refresh` decides; without one, whether `data.expires` is within 30 seconds.
    public func needsRefresh(_ session: any AuthorizationSession) async throws -> Bool {
        guard canRefresh(session.shape) else { return false }
        if let due = try await session.condition(of: "refresh") { return due }
        guard let expires = Timestamp(dateLike: await session.data("expires")) else { return false }
        return Double(expires.millisecondsSinceEpoch) / 1_000 <= session.now + Self.margin
    }

    /// Gets a new token without the user: by `refresh`, or by `token` where no user was needed for it.
    public func refresh(_ session: any AuthorizationSession) async throws -> Bool {
        guard canRefresh(session.shape) else { return false }
        let directive = session.shape.has("refresh") ? "refresh" : "token"
        let answer: DirectiveAnswer?
        do {
            answer = try await session.perform(directive, options: DirectiveOptions(ignoresCondition: true))
        } catch let error as PlatformError {
            throw Self.refusedRefresh(error)
        }
        if let answer, answer.isPage { throw Self.page(of: directive, answer) }
        return true
    }

    /// A page for people where tokens should be says nothing about the credentials: the service, or something before it,
    /// is in trouble.
    private static func page(of directive: String, _ answer: DirectiveAnswer) -> PlatformError {
        PlatformError(
            .connectionError,
            "The service answered with a web page instead of a token; it may be in trouble.",
            statusCode: answer.statusCode,
            path: directive
        )
    }

    /// RFC 6749, section 5.2: 400 and 401 say that the grant or the client is no longer good, which no repeating mends.
    ///
    /// A type the spec itself gave the error stays.
    private static func refusedRefresh(_ error: PlatformError) -> PlatformError {
        guard error.type == .runtimeError, [400, 401].contains(error.statusCode) else { return error }
        var refused = error
        refused.type = .invalidAccessTokenError
        refused.message = "The service did not renew the access (\(error.message)); reauthorize the connection."
        return refused
    }

    private func canRefresh(_ shape: SpecShape) -> Bool {
        shape.has("refresh") || !needsUser(shape)
    }
}

extension DirectiveAnswer {
    /// Whether it is HTML by its type and its look: some services call their JSON `text/html` too.
    fileprivate var isPage: Bool {
        let type = headers.first("content-type")?.lowercased() ?? ""
        return type.hasPrefix("text/html") && bytes.first { !" \t\r\n".utf8.contains($0) } == UInt8(ascii: "<")
    }
}
