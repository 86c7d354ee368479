import PatchbayText
import Synchronization

/// How often each of the services' nonces was used (RFC 7616, section 3.4, `nc`).
///
/// The count goes up with every request, so it is no part of what is learned from answers. Nonces are short-lived: beyond
/// a bound those used longest ago are dropped, and a service that minds sends its next challenge.
final class NonceCounts: Sendable {
    private let counts = Mutex(BoundedCache<ExactText, UInt32>(capacity: 1_024))

    /// The number of this use of a nonce, from 1.
    func next(of nonce: String) -> UInt32 {
        let nonce = ExactText(nonce)
        return counts.withLock { counts in
            let next = (counts.value(for: nonce) ?? 0) &+ 1
            counts.keep(next, for: nonce)
            return next
        }
    }
}
