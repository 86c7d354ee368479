package import PatchbayBundle
import Synchronization

/// The apps a host runs, by name: one immutable snapshot at a time.
///
/// A reload swaps the snapshot; a call takes what it needs once at its start and ends on that definition.
package final class AppCatalog: Sendable {
    private let snapshot: Mutex<[String: AppDefinition]>

    /// Starts with some apps.
    package init(_ apps: [AppDefinition] = []) {
        snapshot = Mutex(Dictionary(apps.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first }))
    }

    /// The app of a name, as it is now.
    package subscript(name: String) -> AppDefinition? {
        snapshot.withLock { $0[name] }
    }

    /// Every app as it is now, by name.
    package var all: [AppDefinition] {
        snapshot.withLock { $0.values.sorted { $0.name < $1.name } }
    }

    /// Puts an app in the place of the one with its name, or adds it.
    package func put(_ app: AppDefinition) {
        snapshot.withLock { $0[app.name] = app }
    }

    /// Takes an app out.
    package func remove(_ name: String) {
        snapshot.withLock { _ = $0.removeValue(forKey: name) }
    }

    /// Replaces every app at once.
    package func replaceAll(with apps: [AppDefinition]) {
        let next = Dictionary(apps.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        snapshot.withLock { $0 = next }
    }
}
