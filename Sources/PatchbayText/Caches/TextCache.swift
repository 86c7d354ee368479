import Synchronization

/// Values made from texts, kept up to a number of them; safe to share.
package final class TextCache<Value: Sendable>: Sendable {
    private let longestKey: Int
    private let values: Mutex<BoundedCache<ExactText, Value>>

    /// Makes a cache.
    ///
    /// - Parameters:
    ///   - capacity: How many values are kept; those that were used longest ago make room.
    ///   - longestKey: The bytes of the longest text a value is kept for.
    package init(capacity: Int, longestKey: Int) {
        self.longestKey = longestKey
        values = Mutex(BoundedCache(capacity: capacity))
    }

    /// How many values are kept.
    package var count: Int { values.withLock { $0.count } }

    /// The value of a text, made unless it is kept; two callers may make it at the same time.
    package func value<Failure: Error>(
        for text: String,
        make: () throws(Failure) -> Value
    ) throws(Failure) -> Value {
        guard text.utf8.count <= longestKey else { return try make() }
        let key = ExactText(text)
        if let kept = values.withLock({ $0.value(for: key) }) { return kept }
        let value = try make()
        values.withLock { $0.keep(value, for: key) }
        return value
    }
}
