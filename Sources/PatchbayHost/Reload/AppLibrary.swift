import Dispatch
import IML
package import IMLScript
package import PatchbayBundle
package import PatchbayRuntime
import PatchbayText
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
    private let state = Mutex(State())
    private let problems: FunctionCheck?
    private let onChange: @Sendable ([AppChange]) -> Void

    private struct State {
        var index = BundleIndex()
        /// The bundles' directories whose functions are not checked yet.
        var unchecked: Set<String> = []
        /// What was found in the functions of each bundle's directory, with the code it was found in.
        var checked: [String: CheckedFunctions] = [:]
        var work = Work()
    }

    /// How much was done since the beginning.
    struct Work: Hashable {
        /// How many directories were looked at whether they are bundles.
        var directories = 0
        /// How many bundles were read.
        var bundles = 0
        /// How many apps were compared with what they were.
        var apps = 0
        /// How many apps' functions were looked at.
        var functions = 0
    }

    /// How much was done since the beginning.
    var work: Work { state.withLock(\.work) }

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
    /// What is read are the bundles that changed, and nothing of the others is looked at.
    ///
    /// - Parameter changed: The directories to read, those that are new or gone among them; `nil` for all there are.
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
        for (directory, sources) in uncheckedFunctions() {
            found[directory] = await problems(sources).map { CheckedFunctions(sources: sources, problems: $0) }
        }
        return found.isEmpty ? [] : await inBackground { [found] in $0.take(found) }
    }

    private func inBackground(_ reading: @escaping @Sendable (AppLibrary) -> [AppChange]) async -> [AppChange] {
        await withCheckedContinuation { continuation in
            readings.async { continuation.resume(returning: reading(self)) }
        }
    }
}

// MARK: - Reading

extension AppLibrary {
    private func read(_ changed: Set<String>?) -> [AppChange] {
        guard let changed, !changesRoot(changed) else { return readAll() }
        var names: Set<ExactText> = []
        for directory in changed where directory != root { names.formUnion(read(directory)) }
        return publish(names)
    }

    /// Whether the root itself is, or has become, the bundle that changed.
    private func changesRoot(_ changed: Set<String>) -> Bool {
        if state.withLock({ $0.index.definitions[root] != nil }) { return !changed.isEmpty }
        let canBe = changed.contains { $0 != root && AppDirectory.canMakeBundle(ServedDirectory.name(of: $0)) }
        return canBe && changed.contains(root) && isBundle(root)
    }

    private func isBundle(_ directory: String) -> Bool {
        state.withLock { $0.work.directories += 1 }
        return AppDirectory.isBundle(directory)
    }

    private func read(_ directory: String) -> Set<ExactText> {
        isBundle(directory) ? keep(definition(of: directory), of: directory) : keep(nil, of: directory)
    }

    private func readAll() -> [AppChange] {
        let directories = AppDirectory.bundles(in: root)
        state.withLock { $0.work.directories += directories.count }
        let fresh = Mutex<[String: AppDefinition]>([:])
        DispatchQueue.concurrentPerform(iterations: directories.count) { number in
            let directory = directories[number]
            let definition = definition(of: directory)
            fresh.withLock { $0[directory] = definition }
        }
        let definitions = fresh.withLock(\.self)
        let gone = state.withLock { Set($0.index.definitions.keys) }.subtracting(directories)
        var names: Set<ExactText> = []
        for directory in gone { names.formUnion(keep(nil, of: directory)) }
        for directory in directories { names.formUnion(keep(definitions[directory], of: directory)) }
        return publish(names)
    }

    /// What a bundle has become, with what still holds of what it was.
    private func definition(of directory: String) -> AppDefinition {
        let known = state.withLock { state in
            state.work.bundles += 1
            return state.index.definitions[directory]
        }
        let fresh = reader.read(directory: directory).keepingLastGood(of: known)
        return withKnownProblems(fresh, of: directory)
    }

    private func keep(_ definition: AppDefinition?, of directory: String) -> Set<ExactText> {
        state.withLock { state in
            state.unchecked.remove(directory)
            if definition?.functions.isEmpty == false {
                state.unchecked.insert(directory)
            } else {
                state.checked[directory] = nil
            }
            return state.index.put(definition, of: directory)
        }
    }

    /// Puts the apps of some names into the catalog as they are now, and says which are not what they were.
    private func publish(_ names: Set<ExactText>) -> [AppChange] {
        var changes: [AppChange] = []
        for name in names.sorted() {
            let app = state.withLock { state in
                state.work.apps += 1
                return state.index.app(name)
            }
            guard let change = AppChange(from: catalog[name.text], to: app) else { continue }
            changes.append(change)
            if let app { catalog.put(app) } else { catalog.remove(name.text) }
        }
        if !changes.isEmpty { onChange(changes) }
        return changes
    }
}

// MARK: - Functions

extension AppLibrary {
    private func uncheckedFunctions() -> [(String, [ScriptSource])] {
        state.withLock { state in
            let due = state.unchecked.sorted()
            state.work.functions += due.count
            return due.compactMap { directory in
                let sources = state.index.definitions[directory].map(ScriptWorkers.sources) ?? []
                if sources.isEmpty || state.checked[directory]?.sources == sources {
                    state.unchecked.remove(directory)
                    return nil
                }
                return (directory, sources)
            }
        }
    }

    private func take(_ found: [String: CheckedFunctions]) -> [AppChange] {
        let fresh = state.withLock { state in
            let fresh = found.filter { state.checked[$0.key]?.sources != $0.value.sources }
            state.checked.merge(fresh) { $1 }
            for (directory, check) in found
            where state.index.definitions[directory].map(ScriptWorkers.sources) == check.sources {
                state.unchecked.remove(directory)
            }
            return fresh
        }
        var names: Set<ExactText> = []
        for (directory, check) in fresh where !check.problems.isEmpty {
            guard let app = state.withLock({ $0.index.definitions[directory] }) else { continue }
            let judged = withKnownProblems(app, of: directory)
            names.formUnion(state.withLock { $0.index.put(judged, of: directory) })
        }
        return publish(names)
    }

    /// The app with what was found in its functions, unless their code has changed since.
    private func withKnownProblems(_ app: AppDefinition, of directory: String) -> AppDefinition {
        guard let check = state.withLock({ $0.checked[directory] }), check.sources == ScriptWorkers.sources(of: app)
        else { return app }
        var app = app
        app.take(check.problems)
        return app
    }
}
