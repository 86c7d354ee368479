/// The authentication types a host knows.
///
/// Order matters only between handlers that recognize the same shape: the first one registered wins, so the most
/// demanding comes first and the one that takes anything comes last.
public struct HandlerRegistry: Sendable {
    /// The handlers, in order.
    public let handlers: [any AuthenticationHandler]

    private let byName: [String: any AuthenticationHandler]
    private let bySigningKey: [String: any AuthenticationHandler]

    /// Makes a registry.
    ///
    /// - Precondition: Names are unique; two handlers with one name are a mistake in the host's own registry file.
    public init(_ handlers: [any AuthenticationHandler]) {
        self.handlers = handlers
        byName = Dictionary(uniqueKeysWithValues: handlers.map { ($0.name, $0) })
        bySigningKey = Dictionary(
            handlers.compactMap { handler in handler.signingKey.map { ($0, handler) } },
            uniquingKeysWith: { first, _ in first }
        )
    }

    /// The handler that owns specs of a shape; `nil` when none does.
    public func handler(for shape: SpecShape) -> (any AuthenticationHandler)? {
        handlers.first { $0.recognizes(shape) }
    }

    /// The handler of a name.
    public func handler(named name: String) -> (any AuthenticationHandler)? {
        byName[name]
    }

    /// The handler that signs requests holding a key, such as `oauth`.
    public func signer(forKey key: String) -> (any AuthenticationHandler)? {
        bySigningKey[key]
    }

    /// Every key of a request that some handler signs with.
    public var signingKeys: Set<String> { Set(bySigningKey.keys) }
}
