import PatchbayText
import Synchronization

/// Why users last came back in vain, so that whoever waits for them elsewhere learns of it.
///
/// A refused callback changes nothing that is stored; this lives as long as the host and holds a bounded number.
final class RefusedAuthorizations: Sendable {
    private let messages: Mutex<BoundedCache<ExactText, String>>

    /// Starts with none.
    ///
    /// - Parameters:
    ///   - capacity: How many are kept.
    ///   - mostBytes: How many bytes they may have together.
    init(capacity: Int = 1_000, mostBytes: Int = 1 << 20) {
        messages = Mutex(BoundedCache(capacity: capacity, mostCost: mostBytes))
    }

    /// Why the last authorization of a connection ended in vain; `nil` when it did not, or another has begun.
    subscript(id: String) -> String? { messages.withLock { $0.value(for: ExactText(id)) } }

    /// Keeps why an authorization ended; those asked for longest ago make room.
    func keep(_ message: String, of id: String) {
        messages.withLock { $0.keep(message, for: ExactText(id), cost: message.utf8.count) }
    }

    /// Forgets what was kept of a connection, because another authorization begins or one succeeded.
    func forget(_ id: String) {
        messages.withLock { $0.removeValue(for: ExactText(id)) }
    }
}
