import Dispatch
import Foundation
package import IMLScript
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
    private let problems: FunctionCheck?
    /// What was found in the functions of each bundle's directory, with the code it was found in.
    private let checked = Mutex<[String: CheckedFunctions]>([:])
    private let onChange: @Sendable ([AppChange]) -> Void

    /// Finds what is wrong with function files; `nil` when that cannot be known.
    package typealias FunctionCheck = @Sendable ([ScriptSource]) async -> [FunctionProblem]?

    private struct CheckedFunctions {
        let sources: [ScriptSource]
        let problems: [FunctionProblem]
    }

    /// Makes a library; nothing is read yet.
    ///
    /// - Parameters:
    ///   - root: The directory of bundles, or a bundle.
    ///   - reader: Reads a bundle.
    ///   - catalog: Where the apps go.
    ///   - problems: Finds what is wrong with function files, for ``checkFunctions()``.
    ///   - onChange: Is told what became of bundles.
    package init(
        root: String,
        reader: BundleReader,
        catalog: AppCatalog = AppCatalog(),
        problems: FunctionCheck? = nil,
        onChange: @escaping @Sendable ([AppChange]) -> Void = { _ in }
    ) {
        self.root = root
        self.reader = reader
        self.catalog = catalog
        self.problems = problems
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

    /// Reads every bundle again, and checks its functions, without blocking the caller's thread.
    package func reloadInBackground() async -> [AppChange] {
        let changes = await inBackground { $0.read(nil) }
        let more = await checkFunctions()
        return changes.filter { change in !more.contains { $0.app == change.app } } + more
    }

    /// Checks the functions whose code is new since the last time, and puts their problems beside the others of the app.
    ///
    /// An app answers meanwhile: of its functions only those fail that are wrong.
    ///
    /// - Returns: What changed.
    @discardableResult
    package func checkFunctions() async -> [AppChange] {
        guard let problems else { return [] }
        var found: [String: CheckedFunctions] = [:]
        for (directory, app) in definitions.withLock(\.self) {
            let sources = ScriptWorkers.sources(of: app)
            if sources.isEmpty || checked.withLock({ $0[directory]?.sources == sources }) { continue }
            found[directory] = await problems(sources).map { CheckedFunctions(sources: sources, problems: $0) }
        }
        return found.isEmpty ? [] : await inBackground { [found] in $0.take(found) }
    }

    private func inBackground(_ reading: @escaping @Sendable (AppLibrary) -> [AppChange]) async -> [AppChange] {
        await withCheckedContinuation { continuation in
            readings.async { continuation.resume(returning: reading(self)) }
        }
    }

    /// The directories of the bundles there are now.
    package func directories() -> [String] {
        AppDirectory.bundles(in: root).sorted()
    }

    private func read(_ changed: Set<String>?) -> [AppChange] {
        let previous = definitions.withLock(\.self)
        var next: [String: AppDefinition] = [:]
        for directory in directories() {
            let known = previous[directory]
            if let known, let changed, !changed.contains(directory) {
                next[directory] = known
            } else {
                let fresh = reader.read(directory: directory)
                next[directory] = withKnownProblems(fresh.keepingLastGood(of: known), of: directory)
            }
        }
        checked.withLock { [next] in $0 = $0.filter { next[$0.key] != nil } }
        return publish(next, after: previous)
    }

    private func take(_ found: [String: CheckedFunctions]) -> [AppChange] {
        let fresh = checked.withLock { checked in
            let fresh = found.filter { checked[$0.key]?.sources != $0.value.sources }
            checked.merge(fresh) { $1 }
            return fresh
        }
        let previous = definitions.withLock(\.self)
        var next = previous
        for (directory, check) in fresh where !check.problems.isEmpty {
            next[directory] = previous[directory].map { withKnownProblems($0, of: directory) }
        }
        return publish(next, after: previous)
    }

    /// The app with what was found in its functions, unless their code has changed since.
    private func withKnownProblems(_ app: AppDefinition, of directory: String) -> AppDefinition {
        guard let check = checked.withLock({ $0[directory] }), check.sources == ScriptWorkers.sources(of: app) else {
            return app
        }
        var app = app
        app.take(check.problems)
        return app
    }

    private func publish(
        _ next: [String: AppDefinition],
        after previous: [String: AppDefinition]
    ) -> [AppChange] {
        definitions.withLock { $0 = next }
        let before = AppNames.apps(previous)
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
