import IML
package import PatchbayBundle
import PatchbayText
import Synchronization

/// The apps a host runs, by name: one immutable snapshot at a time.
///
/// A reload swaps an app's entry; a call takes what it needs once at its start and ends on that definition. What calls
/// need of a component beyond its definition is made ready here, once, when the app comes in.
package final class AppCatalog: Sendable {
    private let entries: Mutex<[ExactText: Entry]>

    /// An app with its components made ready.
    final class Entry: Sendable {
        let app: LoadedApp
        let modules: [ExactText: CallableComponent]
        let rpcs: [ExactText: CallableComponent]

        init(_ definition: AppDefinition) {
            let app = LoadedApp(definition)
            self.app = app
            modules = Self.named(definition.modules.map { CallableComponent($0, of: app) })
            let uses = RPCUses(definition)
            rpcs = Self.named(definition.rpcs.map { CallableComponent($0, of: app, use: uses[$0.name]) })
        }

        private static func named(_ components: [CallableComponent]) -> [ExactText: CallableComponent] {
            Dictionary(components.map { (ExactText($0.name), $0) }, uniquingKeysWith: { first, _ in first })
        }
    }

    /// Starts with some apps; of two with one name the first counts.
    package init(_ apps: [AppDefinition] = []) {
        entries = Mutex(Self.entries(for: apps))
    }

    /// The app of a name, as it is now.
    package subscript(name: String) -> AppDefinition? {
        entry(name)?.app.definition
    }

    /// Every app as it is now, by name.
    package var all: [AppDefinition] {
        entries.withLock { Array($0.values) }.map(\.app.definition).sorted { $0.name < $1.name }
    }

    /// Puts an app in the place of the one with its name, or adds it.
    package func put(_ app: AppDefinition) {
        let entry = Entry(app)
        entries.withLock { $0[ExactText(app.name)] = entry }
    }

    /// Takes an app out.
    package func remove(_ name: String) {
        entries.withLock { _ = $0.removeValue(forKey: ExactText(name)) }
    }

    /// The app of a name with its components.
    func entry(_ name: String) -> Entry? {
        entries.withLock { $0[ExactText(name)] }
    }

    private static func entries(for apps: [AppDefinition]) -> [ExactText: Entry] {
        Dictionary(apps.map { (ExactText($0.name), Entry($0)) }, uniquingKeysWith: { first, _ in first })
    }
}
