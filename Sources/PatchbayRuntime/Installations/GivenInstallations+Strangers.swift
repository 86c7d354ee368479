package import PatchbayBundle
import PatchbayStore
import PatchbayText

extension GivenInstallations {
    /// What is given for apps or connection specs that do not exist, in words: most likely their names are mistyped.
    ///
    /// - Parameter apps: Every app there is.
    /// - Returns: A sentence for each, with the nearest name where one is near; no value.
    package func strangers(among apps: [AppDefinition]) -> [String] {
        places.compactMap { place in
            guard let app = apps.first(where: { $0.name == place.app }) else {
                let near = NearestName.question(for: place.app, among: apps.map(\.name))
                return "Installation parameters are given for the app '\(place.app)', which does not exist.\(near)"
            }
            // A bundle that does not load may have the spec once it does.
            guard app.status != .failed, app.connections[place.connection] == nil else { return nil }
            let near = NearestName.question(for: place.connection, among: app.connections.map(\.name))
            return "Installation parameters are given for '\(place.app)/\(place.connection)', "
                + "but '\(place.app)' has no such connection.\(near)"
        }
    }
}
