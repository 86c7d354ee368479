/// Which connections to list; every part that is set has to hold.
package struct ConnectionFilter: Sendable, Hashable {
    /// Only the connection of this id.
    package var id: String?
    /// Only connections of this app.
    package var app: String?
    /// Only connections of this spec.
    package var connection: String?
    /// Only connections in this state, as stored: one whose time has run out may still be stored as valid.
    package var status: ConnectionStatus?
    /// Only connections of this account at the service.
    package var uid: String?

    /// Describes a choice; nothing set is all.
    package init(
        id: String? = nil,
        app: String? = nil,
        connection: String? = nil,
        status: ConnectionStatus? = nil,
        uid: String? = nil
    ) {
        self.id = id
        self.app = app
        self.connection = connection
        self.status = status
        self.uid = uid
    }
}
