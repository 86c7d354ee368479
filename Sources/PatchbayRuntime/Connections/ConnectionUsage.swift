import IML
import PatchbayAuth
import PatchbayBundle
import PatchbayStore
import Synchronization

/// A valid connection as one call uses it.
final class ConnectionUsage: Sendable {
    /// Its spec with the handler that owns it.
    let subject: ConnectionSession.Subject

    private struct State {
        var record: ConnectionRecord
        var earlier: [Fields] = []
        var renewals = 0
    }

    /// How a call whose credentials were refused comes by others.
    enum Renewal {
        /// By a refresh.
        case refresh
        /// From the refreshes of other calls.
        case takeOver
    }

    /// How often a service may refuse the credentials of one call before that stands: each time it gave others new ones.
    private static let mostRenewals = 20

    private let state: Mutex<State>

    /// Takes a connection into use.
    init(_ record: ConnectionRecord, _ subject: ConnectionSession.Subject) {
        self.subject = subject
        state = Mutex(State(record: record))
    }

    /// The connection as this call saw it last.
    var record: ConnectionRecord { state.withLock(\.record) }

    /// What templates read as `connection`.
    var data: Fields { record.data.reveal() }

    /// Goes on with a newer state of the connection.
    ///
    /// - Returns: Whether there is one, and it holds other credentials.
    func takes(_ record: ConnectionRecord?) -> Bool {
        guard let record else { return false }
        return state.withLock { state in
            let seen = state.record.data.reveal()
            guard record.data.reveal() != seen else { return false }
            state.earlier.append(seen)
            state.record = record
            return true
        }
    }

    /// What a call whose credentials were refused may do about it; `nil` once it has been refused too often.
    func nextRenewal() -> Renewal? {
        state.withLock { state in
            state.renewals += 1
            return state.renewals == 1 ? .refresh : state.renewals <= Self.mostRenewals ? .takeOver : nil
        }
    }

    /// What must not be shown of it, what it held earlier in this call included.
    var secrets: SecretTexts {
        let (current, earlier) = state.withLock { ($0.record.data.reveal(), $0.earlier) }
        return SecretTexts(subject, data: [current] + earlier)
    }
}
