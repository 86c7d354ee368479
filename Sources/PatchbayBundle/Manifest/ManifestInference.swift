import IML
import PatchbayText

/// Makes a manifest of the directories of a bundle that has none.
struct ManifestInference {
    /// A file that says something of a component, or of the app.
    struct Descriptor {
        /// The component's position in the manifest; `nil` for the app.
        var component: Int?
        /// The file.
        var path: String
        /// Whether the file may be the component itself, in whole or in part.
        var isComponent = false
    }

    private let files: BundleFiles
    private(set) var manifest = Manifest()
    private(set) var problems: [Diagnostic] = []
    /// The descriptor files found, such as `modules/list/module.json`.
    private(set) var descriptors: [Descriptor] = []

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
        if let endpoints = root.directories.first(where: { ["endpoints", "endpoint"].contains($0.lowercased()) }) {
            problems.append(.endpoints(at: SourcePlace(file: endpoints, line: 1, column: 1)))
        }
    }

    /// Whether there is anything of a bundle.
    var isEmpty: Bool { manifest.components.isEmpty && manifest.general[.base] == nil }

    /// Whether an entry of a bundle's directory can be, or hold, a component or the base; the name in lower case.
    static func canHold(_ name: String) -> Bool {
        name == "general" || ComponentKind.allCases.contains { $0.directories.contains(name) }
            || name.hasSuffix("json")
    }

    private mutating func findGeneralFiles(_ root: BundleFiles.Listing) {
        var paths = root.files
        for directory in root.directories where ["general", "modules"].contains(directory.lowercased()) {
            paths += (files.list(directory)?.files ?? []).map { directory + "/" + $0 }
        }
        for kind in GeneralKind.allCases {
            let found = kind.paths.lazy.compactMap { path in paths.first { $0.lowercased() == path } }.first
            manifest.general[kind] = found.map { CodeReference(inferred: $0) }
        }
        // Older exports call the app's metadata `general.json`.
        let metadata = ["metadata.json", "general.json"].lazy.compactMap { name in
            root.files.first { $0.lowercased() == name }
        }.first
        if let metadata { descriptors.append(Descriptor(path: metadata)) }
    }

    // MARK: Components

    private mutating func findComponents(_ kind: ComponentKind, _ root: BundleFiles.Listing) {
        for directory in root.directories where kind.directories.contains(directory.lowercased()) {
            guard let listing = files.list(directory), !Self.isApp(listing) else { continue }
            report(listing.problems, in: directory)
            let names = Set(listing.directories + listing.files.compactMap { Self.component(kind, in: $0) })
            for name in names.sorted() { findComponent(kind, name, listing, in: directory) }
        }
    }

    /// Whether a directory that is called like one of components is an app's.
    private static func isApp(_ listing: BundleFiles.Listing) -> Bool {
        listing.files.contains { $0 == ManifestReader.fileName || GeneralKind.base.paths.contains($0.lowercased()) }
    }

    /// The name of the component a file in a directory of components is, as `list` of `list.imljson`.
    private static func component(_ kind: ComponentKind, in file: String) -> String? {
        guard let name = stem(of: file, extensions: kind.extensions), !name.contains("."), !reserved.contains(name)
        else { return nil }
        return name
    }

    /// What a file is called without one of some extensions; `nil` when it has none of them.
    private static func stem(of file: String, extensions: [String]) -> String? {
        let name = file.lowercased()
        guard let suffix = extensions.lazy.map({ ".\($0)" }).first(where: name.hasSuffix), name.count > suffix.count
        else { return nil }
        return String(file.dropLast(suffix.count))
    }

    /// Names of files that are no components, whatever directory they stand in.
    private static let reserved: Set<String> = [
        "base", "common", "groups", "metadata", "general", "package", "package-lock", "tsconfig", "jsconfig",
    ]

    private mutating func findComponent(
        _ kind: ComponentKind,
        _ name: String,
        _ listing: BundleFiles.Listing,
        in directory: String
    ) {
        var found: [Descriptor] = []
        var code: [CodeKind: CodeReference] = [:]
        let path = directory + "/" + name
        if listing.directories.contains(name), let content = files.list(path) {
            report(content.problems, in: path)
            code = Self.code(of: kind, named: name, among: content.files, in: path)
            for descriptor in [kind.rawValue + ".json", "metadata.json"] {
                guard let file = content.files.first(where: { $0.lowercased() == descriptor }) else { continue }
                found.append(Descriptor(path: path + "/" + file))
            }
        }
        let whole = listing.files.first { Self.component(kind, in: $0) == name }
        if let whole {
            if kind == .function {
                code[.code] = code[.code] ?? CodeReference(inferred: directory + "/" + whole)
                let test = listing.files.first { $0.lowercased() == "\(name).test.js".lowercased() }
                code[.test] = code[.test] ?? test.map { CodeReference(inferred: directory + "/" + $0) }
            } else {
                found.append(Descriptor(path: directory + "/" + whole, isComponent: true))
            }
        }
        if code.isEmpty, found.isEmpty { return }
        let isFile = !listing.directories.contains(name)
        let place = SourcePlace(file: isFile ? directory + "/" + (whole ?? name) : path, line: 1, column: 1)
        append(ComponentEntry(kind: kind, name: name, place: place, code: code), found)
    }

    private mutating func append(_ entry: ComponentEntry, _ found: [Descriptor]) {
        if manifest.components.contains(where: { $0.kind == entry.kind && $0.name == entry.name }) {
            problems.append(
                Diagnostic(
                    .duplicateComponent,
                    "There are two \(entry.kind.title)s named '\(entry.name)'; this one is left out. Give it another name",
                    at: entry.place
                )
            )
            return
        }
        for var descriptor in found {
            descriptor.component = manifest.components.count
            descriptors.append(descriptor)
        }
        manifest.components.append(entry)
    }

    /// A spec in the bundle's directory itself is the connection of the smallest bundle there is.
    private mutating func findRootConnection(_ root: BundleFiles.Listing, named name: String) {
        guard manifest.names(of: .connection).isEmpty else { return }
        var code = Self.code(of: .connection, named: "connection", among: root.files, in: "")
        // The common data beside the base is the app's.
        code[.common] = nil
        if code[.communication] == nil {
            let spec = root.files.first { ["connection.iml.json", "connection.imljson"].contains($0.lowercased()) }
            code[.communication] = spec.map { CodeReference(inferred: $0) }
        }
        guard let spec = code[.communication] else { return }
        append(ComponentEntry(kind: .connection, name: name, place: spec.place, code: code), [])
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

    private mutating func report(_ found: [(name: String, problem: FileProblem)], in directory: String) {
        for (name, problem) in found {
            let path = directory.isEmpty ? name : directory + "/" + name
            problems.append(
                Diagnostic(problem.code, problem.message, at: SourcePlace(file: path, line: 1, column: 1))
            )
        }
    }
}

