import IML
import PatchbayBundle
import PatchbayText

/// What each bundle's directory became, and which of them an app's name means.
///
/// Each step looks at one directory and at those that want the same name, however many there are.
struct BundleIndex {
    /// The definitions by the bundles' directories.
    private(set) var definitions: [String: AppDefinition] = [:]
    /// The directories of bundles with a name, in order: the first has it.
    private var directories: [ExactText: [String]] = [:]

    /// The names there are.
    var names: Set<ExactText> { Set(directories.keys) }

    /// Puts a definition in the place of the one a directory had, or takes that out.
    ///
    /// - Returns: The names whose app may be another now.
    mutating func put(_ definition: AppDefinition?, of directory: String) -> Set<ExactText> {
        var names: Set<ExactText> = []
        let name = definition.map { ExactText($0.name) }
        if let former = definitions[directory].map({ ExactText($0.name) }) {
            names.insert(former)
            if former != name { remove(directory, from: former) }
        }
        definitions[directory] = definition
        if let name, names.insert(name).inserted { insert(directory, into: name) }
        return names
    }

    /// The app of a name: the first directory's, with word of the others.
    func app(_ name: ExactText) -> AppDefinition? {
        guard let all = directories[name], let first = all.first, var app = definitions[first] else { return nil }
        for other in all.dropFirst() {
            app.diagnostics.append(
                Diagnostic(
                    file: "makecomapp.json",
                    code: DiagnosticCode.appNameTaken.rawValue,
                    message: "The bundle in '\(ServedDirectory.name(of: other))' has the name '\(app.name)' too and is "
                        + "left out; rename its directory or its appId."
                )
            )
        }
        return app
    }

    private mutating func insert(_ directory: String, into name: ExactText) {
        var all = directories[name] ?? []
        all.insert(directory, at: all.firstIndex { $0 > directory } ?? all.endIndex)
        directories[name] = all
    }

    private mutating func remove(_ directory: String, from name: ExactText) {
        directories[name]?.removeAll { $0 == directory }
        if directories[name]?.isEmpty == true { directories[name] = nil }
    }
}
