/// A named request of a connection spec, as its handler declares it for validation.
public struct Directive: Sendable, Hashable {
    /// The key in the spec, such as `requestToken`.
    public let name: String

    /// Keys of a request, or of its `response`, that mean nothing here and are reported as such.
    ///
    /// A key of the response is written `response.iterate`.
    public let refusedKeys: Set<String>

    /// Whether the request is never sent by the host: it says where the user's browser goes.
    public let opensInBrowser: Bool

    /// Whether its answer brings the connection its credentials: one that brings none makes no connection.
    public let issuesCredentials: Bool

    /// Declares a directive.
    ///
    /// - Parameters:
    ///   - name: The key in the spec.
    ///   - refusedKeys: Keys that mean nothing in this directive.
    ///   - opensInBrowser: Whether the user's browser goes there instead of the host.
    ///   - issuesCredentials: Whether its answer brings the connection its credentials.
    public init(
        _ name: String,
        refusing refusedKeys: Set<String> = [],
        opensInBrowser: Bool = false,
        issuesCredentials: Bool = false
    ) {
        self.name = name
        self.refusedKeys = refusedKeys
        self.opensInBrowser = opensInBrowser
        self.issuesCredentials = issuesCredentials
    }
}

/// The outline of a connection's communication, by which its handler is found.
public struct SpecShape: Sendable, Hashable {
    /// Whether the communication is an array of requests.
    public let isArray: Bool

    /// The keys at the root, empty for an array and for an empty spec.
    public let keys: Set<String>

    /// Describes a communication.
    public init(isArray: Bool, keys: Set<String>) {
        self.isArray = isArray
        self.keys = keys
    }

    /// Whether there is nothing in it.
    public var isEmpty: Bool { !isArray && keys.isEmpty }

    /// Whether a key stands at the root.
    public func has(_ key: String) -> Bool { keys.contains(key) }
}
