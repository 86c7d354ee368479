package import IML

/// A connection as it may be shown: names of what is stored, never the values.
package struct ConnectionSummary: Sendable {
    /// The connection's id.
    package var id: String
    /// The app it belongs to.
    package var app: String
    /// The connection spec it follows.
    package var connection: String
    /// What its owner calls it.
    package var name: String
    /// `pending`, `valid`, `expired`, `broken` or `damaged`.
    package var status: String
    /// Why it is not valid, for people.
    package var reason: String?
    /// Why the user last came back from the service in vain, as far as this host knows; `nil` once another
    /// authorization begins.
    package var refusal: String?
    /// Where the user has to go to authorize it; set on the answers that start an authorization.
    package var authorizeURL: String?
    /// Whether the user brings a code back by hand.
    package var wantsVerifier: Bool
    /// What people recognise it by, as its spec says.
    package var metadata: Value
    /// Whom it belongs to at the service.
    package var uid: String?
    /// When the authorization ends.
    package var expires: Timestamp?
    /// The scopes that were granted, as the service said, or asked for where it said nothing; empty without any.
    package var scopes: [String]
    /// The names of what is stored.
    package var dataKeys: [String]
    /// When it was created.
    package var createdAt: Timestamp
    /// When it changed last.
    package var updatedAt: Timestamp

    /// Puts a summary together.
    package init(
        id: String,
        app: String,
        connection: String,
        name: String,
        status: String,
        reason: String? = nil,
        refusal: String? = nil,
        authorizeURL: String? = nil,
        wantsVerifier: Bool = false,
        metadata: Value = .undefined,
        uid: String? = nil,
        expires: Timestamp? = nil,
        scopes: [String] = [],
        dataKeys: [String] = [],
        createdAt: Timestamp,
        updatedAt: Timestamp
    ) {
        self.id = id
        self.app = app
        self.connection = connection
        self.name = name
        self.status = status
        self.reason = reason
        self.refusal = refusal
        self.authorizeURL = authorizeURL
        self.wantsVerifier = wantsVerifier
        self.metadata = metadata
        self.uid = uid
        self.expires = expires
        self.scopes = scopes
        self.dataKeys = dataKeys
        self.createdAt = createdAt
        self.updatedAt = updatedAt
    }
}

/// How a user's way back through the callback ended.
package enum CallbackOutcome: Sendable {
    /// The connection is authorized.
    case authorized(ConnectionSummary)
    /// The user has one more address to visit.
    case continues(url: String)
    /// It was refused, and nothing changed.
    case refused(message: String)
}
