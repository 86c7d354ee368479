public import IML

/// What comes next in an authorization.
public enum AuthorizationStep: Sendable {
    /// The connection is authorized.
    case authorized

    /// The user has to go to the service, and comes back through the callback or with a verifier.
    case user(UserStep)
}

/// A user's way to the service and back.
public struct UserStep: Sendable {
    /// How the user comes back.
    public enum Return: Sendable, Hashable {
        /// The service sends the browser to the callback.
        case callback
        /// The service shows a code that the user pastes ("out of band").
        case verifier
    }

    /// The address to open in the user's browser.
    public var url: String

    /// How the user comes back.
    public var comesBack: Return

    /// What has to be kept until then.
    public var pending: PendingAuthorization

    /// Describes a user's way.
    public init(url: String, comesBack: Return, pending: PendingAuthorization) {
        self.url = url
        self.comesBack = comesBack
        self.pending = pending
    }
}

/// What a handler keeps while the user is away; stored sealed, so that it survives a restart of the host.
public struct PendingAuthorization: Sendable {
    /// What the callback can be found by when the service drops the `state`, such as the issued request token.
    public var correlation: Secret?

    /// Whatever else the handler needs to go on.
    public var notes: Fields

    /// Makes a note for the way back.
    public init(correlation: Secret? = nil, notes: Fields = [:]) {
        self.correlation = correlation
        self.notes = notes
    }
}

/// What came back from the user's way to the service.
public enum AuthorizationAnswer: Sendable {
    /// The parameters of the callback's query (or of its form), in order.
    case callback(Fields)
    /// The code the user pasted.
    case verifier(Secret)
}
