import IML
import PatchbayAuth
import PatchbayBundle
import PatchbayStore
import PatchbayText

/// Creates, authorizes, verifies and deletes connections, and hands them to calls.
package struct ConnectionService: Sendable {
    let apps: AppCatalog
    let services: RuntimeServices
    let shared: SharedState

    /// The path of the callback below the host's public address.
    package static let callbackPath = "/oauth/cb/app"

    /// The address services send a user's browser back to, without a flow's `state`.
    package var callbackURL: String { services.publicURL + Self.callbackPath }

    /// Every connection.
    package func list() async throws -> [ConnectionSummary] {
        try await services.store.connections(matching: ConnectionFilter()).map { summary($0) }
    }

    /// One connection.
    ///
    /// - Throws: ``CallFailure/unknown(kind:name:message:)`` when there is none.
    package func get(_ id: String) async throws -> ConnectionSummary {
        summary(try await entry(id))
    }

    /// Gives a connection another name.
    package func rename(_ id: String, to name: String) async throws -> ConnectionSummary {
        _ = try await record(id)
        return changed(try await services.store.rename(id, to: Self.checkedName(name)))
    }

    /// Deletes a connection, telling the service where its spec has a way to.
    ///
    /// The connection is gone whatever the service answers. Of a damaged one there is nothing to tell.
    package func delete(_ id: String) async throws {
        let record = try await entry(id)
        if record.status != .damaged,
            let subject = try? await subject(app: record.app, connection: record.connection)
        {
            let session = session(subject, draft: ConnectionDraft(record), savingTo: nil)
            try? await subject.handler.invalidate(session)
        }
        try await services.store.delete(id)
        shared.refusals.forget(id)
        services.report(.connectionChanged(id: id, app: record.app, status: "deleted"))
    }
}

// MARK: - Pieces the flows share

extension ConnectionService {
    /// A name without white space at its ends.
    ///
    /// - Throws: ``CallFailure/invalidInput(_:)`` when nothing is left of it.
    static func checkedName(_ name: String) throws(CallFailure) -> String {
        let name = name.trimmingWhitespace()
        guard !name.isEmpty else {
            throw .invalidInput([.init(path: "name", message: "is empty; leave it out, or say what to call it")])
        }
        return String(name)
    }

    /// The connection of an id, to be worked with.
    ///
    /// - Throws: ``CallFailure/unknown(kind:name:message:)`` when there is none,
    ///   ``CallFailure/connectionNotValid(id:status:message:)`` when its entry in the store is damaged.
    func record(_ id: String) async throws -> ConnectionRecord {
        do {
            guard let record = try await services.store.connection(id) else { throw Self.unknown(id) }
            return record
        } catch let error as StoreError where error.kind == .corrupt {
            let entry = try await entry(id)
            guard entry.status == .damaged else { throw error }
            throw CallFailure.connectionNotValid(
                id: id,
                status: entry.status.rawValue,
                message: "The connection '\(entry.name)' was altered or damaged in the store; "
                    + "delete it and connect again."
            )
        }
    }

    /// The connection of an id to be shown or deleted, also a damaged one.
    ///
    /// - Throws: ``CallFailure/unknown(kind:name:message:)`` when there is none.
    private func entry(_ id: String) async throws -> ConnectionRecord {
        guard let record = try await services.store.connections(matching: ConnectionFilter(id: id)).first else {
            throw Self.unknown(id)
        }
        return record
    }

    private static func unknown(_ id: String) -> CallFailure {
        .unknown(kind: "connection", name: id, message: "There is no connection '\(id)'.")
    }

    /// The spec a connection follows, with its handler.
    func subject(app name: String, connection: String) async throws -> ConnectionSession.Subject {
        let app = try ComponentLookup(apps).app(name)
        guard let definition = app.definition.connections[connection] else {
            throw CallFailure.unknown(
                "connection",
                connection,
                in: name,
                among: app.definition.connections.map(\.name)
            )
        }
        return try await subject(app, definition)
    }

