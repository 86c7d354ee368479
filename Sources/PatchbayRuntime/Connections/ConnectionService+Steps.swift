import IML
import PatchbayAuth
import PatchbayBundle
import PatchbayStore

// What beginning an authorization and coming back from it have in common.

extension ConnectionService {
    var now: Timestamp { Timestamp(millisecondsSinceEpoch: Int64(services.now() * 1_000)) }

    /// Keeps what a step of an authorization came to: a valid connection, or what it waits for.
    func keep(
        _ step: AuthorizationStep,
        of session: ConnectionSession,
        for record: ConnectionRecord,
        state: String
    ) async throws -> ConnectionSummary {
        switch step {
        case .authorized:
            try await checkOwner(session, of: record)
            return try await store(session, as: record.id)
        case .user(let user):
            try await save(user, state: state, of: record, session)
            return pending(summary(record), user)
        }
    }

    /// Makes sure that a connection that had an owner at the service still has the same.
    private func checkOwner(_ session: ConnectionSession, of record: ConnectionRecord) async throws {
        guard let owner = record.uid, let found = await session.draft.uid, owner != found else { return }
        let masker = await session.masker
        let (mine, other) = (
            masker.shown(Excerpt(of: owner, showing: 100)), masker.shown(Excerpt(of: found, showing: 100))
        )
        throw CallFailure.badCall(
            "The service says that this is the account '\(other)', and the connection '\(record.name)' belongs to "
                + "'\(mine)'. Log in there as '\(mine)', or make a new connection for '\(other)'."
        )
    }

    func newState() -> String { Binary(services.randomBytes(32)).base64URL }

    func save(
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
                environment: draft.environment,
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

    func pending(_ summary: ConnectionSummary, _ user: UserStep) -> ConnectionSummary {
        var summary = summary
        summary.authorizeURL = user.url
        summary.wantsVerifier = user.comesBack == .verifier
        if summary.status != "valid" { summary.status = "pending" }
        return summary
    }

    /// Runs a handler's step; its error loses the connection's secrets before anyone sees it.
    func reporting(
        _ session: ConnectionSession,
        _ step: () async throws -> AuthorizationStep
    ) async throws -> AuthorizationStep {
        do {
            return try await step()
        } catch {
            throw CallFailure.failed(
                PlatformError(wrapping: error).masked(by: await session.masker)
            )
        }
    }
}
