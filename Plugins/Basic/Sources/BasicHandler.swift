public import PatchbayAuth

/// Connections without a protocol of their own: an API key, a user and a password, anything a request itself carries.
///
/// The spec is empty, one request or an array of requests. An empty one is valid at once; the others are sent, and a good
/// answer makes the connection valid. Their `response.data`, `metadata`, `uid` and `expires` are taken.
public struct BasicHandler: AuthenticationHandler {
    /// Makes the handler.
    public init() {}

    /// `basic`.
    public var name: String { "basic" }

    /// What a user interface calls it.
    public var label: String { "API key, password or other fixed credentials" }

    /// Recognizes an empty spec, an array, and a request: one with a `url`, or with a `response` alone.
    public func recognizes(_ shape: SpecShape) -> Bool {
        shape.isArray || shape.isEmpty || shape.has("url") || shape.has("response")
    }

    /// Makes the connection valid by a good answer.
    ///
    /// - Throws: `PlatformError` as the spec's `error` says, or the service's refusal.
    public func begin(_ session: any AuthorizationSession) async throws -> AuthorizationStep {
        try await verify(session)
        return .authorized
    }

    /// Sends the requests again; an empty spec has none.
    public func verify(_ session: any AuthorizationSession) async throws {
        if session.shape.isEmpty { return }
        try await session.perform(nil)
    }
}
