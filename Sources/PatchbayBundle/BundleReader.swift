import PatchbayText

/// Reads a bundle's directory and compiles it.
///
/// Reading never throws: what is wrong becomes a diagnostic with its place. A component with an error fails alone; without
/// a readable manifest or base nothing runs and the definition is `failed`.
package struct BundleReader: Sendable {
    private let catalog: ConnectionSpecCatalog
    private let limits: BundleLimits

    /// Makes a reader.
    ///
    /// - Parameters:
    ///   - catalog: The authentication types the host has.
    ///   - limits: How much is read of a bundle.
    package init(catalog: ConnectionSpecCatalog, limits: BundleLimits = .default) {
        self.catalog = catalog
        self.limits = limits
    }

    /// Reads a bundle.
    ///
    /// - Parameter directory: The bundle's directory; it may be a link.
    /// - Returns: The app as far as it can run, with everything that is wrong with it.
    package func read(directory: String) -> AppDefinition {
        let name = BundleName.directoryName(directory)
        do throws(FileProblem) {
            let files = try BundleFiles(directory: directory, limits: limits)
            var sources = BundleSources(files, limits: limits)
            var app = definition(named: name, &sources)
            app.revision = revision(of: sources.files)
            return app
        } catch {
            let place = SourcePlace(file: ManifestReader.fileName, line: 1, column: 1)
            return failed(name, [Diagnostic(error.code, error.message, at: place)])
        }
    }

    private func definition(named name: String, _ sources: inout BundleSources) -> AppDefinition {
        var problems: [Diagnostic] = []
        guard let manifest = manifest(for: name, &sources, &problems) else { return failed(name, problems) }
        problems += UnreadFiles(in: sources.files, of: manifest, problems: problems).problems
        if manifest.components.isEmpty { problems.append(noComponents(manifest)) }
        var compiler = BundleCompiler(manifest, sources: sources, catalog: catalog, problems: problems)
        let app = compiler.app(named: BundleName.choose(directory: sources.files.root, given: name, manifest))
        sources = compiler.sources
        return app
    }

    private func manifest(
        for name: String,
        _ sources: inout BundleSources,
        _ problems: inout [Diagnostic]
    ) -> Manifest? {
        let path = ManifestReader.fileName
        guard sources.files.isNamed(path) else { return inferred(for: name, &sources, &problems) }
        let place = SourcePlace(file: path, line: 1, column: 1)
        var found: [Diagnostic] = []
        let reference = CodeReference(path: path, place: place)
        let root = sources.json(reference, expected: .object, &found)
        guard let root else {
            problems += found
            return nil
        }
        let reader = ManifestReader(root, warnings: found)
        problems += reader.problems
        return root.entries == nil ? nil : reader.manifest
    }

    private func inferred(
        for name: String,
        _ sources: inout BundleSources,
        _ problems: inout [Diagnostic]
    ) -> Manifest? {
        var inference = ManifestInference(sources.files, appName: name)
        for descriptor in inference.descriptors {
            let place = SourcePlace(file: descriptor.path, line: 1, column: 1)
            let reference = CodeReference(path: descriptor.path, place: place)
            if let node = sources.json(reference, expected: .object, &problems) { inference.take(descriptor, node) }
        }
        problems += inference.problems
        if !inference.isEmpty {
            var manifest = inference.manifest
            manifest.isInferred = true
            manifest.descriptors = inference.descriptors.map(\.path)
            return manifest
        }
        problems.append(
            Diagnostic(
                .missingManifest,
                "There is no \(ManifestReader.fileName), and no base.iml.json, connections/, modules/, rpcs/, webhooks/ "
                    + "or functions/ to do without it",
                at: SourcePlace(file: ManifestReader.fileName, line: 1, column: 1)
            )
        )
        return nil
    }

    private func noComponents(_ manifest: Manifest) -> Diagnostic {
        let base = manifest.isInferred ? manifest.general[.base]?.path : nil
        return Diagnostic(
            .noComponents,
            "The bundle has no component: no module, connection, RPC, webhook or function. "
                + (manifest.isInferred
                    ? "Put them into modules/<name>/, connections/<name>/ and so on"
                    : "List them under `components`"),
            at: SourcePlace(file: base ?? ManifestReader.fileName, line: 1, column: 1)
        )
    }

    private func failed(_ name: String, _ problems: [Diagnostic]) -> AppDefinition {
        AppDefinition(name: name, label: name, version: "1", revision: "", diagnostics: problems, status: .failed)
    }

    /// A sum over the names and the content of every file the definition was made of.
    private func revision(of files: BundleFiles) -> String {
        var hash = ContentHash()
        for (path, bytes) in files.inventory {
            hash.combine(path)
            hash.combine(bytes == nil ? 0 : 1)
            if let bytes { hash.combine(bytes) }
        }
        return hash.text
    }
}

/// What an app is called.
package enum BundleName {
    /// The last part of a directory's path.
    static func directoryName(_ directory: String) -> String {
        let last = directory.split(separator: "/").last.map(String.init) ?? ""
        guard last.isEmpty || last == "." || last == "..", let real = try? SystemFile.realPath(directory) else {
            return last
        }
        return real.split(separator: "/").last.map(String.init) ?? "app"
    }

    /// The directory's name, or where that says nothing of the app, the one its metadata, an origin or the directory
    /// above gives.
    ///
    /// - Parameters:
    ///   - directory: The bundle's directory, links resolved.
    ///   - given: The name it was given by.
    ///   - manifest: What names the app besides.
    static func choose(directory: String, given: String, _ manifest: Manifest) -> String {
        if isName(given), !isGeneric(given) { return given }
        let parent = directory.split(separator: "/").dropLast().last.map(String.init)
        let others = [manifest.name, manifest.appID, parent].compactMap(\.self)
        return others.first { isName($0) && !isGeneric($0) } ?? given
    }

    /// Whether a directory's name says nothing about what is in it.
    private static func isGeneric(_ name: String) -> Bool {
        let name = name.lowercased()
        return name.hasPrefix(".") || generic.contains(name) || isTemporary(name)
    }

    /// Whether a name tells what is in a directory.
    package static func saysSomething(_ name: String) -> Bool { !isGeneric(name) }

    private static let generic: Set<String> = [
        "src", "app", "apps", "make", "makecomapp", "main", "bundle", "dist", "tmp", "temp",
    ]

    /// Whether a name is one that programs make up: `tmp.Xk3f9a`, `tmp-1234`, `tmpk3j2x9az`, and what ends in a UUID.
    private static func isTemporary(_ name: String) -> Bool {
        if name.parts(between: "-").suffix(5).joined(separator: "-").isUUID { return true }
        for start in ["tmp", "temp"] where name.hasPrefix(start) {
            let rest = name.dropFirst(start.count)
            if let first = rest.first, ".-_".contains(first) { return true }
            if start == "tmp", rest.count == 8, rest.contains(where: \.isNumber) { return true }
        }
        return false
    }

    private static func isName(_ text: String) -> Bool {
        !text.isEmpty
            && text.utf8.allSatisfy { byte in
                byte.isASCIIAlphanumeric || [0x2D, 0x2E, 0x5F].contains(byte)
            }
    }
}
