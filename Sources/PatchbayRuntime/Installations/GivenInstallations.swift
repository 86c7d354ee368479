package import IML
package import PatchbayStore

/// Installation parameters that stand in the host's settings, beside those in the store.
package struct GivenInstallations: Sendable {
    /// Where an installation parameter comes from; a later one wins over those before it.
    package enum Origin: String, Sendable, CaseIterable {
        /// The settings file.
        case file
        /// The API, from where it was put into the store.
        case api
        /// The environment.
        case environment
    }

    private var given: [InstallationPlace: [Origin: ConnectionData]] = [:]

    /// Nothing is given.
    package init() {}

    /// Takes what a source gives for a connection spec, in the place of what it gave.
    package mutating func set(_ parameters: Fields, of place: InstallationPlace, from origin: Origin) {
        given[place, default: [:]][origin] = ConnectionData(parameters)
    }

    /// What the settings give for a connection spec; empty for nothing.
    subscript(place: InstallationPlace) -> [Origin: ConnectionData] { given[place] ?? [:] }

    /// The connection specs something is given for.
    package var places: [InstallationPlace] {
        given.keys.sorted { ($0.app, $0.connection) < ($1.app, $1.connection) }
    }
}
