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
    /// - Returns: The connection: valid, or pending with the address to send the user to.
    /// - Throws: ``CallFailure``; nothing is kept then.
    package func create(
        app: String,
        connection: String,
        name: String?,
        parameters: Fields,
        scopes: [String] = [],
        modules: [String] = []
    ) async throws -> ConnectionSummary {
        let name = try name.map(Self.checkedName)
        let subject = try await subject(app: app, connection: connection)
        try checkInstallation(subject)
        var draft = ConnectionDraft(data: try checked(parameters, for: subject.definition))
        draft.scopes = try scopes + moduleScopes(of: modules, in: subject.app)
        let state = newState()
        let session = session(subject, draft: draft, state: state, savingTo: nil)
        let step = try await reporting(subject, session) { try await subject.handler.begin(session) }
        var record = newRecord(subject, name: name)
        switch step {
        case .authorized:
            record.take(await session.draft)
            return changed(try await services.store.insert(record))
        case .user(let user):
            record.data = ConnectionData(draft.data)
            record.scopes = draft.scopes
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
    package func reauthorize(
        _ id: String,
        scopes: [String] = [],
        modules: [String] = []
    ) async throws -> ConnectionSummary {
        let record = try await record(id)
        let app = try ComponentLookup(apps).app(record.app)
        let wanted = try scopes + moduleScopes(of: modules, in: app)
        return try await authorize(record, with: record.data.reveal(), wanting: wanted)
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
        let data = try checked(record.data.reveal().merging(parameters), for: subject.definition)
        var summary = try await authorize(record, with: data)
        if let name { summary.name = try await rename(id, to: name).name }
        return summary
    }

    private func authorize(
        _ record: ConnectionRecord,
        with data: Fields,
        wanting scopes: [String] = []
    ) async throws -> ConnectionSummary {
        let subject = try await subject(app: record.app, connection: record.connection)
        try checkInstallation(subject)
        var draft = ConnectionDraft(record)
        draft.replaced = draft.data
        draft.data = data
        draft.scopes += scopes.filter { !record.scopes.contains($0) }
        draft.expires = nil
        let state = newState()
        let session = session(subject, draft: draft, state: state, savingTo: nil)
        switch try await reporting(subject, session, { try await subject.handler.begin(session) }) {
        case .authorized:
            try await checkOwner(session, of: record)
            return try await store(session, as: record.id)
        case .user(let user):
            try await save(user, state: state, of: record, session)
            return pending(summary(record), user)
        }
    }

    /// Takes the code a user brought back by hand.
    ///
    /// A code the service refuses leaves the authorization waiting for another until it expires.
    ///
    /// - Throws: ``CallFailure/codeRefused(_:)`` when another code may be given, another ``CallFailure`` when not.
    package func submit(verifier: String, for id: String) async throws -> ConnectionSummary {
        _ = try await record(id)
        switch try await services.store.takeFlow(ofConnection: id, at: now) {
        case .taken(let flow): return try await resume(flow, with: .verifier(Secret(verifier)))
        case let other:
            throw CallFailure.badCall("\(Self.refusal(other)) Start again with reauthorize.")
        }
    }

    /// Takes what the service sent a user's browser back with.
    ///
    /// - Parameter query: The parameters of the callback, in order.
    /// - Returns: How it ended; a refused callback changes nothing.
    package func callback(query: Fields) async -> CallbackOutcome {
        do {
            let taken: FlowOutcome
            if let state = query["state"]?.asText {
                let token = query["oauth_token"]?.asText.map(Secret.init)
                taken = try await services.store.takeFlow(state: state, correlation: token, at: now)
            } else if let token = query["oauth_token"]?.asText {
                taken = try await services.store.takeFlow(correlation: Secret(token), at: now)
            } else {
                return .refused(
                    message: "The address carries neither a state nor a token, so it belongs to nothing here."
                )
            }
            guard case .taken(let flow) = taken else { return .refused(message: Self.refusal(taken)) }
            return await resume(flow, query)
        } catch {
            return .refused(message: Self.message(of: error))
        }
    }

    private func resume(_ flow: FlowRecord, _ query: Fields) async -> CallbackOutcome {
        do {
            let summary = try await resume(flow, with: .callback(query))
            return summary.authorizeURL.map { .continues(url: $0) } ?? .authorized(summary)
        } catch {
            let message = Self.message(of: error)
            shared.refusals.keep(message, of: flow.connectionID)
            return .refused(message: message)
        }
    }

    private func resume(_ flow: FlowRecord, with answer: AuthorizationAnswer) async throws -> ConnectionSummary {
        let record = try await record(flow.connectionID)
        let subject = try await subject(app: record.app, connection: record.connection)
        var draft = ConnectionDraft(record)
        draft.replaced = draft.data
        draft.data = flow.draft.reveal()
        draft.temp = .collection(flow.temp.reveal())
        draft.scopes = flow.scopes
        draft.expires = nil
        let state = newState()
        let session = session(subject, draft: draft, state: state, savingTo: nil)
        let step: AuthorizationStep
        do {
            step = try await reporting(subject, session) {
                try await subject.handler.resume(session, pending: flow.pending, answer: answer)
            }
        } catch CallFailure.failed(let error) where flow.comesBack == .verifier {
            throw try await refused(error, session, flow)
        }
        switch step {
        case .authorized:
            try await checkOwner(session, of: record)
            return try await store(session, as: record.id)
        case .user(let user):
            try await save(user, state: state, of: record, session)
            return pending(summary(record), user)
        }
    }
}

// MARK: - Pieces

extension ConnectionService {
    /// What a refused code means: the authorization waits on, unless the service had taken the code already.
    private func refused(
        _ error: PlatformError,
        _ session: ConnectionSession,
        _ flow: FlowRecord
    ) async throws -> CallFailure {
        guard await session.draft.data == flow.draft.reveal(), flow.expiresAt > now else {
            var error = error
            error.message = error.sentence + " This authorization cannot be tried again; start again with reauthorize."
            return .failed(error)
        }
        try await services.store.save(flow, state: newState())
        return .codeRefused(error)
    }

    private var now: Timestamp { Timestamp(millisecondsSinceEpoch: Int64(services.now() * 1_000)) }

    /// What a user entered, checked and converted as the spec's parameters say.
    private func checked(_ given: Fields, for definition: ConnectionDefinition) throws(CallFailure) -> Fields {
        let (input, problems) = definition.form.checked(given)
        guard problems.isEmpty else { throw .invalidInput(problems.map(CallFailure.InputProblem.init)) }
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

    /// Makes sure that a connection that had an owner at the service still has the same.
    private func checkOwner(_ session: ConnectionSession, of record: ConnectionRecord) async throws {
        guard let owner = record.uid, let found = await session.draft.uid, owner != found else { return }
        throw CallFailure.badCall(
            "The service says that this is the account '\(found)', and the connection '\(record.name)' belongs to "
                + "'\(owner)'. Log in there as '\(owner)', or make a new connection for '\(found)'."
        )
    }

    private func newState() -> String { Binary(services.randomBytes(32)).base64URL }

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

    private func save(
        _ user: UserStep,
        state: String,
        of record: ConnectionRecord,
        _ session: ConnectionSession
    ) async throws {
        shared.refusals.forget(record.id)
        let draft = await session.draft
        let created = now
        try await services.store.save(
            FlowRecord(
                connectionID: record.id,
                app: record.app,
                connection: record.connection,
                comesBack: user.comesBack,
                draft: ConnectionData(draft.data),
                scopes: draft.scopes,
                temp: ConnectionData(draft.temp.asFields ?? [:]),
                pending: user.pending,
                createdAt: created,
                expiresAt: Timestamp(
                    millisecondsSinceEpoch: created.millisecondsSinceEpoch
                        + Int64(services.limits.authorizationSeconds * 1_000)
                )
            ),
            state: state
        )
    }

    private func pending(_ summary: ConnectionSummary, _ user: UserStep) -> ConnectionSummary {
        var summary = summary
        summary.authorizeURL = user.url
        summary.wantsVerifier = user.comesBack == .verifier
        if summary.status != "valid" { summary.status = "pending" }
        return summary
    }

    /// Runs a handler's step; its error loses the connection's secrets before anyone sees it.
    private func reporting(
        _ subject: ConnectionSession.Subject,
        _ session: ConnectionSession,
        _ step: () async throws -> AuthorizationStep
    ) async throws -> AuthorizationStep {
        do {
            return try await step()
        } catch {
            throw CallFailure.failed(
                PlatformError(wrapping: error).masked(by: await session.secrets)
            )
        }
    }

    private static func refusal(_ outcome: FlowOutcome) -> String {
        switch outcome {
        case .taken, .unknown: "This authorization is not known here."
        case .foreign: "The token that came back is not the one this authorization began with."
        case .used: "This authorization has ended already; each can be used once."
        case .expired: "This authorization took too long; it had ended when the answer came."
        }
    }

    private static func message(of error: any Error) -> String {
        switch error {
        case CallFailure.failed(let error), CallFailure.codeRefused(let error): error.message
        case CallFailure.unknown(_, _, let message), CallFailure.badCall(let message): message
        case CallFailure.broken(let component, _): "\(component) has errors in its files."
        case CallFailure.invalidInput(let problems): problems.map { "\($0.path) \($0.message)" }.joined(separator: "; ")
        case CallFailure.connectionNotValid(_, _, let message): message
        case CallFailure.connectionNeeded(_, let component, _): "'\(component)' needs a connection."
        default: "The host could not complete it."
        }
    }
}

extension ConnectionDefinition {
    /// Makes sure that parameters may be changed once a connection is there: where the form says `editable` of some only
    /// these, and never what the service gave.
    fileprivate func checkEditable(_ given: Fields, over stored: Fields) throws(CallFailure) {
        let list = parameters.asArray ?? []
        let editable = list.filter { $0["editable"].isTruthy }.map { $0["name"].text }
        let fixed = editable.isEmpty ? [] : list.map { $0["name"].text }.filter { !editable.contains($0) }
        let names = form.names
        let problems = given.keys.compactMap { name -> CallFailure.InputProblem? in
            if fixed.contains(name) {
                return .init(path: name, message: "cannot be changed; make a new connection instead")
            }
            guard stored[name] != nil, !names.contains(name) else { return nil }
            return .init(path: name, message: "is no parameter of this connection")
        }
        guard problems.isEmpty else { throw .invalidInput(problems) }
    }
}
