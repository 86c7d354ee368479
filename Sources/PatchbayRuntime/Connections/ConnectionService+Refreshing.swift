import IML
import PatchbayAuth
import PatchbayStore

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

    /// Gets other credentials for a call whose own were refused: new ones, once; after that those that refreshes of
    /// other calls bring.
    ///
    /// A service whose tokens end as soon as the next are given refuses a call while another refreshes.
    ///
    /// - Returns: The connection's data with them; `nil` when there are no others.
    /// - Throws: `PlatformError` when the service gives none; what the store throws.
    func renew(_ usage: ConnectionUsage, in execution: Execution) async throws -> Fields? {
        do {
            let isRenewed =
                switch usage.nextRenewal() {
                case .refresh: try await refresh(usage, in: execution)
                case .takeOver: try await takeOver(usage)
                case nil: false
                }
            return isRenewed ? usage.data : nil
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
        // What it sends counts among the call's requests, but once begun it is not cut off: what the service has given
        // in exchange for the old credentials would be lost.
        try execution.checkRequests()
        let refreshed = try await shared.refreshes.share(seen.id) {
            try await alone(with: seen) { current in
                let ours = refreshExecution(in: execution)
                let session = session(subject, draft: ConnectionDraft(current), savingTo: seen.id, execution: ours)
                let isRefreshed: Bool
                do {
                    isRefreshed = try await subject.handler.refresh(session)
                } catch {
                    let masker = await session.masker
                    execution.absorb(ours, hiding: masker.finders)
                    if error is CallFailure || error is StoreError { throw error }
                    throw PlatformError(wrapping: error).masked(by: masker)
                }
                execution.absorb(ours, hiding: await session.masker.finders)
                guard isRefreshed else { return nil }
                let draft = await session.draft
                let stored = try await services.store.update(seen.id) { $0.take(draft, since: current) }
                _ = changed(stored)
                return stored
            }
        }
        return usage.takes(refreshed)
    }

    /// Takes over what a refresh of another call, here or on another host, made or is making of a connection.
    ///
    /// - Returns: Whether the usage holds other credentials now.
    private func takeOver(_ usage: ConnectionUsage) async throws -> Bool {
        let seen = usage.record
        if let refreshed = try? await shared.refreshes.outcome(of: seen.id), usage.takes(refreshed) { return true }
        return usage.takes(try await alone(with: seen) { _ in nil })
    }

    /// A refresh has to end before another host takes it for lost and tries its own.
    private func refreshExecution(in call: Execution) -> Execution {
        var limits = services.limits
        limits.callSeconds = min(limits.callSeconds, limits.refreshSeconds * 0.9)
        return Execution(of: call.app, services: services, shared: shared, limits: limits, isLogged: call.isLogged)
    }

    /// Refreshes a connection while no other host that shares the store does; what another made of it is taken over.
    private func alone(
        with seen: ConnectionRecord,
        _ refresh: (ConnectionRecord) async throws -> ConnectionRecord?
    ) async throws -> ConnectionRecord? {
        let holder = newHolder()
        while try await !takeLease(of: seen.id, for: holder) {
            if let other = try await renewed(seen) { return other }
            // The holder tells nobody when it is done; its refresh takes a network's time anyway.
            try await Task.sleep(for: .milliseconds(30))
        }
        do {
            let record = try await renewed(seen)
            let result = if let record { record } else { try await refresh(self.record(seen.id)) }
            try await giveLease(of: seen.id, holder)
            return result
        } catch {
            try? await giveLease(of: seen.id, holder)
            throw error
        }
    }

    private func newHolder() -> String { Binary(services.randomBytes(16)).base64URL }

    /// Takes the right to refresh a connection, unless someone else has it.
    private func takeLease(of id: String, for holder: String) async throws -> Bool {
        try await services.store.takeLease("refresh:" + id, for: holder, seconds: services.limits.refreshSeconds)
    }

    private func giveLease(of id: String, _ holder: String) async throws {
        try await services.store.giveLease("refresh:" + id, of: holder)
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
        let shown = PlatformError(wrapping: error).masked(by: Masker(usage.finders))
        if shown.type == .invalidAccessTokenError { await markBroken(usage, reason: shown.message) }
        return shown
    }

    /// Marks a connection a call used as one that no longer works until it is authorized again.
    ///
    /// One that has got other credentials meanwhile stays, and so does one that is being refreshed: what comes of that
    /// says more.
    func markBroken(_ usage: ConnectionUsage, reason: String) async {
        let used = usage.record
        guard await isMarkable(used) else { return }
        let holder = newHolder()
        guard (try? await takeLease(of: used.id, for: holder)) == true else { return }
        if await isMarkable(used) { await mark(used, reason) }
        try? await giveLease(of: used.id, holder)
    }

    private func isMarkable(_ used: ConnectionRecord) async -> Bool {
        guard let current = try? await services.store.connection(used.id) else { return false }
        return current.status != .broken && current.data.reveal() == used.data.reveal()
    }

    private func mark(_ used: ConnectionRecord, _ reason: String) async {
        guard let marked = try? await services.store.markBroken(used.id, holding: used.data, reason: reason),
            marked.status == .broken
        else { return }
        services.report(.connectionChanged(id: marked.id, app: marked.app, status: marked.status.rawValue))
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
