import PatchbayAuth
import PatchbayText
import Synchronization

/// What handlers learned about services from their answers, by handler and origin; in memory, for all calls.
final class SigningStates: Sendable {
    private let states = Mutex<[ExactText: SigningState]>([:])

    /// More services than this forget what was learned first; it is learned again from one refusal.
    private static let capacity = 4_096

    /// What a handler knows about an origin.
    subscript(handler: String, origin: String) -> SigningState {
        get { states.withLock { $0[Self.key(handler, origin)] } ?? SigningState() }
        set {
            states.withLock { states in
                if states.count >= Self.capacity { states.removeAll() }
                states[Self.key(handler, origin)] = newValue
            }
        }
    }

    private static func key(_ handler: String, _ origin: String) -> ExactText { ExactText("\(handler) \(origin)") }
}
