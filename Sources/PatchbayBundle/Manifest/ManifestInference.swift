/// Makes a manifest of the directories of a bundle that has none.
struct ManifestInference {
    private let files: BundleFiles
    private(set) var manifest = Manifest()
    private(set) var problems: [Diagnostic] = []
    /// The descriptor files found, such as `modules/list/module.json`, by the component's position in the manifest.
    private(set) var descriptors: [(component: Int, path: String)] = []

    /// Looks through a bundle's directory.
    ///
    /// - Parameters:
    ///   - files: The bundle.
    ///   - appName: The name of a connection whose spec stands in the bundle's directory itself.
    init(_ files: BundleFiles, appName: String) {
        self.files = files
        let root = files.list("") ?? BundleFiles.Listing()
        report(root.problems, in: "")
        findGeneralFiles(root)
        for kind in ComponentKind.allCases { findComponents(kind, root) }
        findRootConnection(root, named: appName)
    }

    /// Whether there is anything of a bundle.
    var isEmpty: Bool { manifest.components.isEmpty && manifest.general[.base] == nil }

    private mutating func findGeneralFiles(_ root: BundleFiles.Listing) {
        var paths = root.files
        for directory in root.directories where ["general", "modules"].contains(directory.lowercased()) {
            paths += (files.list(directory)?.files ?? []).map { directory + "/" + $0 }
        }
        for kind in GeneralKind.allCases {
            let found = kind.paths.lazy.compactMap { path in paths.first { $0.lowercased() == path } }.first
            manifest.general[kind] = found.map(CodeReference.init(inferred:))
        }
    }

    private mutating func findComponents(_ kind: ComponentKind, _ root: BundleFiles.Listing) {
        guard let directory = root.directories.first(where: { $0.lowercased() == kind.directory }),
            let listing = files.list(directory)
        else { return }
        report(listing.problems, in: directory)
        for name in listing.directories {
            let path = directory + "/" + name
            guard let content = files.list(path) else { continue }
            report(content.problems, in: path)
            let code = Self.code(of: kind, named: name, among: content.files, in: path)
            let descriptor = content.files.first { $0.lowercased() == kind.rawValue + ".json" }
            if code.isEmpty, descriptor == nil { continue }
            if let descriptor { descriptors.append((manifest.components.count, path + "/" + descriptor)) }
            let place = SourcePlace(file: path, line: 1, column: 1)
            manifest.components.append(ComponentEntry(kind: kind, name: name, place: place, code: code))
        }
    }

    /// A spec in the bundle's directory itself is the connection of the smallest bundle there is.
    private mutating func findRootConnection(_ root: BundleFiles.Listing, named name: String) {
        guard manifest.names(of: .connection).isEmpty else { return }
        var code = Self.code(of: .connection, named: "connection", among: root.files, in: "")
        // The common data beside the base is the app's.
        code[.common] = nil
        if code[.communication] == nil {
            let spec = root.files.first { ["connection.iml.json", "connection.imljson"].contains($0.lowercased()) }
            code[.communication] = spec.map(CodeReference.init(inferred:))
        }
        guard let spec = code[.communication] else { return }
        manifest.components.insert(
            ComponentEntry(kind: .connection, name: name, place: spec.place, code: code),
            at: 0
        )
        for index in descriptors.indices { descriptors[index].component += 1 }
    }

    private static func code(
        of kind: ComponentKind,
        named name: String,
        among files: [String],
        in directory: String
    ) -> [CodeKind: CodeReference] {
        var code: [CodeKind: CodeReference] = [:]
        for part in kind.code {
            var candidates = part.fileNames.flatMap { fileName in
                part.extensions.flatMap { ["\(name).\(fileName).\($0)", "\(fileName).\($0)"] }
            }
            if part == .code { candidates.append("\(name).js") }
            let found = candidates.lazy.compactMap { candidate in
                files.first { $0.lowercased() == candidate.lowercased() }
            }.first
            guard let found else { continue }
            code[part] = CodeReference(inferred: directory.isEmpty ? found : directory + "/" + found)
        }
        return code
    }

    /// Puts what a descriptor file says into its component.
    mutating func describe(_ component: Int, by node: SourceNode) {
        manifest.components[component].describe(by: node)
    }

    private mutating func report(_ found: [(name: String, problem: FileProblem)], in directory: String) {
        for (name, problem) in found {
            let path = directory.isEmpty ? name : directory + "/" + name
            problems.append(
                Diagnostic(problem.code, problem.message, at: SourcePlace(file: path, line: 1, column: 1))
            )
        }
    }
}

extension CodeReference {
    /// A file that was found, and stands for the place it is named at.
    fileprivate init(inferred path: String) {
        self.init(path: path, place: SourcePlace(file: path, line: 1, column: 1))
    }
}
