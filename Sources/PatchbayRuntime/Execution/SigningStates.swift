import PatchbayAuth
import PatchbayText
import Synchronization

/// What handlers learned about services from their answers, by handler and origin; in memory, for all calls.
final class SigningStates: Sendable {
    /// So many services are known; what is forgotten is learned again from one refusal.
    private let states = Mutex(BoundedCache<ExactText, SigningState>(capacity: 4_096))

    /// What a handler knows about an origin.
    subscript(handler: String, origin: String) -> SigningState {
        get { states.withLock { $0.value(for: Self.key(handler, origin)) } ?? SigningState() }
        set { states.withLock { $0.keep(newValue, for: Self.key(handler, origin)) } }
    }

    private static func key(_ handler: String, _ origin: String) -> ExactText { ExactText("\(handler) \(origin)") }
}
