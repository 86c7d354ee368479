import Dispatch
import Foundation
package import PatchbayBundle
package import PatchbayRuntime
import Synchronization

/// The bundles of a directory and the apps they become: reads them, again when they change, and keeps the catalog right.
///
/// Readings are one after the other on a thread of their own; calls meanwhile go on with what is in the catalog.
package final class AppLibrary: Sendable {
    /// The apps.
    package let catalog: AppCatalog

    /// The directory of bundles, or a bundle.
    package let root: String

    private let reader: BundleReader
    private let readings = DispatchQueue(label: "patchbay.readings")
    /// What each bundle's directory became when it was read last.
    private let definitions = Mutex<[String: AppDefinition]>([:])
    private let onChange: @Sendable ([AppChange]) -> Void

    /// Makes a library; nothing is read yet.
    ///
    /// - Parameters:
    ///   - root: The directory of bundles, or a bundle.
    ///   - reader: Reads a bundle.
    ///   - catalog: Where the apps go.
    ///   - onChange: Is told what became of bundles.
    package init(
        root: String,
        reader: BundleReader,
        catalog: AppCatalog = AppCatalog(),
        onChange: @escaping @Sendable ([AppChange]) -> Void = { _ in }
    ) {
        self.root = root
        self.reader = reader
        self.catalog = catalog
        self.onChange = onChange
    }

    /// Reads bundles and puts what they became into the catalog.
    ///
    /// Blocks while it reads: not for Swift's own threads.
    ///
    /// - Parameter changed: The directories to read, beside those that are new; `nil` for all.
    /// - Returns: What changed.
    @discardableResult
    package func reload(_ changed: Set<String>? = nil) -> [AppChange] {
        readings.sync { read(changed) }
    }

    /// Reads every bundle again without blocking the caller's thread.
    package func reloadInBackground() async -> [AppChange] {
        await withCheckedContinuation { continuation in
            readings.async { continuation.resume(returning: self.read(nil)) }
        }
    }

    /// The directories of the bundles there are now.
    package func directories() -> [String] {
        AppDirectory.bundles(in: root).sorted()
    }

    private func read(_ changed: Set<String>?) -> [AppChange] {
        let previous = definitions.withLock(\.self)
        let before = AppNames.apps(previous)
        var next: [String: AppDefinition] = [:]
        for directory in directories() {
            let known = previous[directory]
            if let known, let changed, !changed.contains(directory) {
                next[directory] = known
            } else {
                let fresh = reader.read(directory: directory)
                next[directory] = fresh.keepingLastGood(of: known)
            }
        }
        definitions.withLock { $0 = next }
        let after = AppNames.apps(next)
        let changes = Self.changes(from: before, to: after)
        for change in changes where change.kind == .removed { catalog.remove(change.app) }
        for change in changes where change.kind != .removed {
            if let app = after[change.app] { catalog.put(app) }
        }
        if !changes.isEmpty { onChange(changes) }
        return changes
    }

    private static func changes(from before: [String: AppDefinition], to after: [String: AppDefinition]) -> [AppChange]
    {
        let names = Set(before.keys).union(after.keys).sorted()
        return names.compactMap { name in
            guard let app = after[name] else { return AppChange(app: name, kind: .removed, problems: 0) }
            let old = before[name]
            if let old, old.revision == app.revision, old.status == app.status, old.diagnostics == app.diagnostics {
                return nil
            }
            let kind: AppChange.Kind = app.status == .failed ? .failed : old == nil ? .loaded : .changed
            return AppChange(
                app: name,
                kind: kind,
                status: app.status.rawValue,
                revision: app.revision,
                problems: app.diagnostics.count
            )
        }
    }
}

/// Gives each app its name, and only one app each name.
enum AppNames {
    /// The apps of some bundles by name; of two with one name the first directory's counts, with word of the other.
    static func apps(_ definitions: [String: AppDefinition]) -> [String: AppDefinition] {
        var apps: [String: AppDefinition] = [:]
        for (directory, definition) in definitions.sorted(by: { $0.key < $1.key }) {
            guard apps[definition.name] != nil else {
                apps[definition.name] = definition
                continue
            }
            let last = directory.split(separator: "/").last.map(String.init) ?? directory
            apps[definition.name]?.diagnostics.append(
                Diagnostic(
                    file: "makecomapp.json",
                    code: "app-name-taken",
                    message: "The bundle in '\(last)' has the name '\(definition.name)' too and is left out; "
                        + "rename its directory or its appId."
                )
            )
        }
        return apps
    }
}
