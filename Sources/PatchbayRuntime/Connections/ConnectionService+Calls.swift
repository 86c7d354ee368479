import IML
import PatchbayAuth
import PatchbayBundle
import PatchbayStore

extension ConnectionService {
    /// The connection a call names, which may have to be refreshed before it is used.
    ///
    /// - Returns: `nil` for a component that uses none.
    /// - Throws: ``CallFailure`` when it is missing, of another app or spec, or not valid.
    func usable(
        _ id: String?,
        by component: CallableComponent
    ) async throws -> ConnectionUsage? {
        guard !component.connectionSpecs.isEmpty else {
            // One that is there is not used; one that is not is a mistake all the same.
            if let id { _ = try await record(id) }
            return nil
        }
        guard let id else {
            throw CallFailure.connectionNeeded(
                app: component.app.name,
                component: component.name,
                specs: component.connectionSpecs
            )
        }
        let record = try await record(id)
        guard record.app == component.app.name, component.uses(record.connection),
            let definition = component.app.definition.connections[record.connection]
        else {
            throw CallFailure.badCall(
                "The connection \(id) is one of '\(record.app)/\(record.connection)', "
                    + "which '\(component.name)' of '\(component.app.name)' does not use; "
                    + "it takes one of '\(component.connectionSpecs.joined(separator: "' or '"))'."
            )
        }
        try checkValidity(record)
        return ConnectionUsage(record, try await subject(component.app, definition))
    }

    private func checkValidity(_ record: ConnectionRecord) throws(CallFailure) {
        switch record.status {
        case .valid where isExpired(record):
            throw .connectionNotValid(
                id: record.id,
                status: "expired",
                message: "The authorization of the connection '\(record.name)' has ended; reauthorize it."
            )
        case .valid: return
        case .pending:
            throw .connectionNotValid(
                id: record.id,
                status: "pending",
                message: "The connection '\(record.name)' has not been authorized yet."
            )
        case .expired, .broken:
            let reason = record.reason.map { " (\($0))" } ?? ""
            throw .connectionNotValid(
                id: record.id,
                status: record.status.rawValue,
                message: "The connection '\(record.name)' is \(record.status.rawValue)\(reason); reauthorize it."
            )
        }
    }

    /// Whether a connection's authorization has ended by itself.
    func isExpired(_ record: ConnectionRecord) -> Bool {
        guard let expires = record.expires else { return false }
        return expires.secondsSinceEpoch <= services.now()
    }
}

// MARK: - Refreshing

extension ConnectionService {
    /// Refreshes a connection where its handler says that it is due.
    ///
    /// - Throws: ``CallFailure/failed(_:)``, a connection whose service refuses is broken then; what the store throws.
    func refreshIfDue(_ usage: ConnectionUsage, in execution: Execution) async throws {
        let session = session(usage.subject, draft: ConnectionDraft(usage.record), savingTo: nil, execution: execution)
        do {
            guard try await usage.subject.handler.needsRefresh(session) else { return }
            _ = try await refresh(usage, in: execution)
        } catch {
            let failure = await failed(error, usage)
            throw (failure as? PlatformError).map(CallFailure.failed) ?? failure
        }
    }

    /// How a call gets new credentials once the service refuses the ones it has.
    ///
    /// What the store throws is noted in the execution.
    func renewal(
        of usage: ConnectionUsage,
        in execution: Execution
    ) -> @Sendable () async throws(PlatformError) -> Fields? {
        { () async throws(PlatformError) -> Fields? in
            do {
                return try await renew(usage, in: execution)
            } catch {
                throw (error as? PlatformError) ?? execution.note(error)
            }
        }
    }

    /// Gets new credentials for a connection.
    ///
    /// - Returns: Its data with them; `nil` when there are no others.
    /// - Throws: `PlatformError` when the service gives none; what the store throws.
    func renew(_ usage: ConnectionUsage, in execution: Execution) async throws -> Fields? {
        do {
            return try await refresh(usage, in: execution) ? usage.data : nil
        } catch {
            throw await failed(error, usage)
        }
    }