    /// A spec with its handler and what is filled in for it.
    ///
    /// - Throws: ``CallFailure`` when its files have errors, or no handler owns it; ``StoreError``.
    func subject(
        _ app: LoadedApp,
        _ definition: ConnectionDefinition
    ) async throws -> ConnectionSession.Subject {
        guard definition.failures.isEmpty else {
            throw CallFailure.broken(component: "\(app.name)/\(definition.name)", diagnostics: definition.failures)
        }
        guard let name = definition.handler, let handler = services.handlers.handler(named: name) else {
            throw CallFailure.badCall(
                "No authentication type knows the connection '\(definition.name)' of '\(app.name)'."
            )
        }
        return ConnectionSession.Subject(
            app: app,
            definition: definition,
            handler: handler,
            installation: try await installation(app, definition)
        )
    }

    /// Opens a session for a subject.
    ///
    /// - Parameters:
    ///   - draft: The connection as it is.
    ///   - state: The flow's state, which the callback carries back.
    ///   - id: The stored connection that follows every change; `nil` keeps changes to the session.
    ///   - execution: The call it is part of; `nil` for one of its own.
    func session(
        _ subject: ConnectionSession.Subject,
        draft: ConnectionDraft,
        state: String? = nil,
        savingTo id: String?,
        execution: Execution? = nil
    ) -> ConnectionSession {
        ConnectionSession(
            subject,
            draft: draft,
            callback: callbackURL,
            state: state,
            execution: execution ?? Execution(of: subject.app.name, services: services, shared: shared),
            save: id.map { saving(to: $0) }
        )
    }

    /// Puts what a session learns into the stored connection at once, and nothing of what it found there.
    private func saving(to id: String) -> @Sendable (Fields) async throws -> Void {
        { entries in _ = try await services.store.merge(entries, into: id) }
    }

    /// Stores what a session made of a connection, which is valid from now on.
    func store(_ session: ConnectionSession, as id: String) async throws -> ConnectionSummary {
        let draft = await session.draft
        let record = try await services.store.update(id) { $0.take(draft) }
        return changed(record)
    }

    /// Tells of a change.
    func changed(_ record: ConnectionRecord) -> ConnectionSummary {
        services.report(.connectionChanged(id: record.id, app: record.app, status: record.status.rawValue))
        return summary(record)
    }

    /// A connection as it may be shown.
    func summary(_ record: ConnectionRecord) -> ConnectionSummary {
        ConnectionSummary(
            id: record.id,
            app: record.app,
            connection: record.connection,
            name: record.name,
            status: record.status == .valid && isExpired(record) ? "expired" : record.status.rawValue,
            reason: record.reason,
            refusal: shared.refusals[record.id],
            metadata: record.metadata,
            uid: record.uid,
            expires: record.expires,
            scopes: record.scopes,
            dataKeys: record.data.keys.map { SecretTexts.looksSecret($0) ? Masker.mask : $0 },
            createdAt: record.createdAt,
            updatedAt: record.updatedAt
        )
    }
}

extension ConnectionDraft {
    /// Starts from a stored connection.
    init(_ record: ConnectionRecord) {
        self.init(data: record.data.reveal())
        metadata = record.metadata
        uid = record.uid
        expires = record.expires
        scopes = record.scopes
        environment = record.environment
    }

    /// Starts an authorization of a stored connection: what it is made of stands in the place of what is there, and
    /// says by itself when it ends.
    ///
    /// - Parameters:
    ///   - record: The connection as it is.
    ///   - data: What the user entered, and what directives added so far.
    ///   - scopes: The scopes wanted beside the spec's default ones.
    init(replacing record: ConnectionRecord, with data: Fields, scopes: [String]) {
        self.init(record)
        replaced = self.data
        self.data = data
        self.scopes = scopes
        expires = nil
    }
}

extension ConnectionRecord {
    /// Becomes what an authorization made of it.
    mutating func take(_ draft: ConnectionDraft) {
        data = ConnectionData(draft.data)
        metadata = draft.metadata
        uid = draft.uid
        expires = draft.expires
        scopes = draft.scopes
        environment = draft.environment
        status = .valid
        reason = nil
    }
}
