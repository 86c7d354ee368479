import PatchbayBundle
import PatchbayRuntime

/// Reads bundles for commands that need no host.
enum BundleOpening {
    /// A reader that knows this host's authentication types.
    static func reader() -> BundleReader {
        BundleReader(catalog: ConnectionSpecCatalog(Handlers.registry(randomBytes: Chance.bytes)))
    }

    /// The bundles some paths name: each a bundle, or a directory of bundles.
    ///
    /// - Throws: ``CommandFailure`` for a path that is neither.
    static func bundles(_ paths: [String]) throws(CommandFailure) -> [String] {
        var found: [String] = []
        for path in paths {
            guard FileStatus(path)?.isDirectory == true else {
                throw noDirectory(path)
            }
            let bundles = AppDirectory.bundles(in: path).sorted()
            guard !bundles.isEmpty else {
                let deeper = AppDirectory.deeperBundles(in: path).map { ". \($0)" } ?? ""
                throw CommandFailure("\(path): there is no app in this directory\(deeper)", exitCode: .usage)
            }
            found += bundles
        }
        return found
    }

    private static func noDirectory(_ path: String) -> CommandFailure {
        let isMissing = FileStatus(path) == nil
        if let hint = ExportHint.sentence(for: path) { return CommandFailure("\(path): \(hint)", exitCode: .usage) }
        return CommandFailure(
            isMissing ? "\(path): there is no such directory" : "\(path): this is a file; name an app's directory",
            exitCode: .usage
        )
    }

    /// The definition of a bundle.
    ///
    /// - Throws: ``CommandFailure`` when nothing of it loads.
    static func definition(_ directory: String) throws(CommandFailure) -> AppDefinition {
        guard FileStatus(directory)?.isDirectory == true else {
            throw noDirectory(directory)
        }
        let definition = reader().read(directory: directory)
        guard definition.status != .failed else {
            throw CommandFailure(definition.diagnostics.map(\.description).joined(separator: "\n"))
        }
        return definition
    }
}
