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
        var earlier: [SecretFinder] = []
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

    private let known: ConnectionFinders

    /// Takes a connection into use.
    ///
    /// - Parameters:
    ///   - record: The connection.
    ///   - subject: Its spec.
    ///   - known: Keeps what finds connections' secrets.
    init(_ record: ConnectionRecord, _ subject: ConnectionSession.Subject, _ known: ConnectionFinders) {
        self.subject = subject
        self.known = known
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
            state.earlier.append(known.finder(of: record.id, subject, seen))
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

    /// What finds what must not be shown of it, what it held earlier in this call included.
    var finders: [SecretFinder] {
        let (current, earlier) = state.withLock { ($0.record, $0.earlier) }
        return earlier + [known.finder(of: current.id, subject, current.data.reveal())]
    }
}
