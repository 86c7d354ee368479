package import IML
import PatchbayAuth
import PatchbayBundle
import PatchbayStore

extension ConnectionService {
    /// Creates a connection.
    ///
    /// - Parameters:
    ///   - app: The app's name.
    ///   - connection: The connection spec's name.
    ///   - name: What its owner calls it; the spec's label when there is none.
    ///   - parameters: What the user entered.
    ///   - scopes: The scopes the user wants beside the spec's default ones.
    ///   - modules: The modules it is to serve, whose scopes are asked for too.
    ///   - environment: What the spec's templates read as `environment` from now on, over the host's own.
    /// - Returns: The connection: valid, or pending with the address to send the user to.
    /// - Throws: ``CallFailure``; nothing is kept then.
    package func create(
        app: String,
        connection: String,
        name: String?,
        parameters: Fields,
        scopes: [String] = [],
        modules: [String] = [],
        environment: Fields = [:]
    ) async throws -> ConnectionSummary {
        try Self.check(environment: environment)
        let name = try name.map(Self.checkedName)
        let subject = try await subject(app: app, connection: connection)
        try checkInstallation(subject)
        var draft = ConnectionDraft(data: try checked(parameters, for: subject.definition, in: environment))
        draft.environment = environment
        draft.scopes = try scopes + moduleScopes(of: modules, in: subject.app)
        let state = newState()
        let session = session(subject, draft: draft, state: state, savingTo: nil)
        let step = try await reporting(session) { try await subject.handler.begin(session) }
        var record = newRecord(subject, name: name)
        switch step {
        case .authorized:
            record.take(await session.draft)
            return changed(try await services.store.insert(record))
        case .user(let user):
            record.data = ConnectionData(draft.data)
            record.scopes = draft.scopes
            record.environment = environment
            let stored = try await services.store.insert(record)
            do {
                try await save(user, state: state, of: stored, session)
            } catch {
                // A connection nobody can come back to is of no use.
                try? await services.store.delete(stored.id)
                throw error
            }
            return pending(changed(stored), user)
        }
    }

    /// Authorizes a connection again, in place, for the scopes it has and those wanted now.
    ///
    /// Until the user is back the connection stays as it is. It stays its owner's too: with another account at the
    /// service it is refused.
    ///
    /// - Parameters:
    ///   - id: The connection's id.
    ///   - scopes: Scopes the user wants it to have too.
    ///   - modules: The modules it is to serve from now on, whose scopes are asked for too.
    ///   - environment: What the spec's templates read as `environment` from then on; `nil` leaves it as it is.
    package func reauthorize(
        _ id: String,
        scopes: [String] = [],
        modules: [String] = [],
        environment: Fields? = nil
    ) async throws -> ConnectionSummary {
        if let environment { try Self.check(environment: environment) }
        let record = try await record(id)
        let app = try ComponentLookup(apps).app(record.app)
        let wanted = try scopes + moduleScopes(of: modules, in: app)
        return try await authorize(record, with: record.data.reveal(), wanting: wanted, in: environment)
    }

    /// Changes a connection's name, its parameters, or both; changed parameters are authorized anew.
    ///
    /// It stays its owner's: parameters of another account at the service are refused.
    /// Where the spec says of some parameters that they are `editable`, only these can be changed.
    package func update(_ id: String, name: String?, parameters: Fields?) async throws -> ConnectionSummary {
        let record = try await record(id)
        let name = try name.map(Self.checkedName)
        guard let parameters else {
            return if let name { try await rename(id, to: name) } else { try await get(id) }
        }
        let subject = try await subject(app: record.app, connection: record.connection)
        try subject.definition.checkEditable(parameters, over: record.data.reveal())
        let data = try checked(
            record.data.reveal().merging(parameters),
            for: subject.definition,
            in: record.environment
        )
        var summary = try await authorize(record, with: data)
        if let name { summary.name = try await rename(id, to: name).name }
        return summary
    }

    private func authorize(
        _ record: ConnectionRecord,
        with data: Fields,
        wanting scopes: [String] = [],
        in environment: Fields? = nil
    ) async throws -> ConnectionSummary {
        let subject = try await subject(app: record.app, connection: record.connection)
        try checkInstallation(subject)
        let wanted = record.scopes + scopes.filter { !record.scopes.contains($0) }
        var draft = ConnectionDraft(replacing: record, with: data, scopes: wanted)
        if let environment { draft.environment = environment }
        let state = newState()
        let session = session(subject, draft: draft, state: state, savingTo: nil)
        let step = try await reporting(session) { try await subject.handler.begin(session) }
        return try await keep(step, of: session, for: record, state: state)
    }
}

// MARK: - Pieces

extension ConnectionService {
    private static func check(environment: Fields) throws(CallFailure) {
        if let objection = Zone.objection(toEnvironment: environment) { throw .badCall(objection) }
    }

    /// What a user entered, checked and converted as the spec's parameters say.
    ///
    /// - Parameter environment: The connection's; its time zone is the one dates without one are of.
    private func checked(
        _ given: Fields,
        for definition: ConnectionDefinition,
        in environment: Fields
    ) throws(CallFailure) -> Fields {
        let (input, problems) = definition.form.checked(given) {
            Zone(environment: .collection(services.environment.merging(environment)))
        }
        guard problems.isEmpty else {
            let entered = definition.form.secrets(in: given)
            let quoting = DataQuoting.masked {
                var secrets = SecretTexts()
                for value in entered { secrets.add(everyTextIn: value, named: true) }
                return Masker(secrets)
            }
            throw .invalidInput(problems.map { CallFailure.InputProblem($0, quoting) })
        }
        return input
    }

    /// The scopes modules need.
    ///
    /// - Throws: ``CallFailure/unknown(kind:name:message:)`` for a module the app does not have.
    private func moduleScopes(of modules: [String], in app: LoadedApp) throws(CallFailure) -> [String] {
        var scopes: [String] = []
        for name in modules {
            guard let module = app.definition.modules[name] else {
                throw .unknown("module", name, in: app.name, among: app.definition.modules.map(\.name))
            }
            scopes += module.scope
        }
        return scopes
    }

    private func newRecord(_ subject: ConnectionSession.Subject, name: String?) -> ConnectionRecord {
        ConnectionRecord(
            id: "con_" + Binary(services.randomBytes(16)).base64URL,
            app: subject.app.name,
            connection: subject.definition.name,
            name: name ?? subject.definition.label,
            status: .pending,
            data: ConnectionData([:]),
            createdAt: now
        )
    }
}
