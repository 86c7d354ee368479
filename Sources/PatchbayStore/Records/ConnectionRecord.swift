package import IML
import PatchbayText

/// A connection as it is stored.
package struct ConnectionRecord: Sendable {
    /// The id, which never changes.
    package let id: String
    /// The app it belongs to.
    package let app: String
    /// The connection spec it follows.
    package let connection: String
    /// What its owner calls it.
    package var name: String
    /// Where it stands in its life.
    package var status: ConnectionStatus
    /// Why it is not valid, for people.
    package var reason: String?
    /// What its user entered and its service gave; sealed in the database, as are metadata, scopes and environment.
    package var data: ConnectionData
    /// What people recognise it by.
    package var metadata: Value
    /// Whom it belongs to at the service.
    package var uid: String?
    /// When the authorization ends.
    package var expires: Timestamp?
    /// The scopes that were granted; before that, those wanted beside the spec's default ones.
    package var scopes: [String]
    /// What templates of its spec read as `environment`, over the host's own.
    package var environment: Fields
    /// When it was created.
    package let createdAt: Timestamp
    /// When it changed last; the store sets it with each change.
    package internal(set) var updatedAt: Timestamp

    /// Describes a connection.
    package init(
        id: String,
        app: String,
        connection: String,
        name: String,
        status: ConnectionStatus,
        reason: String? = nil,
        data: ConnectionData,
        metadata: Value = .undefined,
        uid: String? = nil,
        expires: Timestamp? = nil,
        scopes: [String] = [],
        environment: Fields = [:],
        createdAt: Timestamp
    ) {
        self.id = id
        self.app = app
        self.connection = connection
        self.name = name
        self.status = status
        self.reason = reason
        self.data = data
        self.metadata = metadata
        self.uid = uid
        self.expires = expires
        self.scopes = scopes
        self.environment = environment
        self.createdAt = createdAt
        updatedAt = createdAt
    }
}

extension ConnectionRecord {
    /// Whether a text has the form of an id, so that it is worth looking for: up to 128 letters, digits, `-`, `_` and `.`.
    package static func mayBeID(_ text: String) -> Bool {
        (1...128).contains(text.utf8.count)
            && text.utf8.allSatisfy { $0.isASCIIAlphanumeric || "-_.".utf8.contains($0) }
    }
}
