package import IML
package import PatchbayAuth

/// An authorization that waits for its user to come back from the service.
package struct FlowRecord: Sendable {
    /// The connection that is being authorized.
    package var connectionID: String
    /// The app the connection belongs to.
    package var app: String
    /// The connection spec it follows.
    package var connection: String
    /// How the user comes back.
    package var comesBack: UserStep.Return
    /// What the connection's data is to become.
    package var draft: ConnectionData
    /// The scopes that are asked for beside the spec's default ones.
    package var scopes: [String]
    /// What templates of the spec read as `environment`, over the host's own.
    package var environment: Fields
    /// What the spec's directives share.
    package var temp: ConnectionData
    /// What the handler keeps for the way back.
    package var pending: PendingAuthorization
    /// When the authorization began.
    package var createdAt: Timestamp
    /// From when on the user is too late.
    package var expiresAt: Timestamp

    /// Describes a waiting authorization.
    package init(
        connectionID: String,
        app: String,
        connection: String,
        comesBack: UserStep.Return,
        draft: ConnectionData,
        scopes: [String] = [],
        environment: Fields = [:],
        temp: ConnectionData,
        pending: PendingAuthorization,
        createdAt: Timestamp,
        expiresAt: Timestamp
    ) {
        self.connectionID = connectionID
        self.app = app
        self.connection = connection
        self.comesBack = comesBack
        self.draft = draft
        self.scopes = scopes
        self.environment = environment
        self.temp = temp
        self.pending = pending
        self.createdAt = createdAt
        self.expiresAt = expiresAt
    }
}
