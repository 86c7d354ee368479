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
    }

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
    func replace(with record: ConnectionRecord) {
        state.withLock { state in
            state.earlier.append(state.record.data.reveal())
            state.record = record
        }
    }

    /// What must not be shown of it, what it held earlier in this call included.
    var secrets: SecretTexts {
        let (current, earlier) = state.withLock { ($0.record.data.reveal(), $0.earlier) }
        return SecretTexts(subject, data: [current] + earlier)
    }
}
