import PatchbayText

/// Keeps what whoever runs the host entered for the connection specs of apps: their installation parameters.
///
/// They are sealed like connections, and a change is kept for good when its method returns. Every method may throw
/// ``StoreError``.
package protocol InstallationStore: Sendable {
    /// What was entered for a connection spec; `nil` when nothing was.
    ///
    /// Every use of a connection asks for it, so an answer from memory is welcome if it is as good as the stored one.
    func installation(_ place: InstallationPlace) async throws -> ConnectionData?

    /// Keeps what was entered for a connection spec in the place of what there was; `nil` keeps nothing.
    func setInstallation(_ data: ConnectionData?, of place: InstallationPlace) async throws
}

/// A connection spec of an app.
package struct InstallationPlace: Sendable {
    /// The app's name.
    package let app: String
    /// The connection spec's name.
    package let connection: String

    /// Names a connection spec.
    package init(app: String, connection: String) {
        self.app = app
        self.connection = connection
    }
}

extension InstallationPlace: Hashable {
    package static func == (one: InstallationPlace, other: InstallationPlace) -> Bool {
        one.app.isExactly(other.app) && one.connection.isExactly(other.connection)
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(ExactText(app))
        hasher.combine(ExactText(connection))
    }
}
