import Synchronization

/// Why users last came back in vain, so that whoever waits for them elsewhere learns of it.
///
/// A refused callback changes nothing that is stored; this lives as long as the host and holds a bounded number.
final class RefusedAuthorizations: Sendable {
    private let messages = Mutex<[String: String]>([:])
    private let capacity: Int

    /// Starts with none.
    init(capacity: Int = 1_000) {
        self.capacity = capacity
    }

    /// Why the last authorization of a connection ended in vain; `nil` when it did not, or another has begun.
    subscript(id: String) -> String? { messages.withLock { $0[id] } }

    /// Keeps why an authorization ended.
    func keep(_ message: String, of id: String) {
        messages.withLock { messages in
            if messages.count >= capacity, messages[id] == nil { messages.removeAll() }
            messages[id] = message
        }
    }

    /// Forgets what was kept of a connection, because another authorization begins or one succeeded.
    func forget(_ id: String) {
        messages.withLock { _ = $0.removeValue(forKey: id) }
    }
}
