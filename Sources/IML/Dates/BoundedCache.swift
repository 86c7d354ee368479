import PatchbayText
import Synchronization

/// Values made from texts, kept up to a number of them; safe to share.
final class BoundedCache<Kept: Sendable>: Sendable {
    private let capacity: Int
    private let longestKey: Int
    private let values = Mutex<[ExactText: Kept]>([:])

    /// Makes a cache.
    ///
    /// - Parameters:
    ///   - capacity: How many values are kept; one more, and the cache starts anew.
    ///   - longestKey: The bytes of the longest text a value is kept for.
    init(capacity: Int, longestKey: Int) {
        self.capacity = capacity
        self.longestKey = longestKey
    }

    /// How many values are kept.
    var count: Int { values.withLock { $0.count } }

    /// The value of a text, made unless it is kept; two callers may make it at the same time.
    func value<Failure: Error>(for key: String, make: () throws(Failure) -> Kept) throws(Failure) -> Kept {
        guard key.utf8.count <= longestKey else { return try make() }
        let key = ExactText(key)
        if let kept = values.withLock({ $0[key] }) { return kept }
        let value = try make()
        values.withLock { values in
            if values.count >= capacity { values.removeAll(keepingCapacity: true) }
            values[key] = value
        }
        return value
    }
}
