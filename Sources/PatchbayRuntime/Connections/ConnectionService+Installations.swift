package import IML
import PatchbayAuth
import PatchbayBundle
import PatchbayStore
import PatchbayText

extension ConnectionService {
    /// What is filled in of a connection spec's installation parameters.
    ///
    /// - Throws: ``CallFailure/unknown(kind:name:message:)`` when there is no such spec.
    package func installation(app: String, connection: String) async throws -> InstallationSummary {
        let (app, definition) = try found(app, connection)
        let layers = try await layers(app, definition)
        let installation = try Installation(Self.merged(layers), of: definition, in: app)
        return Self.summary(layers, installation, of: definition, in: app)
    }

    /// Fills in a connection spec's installation parameters, in the place of what was filled in here before.
    ///
    /// - Parameter parameters: The values; `nil` leaves only what the host's settings give.
    /// - Throws: ``CallFailure`` with everything that is wrong; nothing changes then.
    package func install(
        app: String,
        connection: String,
        parameters: Fields?
    ) async throws -> InstallationSummary {
        let (app, definition) = try found(app, connection)
        if let parameters { try Self.checkNames(parameters, of: definition, in: app) }
        let place = InstallationPlace(app: app.name, connection: definition.name)
        var layers = services.installations[place]
        layers[.api] = parameters.map(ConnectionData.init)
        let installation = try Installation(Self.merged(layers), of: definition, in: app)
        if let parameters {
            // What the environment overrides today counts once it no longer does, so it has to be right too.
            let given = Self.merged(layers).merging(parameters)
            let overridden = Installation.problems(of: given, for: definition, in: app)
            let problems = installation.problems + overridden.filter { !installation.problems.contains($0) }
            guard problems.isEmpty else {
                throw CallFailure.invalidInput(problems.map { CallFailure.InputProblem($0, .withheld) })
            }
        }
        try await services.store.setInstallation(layers[.api], of: place)
        return Self.summary(layers, installation, of: definition, in: app)
    }

    /// What installation parameters make of a connection spec.
    func installation(_ app: LoadedApp, _ definition: ConnectionDefinition) async throws -> Installation {
        let layers = try await layers(app, definition)
        // Nothing is filled in and nothing asks for it: nearly every spec.
        if layers.isEmpty, definition.installForm.parameters.isEmpty, definition.installDirectives == nil {
            return Installation(of: definition)
        }
        return try Installation(Self.merged(layers), of: definition, in: app)
    }

    /// Makes sure that what a new authorization needs of installation parameters is filled in.
    func checkInstallation(_ subject: ConnectionSession.Subject) throws(CallFailure) {
        guard let first = subject.installation.problems.first else { return }
        let (app, spec) = (subject.app.name, subject.definition.name)
        throw .badCall(
            "The installation parameters of '\(app)/\(spec)' are not complete: \(first.path) "
                + "\(DataQuoting.withheld.text(of: first.quotingMessage)). "
                + "Whoever runs this host fills them in, with PUT /v1/apps/\(app)/connections/\(spec)/installation "
                + "or as 'installation' in its settings."
        )
    }
}

// MARK: - Pieces

extension ConnectionService {
    private typealias Layers = [GivenInstallations.Origin: ConnectionData]

    private func found(
        _ name: String,
        _ connection: String
    ) throws(CallFailure) -> (app: LoadedApp, definition: ConnectionDefinition) {
        let app = try ComponentLookup(apps).app(name)
        guard let definition = app.definition.connections[connection] else {
            throw .unknown("connection", connection, in: name, among: app.definition.connections.map(\.name))
        }
        return (app, definition)
    }

    private func layers(_ app: LoadedApp, _ definition: ConnectionDefinition) async throws -> Layers {
        let place = InstallationPlace(app: app.name, connection: definition.name)
        var layers = services.installations[place]
        layers[.api] = try await services.store.installation(place)
        return layers
    }

    private static func merged(_ layers: Layers) -> Fields {
        var merged = Fields()
        for origin in GivenInstallations.Origin.allCases { merged.merge(layers[origin]?.reveal() ?? [:]) }
        return merged
    }

    private static func checkNames(
        _ parameters: Fields,
        of definition: ConnectionDefinition,
        in app: LoadedApp
    ) throws(CallFailure) {
        // What the spec reads and nothing sets can be filled in too, where nothing else makes the common data.
        let unset = definition.installDirectives == nil ? definition.unsetCommon : []
        let names = definition.installForm.parameters.isEmpty ? [] : definition.installForm.names.union(unset)
        // A spec without installation parameters may still leave its common data to whoever runs the host.
        guard !names.isEmpty, let stranger = parameters.keys.first(where: { !names.contains($0) }) else { return }
        let near = NearestName.question(for: stranger, among: names.sorted())
        throw .badCall(
            "'\(app.name)/\(definition.name)' has no installation parameter '\(stranger)'.\(near)"
        )
    }

    private static func summary(
        _ layers: Layers,
        _ installation: Installation,
        of definition: ConnectionDefinition,
        in app: LoadedApp
    ) -> InstallationSummary {
        var origins = Fields()
        for origin in GivenInstallations.Origin.allCases {
            for key in layers[origin]?.keys ?? [] { origins[key] = .text(origin.rawValue) }
        }
        return InstallationSummary(
            app: app.name,
            connection: definition.name,
            parameters: definition.installSpec,
            keys: origins.map { ($0.key, GivenInstallations.Origin(rawValue: $0.value.text) ?? .api) },
            missing: installation.problems.map(\.path),
            unset: definition.unsetCommon.filter { installation.common?[$0].isEmpty ?? true }.sorted()
        )
    }
}
