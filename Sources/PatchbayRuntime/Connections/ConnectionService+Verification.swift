import IML
import PatchbayAuth
import PatchbayStore

extension ConnectionService {
    /// Checks a connection by asking its service; one that is refused is broken until it is authorized again.
    ///
    /// It is refreshed first where that is due, as for a call, and once more where the service no longer takes its
    /// credentials.
    ///
    /// - Throws: ``CallFailure`` with what the service said.
    package func verify(_ id: String) async throws -> ConnectionSummary {
        let record = try await record(id)
        guard record.status != .pending else {
            throw CallFailure.connectionNotValid(
                id: id,
                status: "pending",
                message: "The connection has not been authorized yet."
            )
        }
        let subject = try await subject(app: record.app, connection: record.connection)
        let usage = ConnectionUsage(record, subject, shared.finders)
        let execution = Execution(of: record.app, services: services, shared: shared)
        try await refreshIfDue(usage, in: execution)
        do {
            while true {
                do {
                    return try await ask(usage, in: execution)
                } catch let error as PlatformError where error.type == .invalidAccessTokenError {
                    guard try await renew(usage, in: execution) != nil else { throw error }
                }
            }
        } catch let error as PlatformError {
            if Self.saysThatConnectionIsBroken(error) { await markBroken(usage, reason: error.message) }
            throw CallFailure.failed(error)
        }
    }

    /// Asks the service and stores what its answer says of the connection.
    private func ask(_ usage: ConnectionUsage, in execution: Execution) async throws -> ConnectionSummary {
        let seen = usage.record
        let session = session(usage.subject, draft: ConnectionDraft(seen), savingTo: seen.id, execution: execution)
        do {
            try await usage.subject.handler.verify(session)
        } catch {
            throw PlatformError(wrapping: error).masked(by: await session.masker)
        }
        let draft = await session.draft
        return changed(try await services.store.update(seen.id) { $0.take(draft, since: seen) })
    }

    /// Whether an error is the service's word on the credentials: trouble on the way, a call that was given up, or the
    /// host's own trouble are not.
    private static func saysThatConnectionIsBroken(_ error: PlatformError) -> Bool {
        ![.connectionError, .rateLimitError, .moduleTimeoutError, .unexpectedError].contains(error.type)
    }
}
