package import IML
import PatchbayAuth
import PatchbayBundle
import PatchbayStore

// How users come back from a service.

extension ConnectionService {
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
                let token = Self.token(in: query)
                taken = try await services.store.takeFlow(state: state, correlation: token, at: now)
                if case .foreign = taken, token == nil {
                    return .refused(
                        message: "No oauth_token came back, so the answer belongs to no authorization here."
                    )
                }
            } else if let token = Self.token(in: query) {
                taken = try await services.store.takeFlow(correlation: token, at: now)
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

    /// The token of OAuth 1.0a, also where a service that was refused by its user sends it back as `denied`.
    private static func token(in query: Fields) -> Secret? {
        [query["oauth_token"], query["denied"]].lazy.compactMap { $0?.asText }.first { !$0.isEmpty }.map(Secret.init)
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
        var draft = ConnectionDraft(replacing: record, with: flow.draft.reveal(), scopes: flow.scopes)
        draft.temp = .collection(flow.temp.reveal())
        draft.environment = flow.environment
        let state = newState()
        let session = session(subject, draft: draft, state: state, savingTo: nil)
        let step: AuthorizationStep
        do {
            step = try await reporting(session) {
                try await subject.handler.resume(session, pending: flow.pending, answer: answer)
            }
        } catch CallFailure.failed(let error) where flow.comesBack == .verifier {
            throw try await refused(error, session, flow)
        }
        return try await keep(step, of: session, for: record, state: state)
    }

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

    private static func refusal(_ outcome: FlowOutcome) -> String {
        switch outcome {
        case .taken, .unknown: "This authorization is not known here."
        case .foreign: "The token that came back is not the one this authorization began with."
        case .used: "This authorization has ended already; each can be used once."
        case .expired: "This authorization took too long; it had ended when the answer came."
        }
    }

    private static func message(of error: any Error) -> String {
        (error as? CallFailure)?.asError.message ?? "The host could not complete it."
    }
}