// MARK: - Descriptors

extension ManifestInference {
    /// Puts what a descriptor file says where it belongs.
    mutating func take(_ descriptor: Descriptor, _ node: SourceNode) {
        guard let index = descriptor.component else { return describeApp(by: node) }
        if !descriptor.isComponent {
            check(node)
            manifest.components[index].describe(by: node)
            if descriptor.path.lowercased().hasSuffix("metadata.json"), let name = node["name"]?.text, !name.isEmpty {
                rename(index, to: name)
            }
        } else if manifest.components[index].isInParts(node) {
            takeParts(index, node, path: descriptor.path)
        } else {
            let reference = CodeReference(path: descriptor.path, place: node.place)
            manifest.components[index].code[.communication] =
                manifest.components[index].code[.communication] ?? reference
        }
    }

    private mutating func describeApp(by node: SourceNode) {
        check(node)
        manifest.name = node["name"]?.text
        manifest.label = node["label"]?.text
        manifest.version = node["version"].flatMap { $0.entries == nil && $0.elements == nil ? $0.value.text : nil }
    }

    private mutating func check(_ node: SourceNode) {
        var check = ShapeCheck(.metadata)
        check.check(node, FileKind.metadata.shape, title: "metadata")
        problems += check.problems
    }

    /// Calls a component as its metadata does: that is the name other components know it by.
    private mutating func rename(_ index: Int, to name: String) {
        let entry = manifest.components[index]
        let isTaken = manifest.components.indices.contains { other in
            other != index && manifest.components[other].kind == entry.kind && manifest.components[other].name == name
        }
        if !isTaken { manifest.components[index].name = name }
    }

    private mutating func takeParts(_ index: Int, _ node: SourceNode, path: String) {
        let kind = manifest.components[index].kind
        manifest.components[index].describe(by: node)
        for entry in node.entries ?? [] where !entry.value.isNull {
            if let part = kind.wholeFilePart(for: entry.key) {
                // A file of its own says it better.
                if manifest.components[index].code[part] != nil { continue }
                manifest.components[index].code[part] = CodeReference(
                    path: path,
                    part: entry.key,
                    place: entry.value.place
                )
            } else if !kind.describingKeys.contains(entry.key) {
                let known = kind.code.map(\.rawValue) + kind.describingKeys
                problems.append(
                    Diagnostic(
                        .unknownKey,
                        "'\(entry.key)' means nothing in a file that is a whole \(kind.title)"
                            + NearestName.ending(for: entry.key, among: known),
                        severity: .warning,
                        at: entry.keyPlace
                    )
                )
            }
        }
    }
}

extension ComponentEntry {
    /// Whether a file that is a component holds its parts by their names, and not its communication alone.
    fileprivate func isInParts(_ node: SourceNode) -> Bool {
        let isRequest = RequestShapes.request(of: .connection)
        return (node.entries ?? []).contains { entry in
            let isPart = kind.wholeFilePart(for: entry.key) != nil || kind.describingKeys.contains(entry.key)
            return isPart && isRequest[entry.key] == nil && WebhookShapes.incoming[entry.key] == nil
        }
    }
}

extension ComponentKind {
    /// The keys that describe a component, beside its code.
    fileprivate var describingKeys: [String] {
        [
            "name", "label", "description", "type", "typeId", rawValue + "Type", "connection", "altConnection",
            "webhook",
            "actionCrud",
        ]
    }

    /// The part of a whole-component file a key means.
    fileprivate func wholeFilePart(for key: String) -> CodeKind? {
        if let part = code(for: key) { return part }
        switch (self, key) {
        case (.module, "mappableParameters"): return .mappableParams
        case (.module, "staticParameters"): return .staticParams
        default: return nil
        }
    }
}

extension CodeReference {
    /// A file that was found, and stands for the place it is named at.
    fileprivate init(inferred path: String) {
        self.init(path: path, place: SourcePlace(file: path, line: 1, column: 1))
    }
}