    /// Refreshes a connection, or takes over what another call's refresh made of it.
    ///
    /// - Returns: Whether the usage holds other credentials now.
    private func refresh(_ usage: ConnectionUsage, in execution: Execution) async throws -> Bool {
        let seen = usage.record
        let subject = usage.subject
        let refreshed = try await shared.refreshes.share(seen.id) {
            try await alone(with: seen) { current in
                let ours = refreshExecution(in: execution)
                let session = session(subject, draft: ConnectionDraft(current), savingTo: seen.id, execution: ours)
                let isRefreshed: Bool
                do {
                    isRefreshed = try await subject.handler.refresh(session)
                } catch {
                    execution.absorb(ours, hiding: await session.secrets)
                    throw error
                }
                execution.absorb(ours, hiding: await session.secrets)
                guard isRefreshed else { return nil }
                let draft = await session.draft
                let stored = try await services.store.update(seen.id) { $0.take(draft, since: current) }
                _ = changed(stored)
                return stored
            }
        }
        guard let refreshed, refreshed.data.reveal() != seen.data.reveal() else { return false }
        usage.replace(with: refreshed)
        return true
    }

    /// A refresh has to end before another host takes it for lost and tries its own.
    private func refreshExecution(in call: Execution) -> Execution {
        var limits = services.limits
        limits.callSeconds = min(limits.callSeconds, limits.refreshSeconds * 0.9)
        return Execution(services: services, shared: shared, limits: limits, isLogged: call.isLogged)
    }

    /// Refreshes a connection while no other host that shares the store does; what another made of it is taken over.
    private func alone(
        with seen: ConnectionRecord,
        _ refresh: (ConnectionRecord) async throws -> ConnectionRecord?
    ) async throws -> ConnectionRecord? {
        let (name, holder) = ("refresh:" + seen.id, Binary(services.randomBytes(16)).base64URL)
        while true {
            let time = services.now()
            let isOurs = try await services.store.takeLease(
                name,
                for: holder,
                at: Timestamp(secondsSinceEpoch: time),
                until: Timestamp(secondsSinceEpoch: time + services.limits.refreshSeconds)
            )
            if isOurs { break }
            if let other = try await renewed(seen) { return other }
            // The holder tells nobody when it is done; its refresh takes a network's time anyway.
            try await Task.sleep(for: .milliseconds(30))
        }
        do {
            let record = try await renewed(seen)
            let result = if let record { record } else { try await refresh(self.record(seen.id)) }
            try await services.store.giveLease(name, of: holder)
            return result
        } catch {
            try? await services.store.giveLease(name, of: holder)
            throw error
        }
    }

    /// The connection, if it holds other credentials by now.
    private func renewed(_ seen: ConnectionRecord) async throws -> ConnectionRecord? {
        let current = try await record(seen.id)
        return current.data.reveal() == seen.data.reveal() ? nil : current
    }

    /// The service's refusal as an error of the module; the host's own trouble as it is.
    private func failed(_ error: any Error, _ usage: ConnectionUsage) async -> any Error {
        if case CallFailure.failed(let error) = error { return error }
        if error is CallFailure || error is StoreError { return error }
        let shown = PlatformError(wrapping: error).masked(by: usage.secrets)
        if shown.type == .invalidAccessTokenError { await markBroken(usage, reason: shown.message) }
        return shown
    }

    /// Marks a connection a call used as one that no longer works, unless it has got other credentials meanwhile.
    func markBroken(_ usage: ConnectionUsage, reason: String) async {
        let used = usage.record
        guard let current = try? await services.store.connection(used.id), current.status != .broken,
            current.data.reveal() == used.data.reveal()
        else { return }
        await markBroken(used.id, reason: reason)
    }

    /// Marks a connection as one that no longer works until it is authorized again.
    func markBroken(_ id: String, reason: String) async {
        guard let record = try? await services.store.setStatus(.broken, reason: reason, of: id) else { return }
        services.report(.connectionChanged(id: id, app: record.app, status: record.status.rawValue))
    }
}

extension CallableComponent {
    /// Whether it may be called with connections of a spec.
    fileprivate func uses(_ spec: String) -> Bool {
        connectionSpecs.contains { $0 == spec || $0.lowercased() == spec.lowercased() }
    }
}

extension ConnectionRecord {
    /// Takes over what a session changed; what changed beside it meanwhile stays.
    ///
    /// - Parameters:
    ///   - draft: What the session made of the connection.
    ///   - seen: The connection the session began with.
    mutating func take(_ draft: ConnectionDraft, since seen: ConnectionRecord) {
        let before = seen.data.reveal()
        for (key, value) in draft.data where before[key] != value { data.merge([key: value]) }
        if draft.metadata != seen.metadata { metadata = draft.metadata }
        if draft.uid != seen.uid { uid = draft.uid }
        if draft.expires != seen.expires { expires = draft.expires }
        if draft.scopes != seen.scopes { scopes = draft.scopes }
        status = .valid
        reason = nil
    }
}
