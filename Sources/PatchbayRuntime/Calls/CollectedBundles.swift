package import IML
import Synchronization

/// Bundles gathered in memory, for callers that want them all at once.
package final class CollectedBundles: Sendable {
    private let bundles = Mutex<[Value]>([])

    /// Starts with none.
    package init() {}

    /// Adds one.
    package func append(_ bundle: Value) {
        bundles.withLock { $0.append(bundle) }
    }

    /// All that were added, in order.
    package var all: [Value] { bundles.withLock(\.self) }
}
