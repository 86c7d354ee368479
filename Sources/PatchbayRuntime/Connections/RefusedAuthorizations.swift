import PatchbayText
import Synchronization

/// Why users last came back in vain, so that whoever waits for them elsewhere learns of it.
///
/// A refused callback changes nothing that is stored; this lives as long as the host and holds a bounded number.
final class RefusedAuthorizations: Sendable {
    private struct State {
        var messages: [ExactText: String] = [:]
        /// The ids, the oldest first.
        var order: [ExactText] = []
        var bytes = 0

        mutating func remove(_ id: ExactText) {
            guard let message = messages.removeValue(forKey: id) else { return }
            bytes -= message.utf8.count
            order.removeAll { $0 == id }
        }
    }

    private let state = Mutex(State())
    private let capacity: Int
    private let mostBytes: Int

    /// Starts with none.
    ///
    /// - Parameters:
    ///   - capacity: How many are kept.
    ///   - mostBytes: How many bytes they may have together.
    init(capacity: Int = 1_000, mostBytes: Int = 1 << 20) {
        self.capacity = capacity
        self.mostBytes = mostBytes
    }

    /// Why the last authorization of a connection ended in vain; `nil` when it did not, or another has begun.
    subscript(id: String) -> String? { state.withLock { $0.messages[ExactText(id)] } }

    /// Keeps why an authorization ended; the oldest make room.
    func keep(_ message: String, of id: String) {
        let id = ExactText(id)
        state.withLock { state in
            state.remove(id)
            state.messages[id] = message
            state.order.append(id)
            state.bytes += message.utf8.count
            while state.order.count > capacity || state.bytes > mostBytes, let oldest = state.order.first {
                state.remove(oldest)
            }
        }
    }

    /// Forgets what was kept of a connection, because another authorization begins or one succeeded.
    func forget(_ id: String) {
        state.withLock { $0.remove(ExactText(id)) }
    }
}
