import PatchbayText

/// Finds the files of a bundle that nothing reads and that were most likely meant to be read.
///
/// What repositories hold besides (documents, pictures, tests, packages of other tools) is left alone.
struct UnreadFiles {
    /// A warning for each, with what it should be called.
    private(set) var problems: [Diagnostic] = []

    private let files: BundleFiles
    private let isInferred: Bool
    /// The paths that are read, in lower case.
    private let read: Set<String>
    /// The paths that have a problem already.
    private let reported: Set<String>
    /// How many entries are still looked at: a bundle is no archive.
    private var entries = 5_000

    /// Warnings beyond this are not listed.
    private static let most = 50
    /// Directories deeper than this hold no code.
    private static let deepest = 6

    /// Looks through a bundle.
    ///
    /// - Parameters:
    ///   - files: Its directory.
    ///   - manifest: What is read of it.
    ///   - problems: What was found so far.
    init(in files: BundleFiles, of manifest: Manifest, problems: [Diagnostic]) {
        self.files = files
        isInferred = manifest.isInferred
        read = Set(manifest.paths.compactMap { try? BundleFiles.normalized($0).lowercased() })
        reported = Set(problems.map { $0.file.lowercased() })
        look(in: "", depth: 0)
    }

    private mutating func look(in directory: String, depth: Int) {
        guard depth < Self.deepest, problems.count < Self.most, let listing = files.list(directory) else { return }
        for name in listing.files {
            entries -= 1
            guard entries > 0, problems.count < Self.most else { return }
            let path = directory.isEmpty ? name : "\(directory)/\(name)"
            guard !read.contains(path.lowercased()), !reported.contains(path.lowercased()) else { continue }
            guard let advice = advice(name, in: directory) else { continue }
            problems.append(
                Diagnostic(
                    .unreadFile,
                    "Nothing reads '\(path)'\(advice)",
                    severity: .warning,
                    at: SourcePlace(file: path, line: 1, column: 1)
                )
            )
        }
        for name in listing.directories where depth > 0 || !Self.ordinaryDirectories.contains(name.lowercased()) {
            look(in: directory.isEmpty ? name : "\(directory)/\(name)", depth: depth + 1)
        }
    }

    /// What repositories hold that has nothing to do with the bundle, and what this host says of as a whole.
    private static let ordinaryDirectories: Set<String> = [
        "node_modules", "test", "tests", "assets", "images", "img", "icons", "docs", "doc", "build", "dist", "coverage",
        "vendor", "scripts", "examples", "endpoints", "endpoint",
    ]
}

// MARK: - Advice

extension UnreadFiles {
    /// What to say of a file that nothing reads; `nil` for one that nobody meant to be read.
    private func advice(_ name: String, in directory: String) -> String? {
        let lower = name.lowercased()
        if Self.isOrdinary(lower) { return nil }
        let isCode = lower.hasSuffix(".imljson") || lower.hasSuffix(".iml.json")
        let path = directory.split(separator: "/").map { $0.lowercased() }
        let top = path.first.flatMap { top in ComponentKind.allCases.first { $0.directories.contains(top) } }
        let isNear = directory.isEmpty && lower.hasSuffix(".json") && isNearManifest(lower)
        guard isCode || top != nil || isNear || Self.isMeant(lower, in: path) else { return nil }
        if isNear { return "; is it the manifest? That is called \(ManifestReader.fileName)" }
        if !isInferred {
            return "; \(ManifestReader.fileName) names it nowhere. Name it there, or take it out of the bundle"
        }
        if let top { return advice(name, of: top, directory) }
        return elsewhere(lower, directory)
    }

    /// Files of that name tell people and other tools something.
    private static func isOrdinary(_ name: String) -> Bool {
        let stem = name.prefix { $0 != "." }
        if ["readme", "license", "licence", "changelog", "contributing", "notice", "package", "package-lock"].contains(
            stem
        ) {
            return true
        }
        if stem == "tsconfig" || stem == "jsconfig" || name.hasPrefix("publish.") || name.contains(".publish.") {
            return true
        }
        return [".md", ".png", ".svg", ".jpg", ".jpeg", ".gif", ".ico", ".webp"].contains(where: name.hasSuffix)
    }

    private func isNearManifest(_ name: String) -> Bool {
        name != ManifestReader.fileName && NearestName.near(name, among: [ManifestReader.fileName]) != nil
    }

    /// Whether a name or a directory is one of the format's, so that the file was meant to be read.
    private static func isMeant(_ name: String, in path: [String]) -> Bool {
        guard name.hasSuffix(".json") else { return false }
        if ["base", "common", "general"].contains(path.first ?? "") { return true }
        guard path.isEmpty else { return false }
        let words = name.split(separator: ".").dropLast().map(String.init)
        let kinds = ComponentKind.allCases.flatMap(\.directories)
        if let first = words.first, kinds.contains(first) { return true }
        return words.dropFirst().last.map { part(named: $0) != nil } ?? false
    }

    /// The kind of component that has code of some name.
    private static func part(named word: String) -> ComponentKind? {
        ComponentKind.allCases.first { kind in kind.code.contains { $0.fileNames.contains(word) } }
    }

    /// A file in a directory of components.
    private func advice(_ name: String, of kind: ComponentKind, _ directory: String) -> String {
        let (stem, suffix) = Self.split(name)
        let words = stem.split(separator: ".").map(String.init)
        let parts = directory.split(separator: "/").map(String.init)
        if parts.count == 1 {
            if let id = words.first, words.count == 2,
                kind.code.contains(where: { $0.fileNames.contains(words[1].lowercased()) })
            {
                return "; call it \(directory)/\(id)/\(words[1]).\(suffix)"
            }
            let whole =
                kind == .function
                ? "\(directory)/\(words.first ?? stem).js" : "\(directory)/\(words.first ?? stem).imljson"
            let code = kind == .function ? "code.js" : "communication.iml.json"
            return
                "; \(kind.anyTitle) is a directory, \(directory)/\(words.first ?? stem)/ with \(code), or one file, \(whole)"
        }
        let names = kind.code.flatMap(\.fileNames)
        let word = words.last.map { $0.lowercased() } ?? ""
        if parts.count > 2 {
            return "; the files of \(kind.anyTitle) stand in \(parts.prefix(2).joined(separator: "/"))/ itself"
        }
        if let near = names.contains(word) ? word : NearestName.near(word, among: names) {
            let end = kind == .function ? "js" : suffix.hasSuffix("json") ? suffix : "iml.json"
            return "; call it \(directory)/\(near).\(end)"
        }
        let known = kind.code.compactMap(\.fileNames.first).joined(separator: ", ")
        return "; the files of \(kind.anyTitle) are called \(known)"
    }

    /// A file that stands where components do not.
    private func elsewhere(_ name: String, _ directory: String) -> String {
        let (stem, suffix) = Self.split(name)
        let words = stem.split(separator: ".").map(String.init)
        if directory.isEmpty, words.count > 1,
            let kind = ComponentKind.allCases.first(where: { $0.directories.contains(words[0]) })
        {
            let file = words.count > 2 ? "\(words[1])/\(words[2...].joined(separator: "."))" : words[1]
            return "; call it \(kind.directory)/\(file).\(suffix)"
        }
        let top = directory.split(separator: "/").first.map(String.init) ?? stem
        if let general = GeneralKind.allCases.first(where: { $0.rawValue == top.lowercased() }), general != .readme {
            let end = general == .base ? "iml.json" : "json"
            return "; call it \(general.rawValue).\(end), in the bundle's directory or in general/"
        }
        let directories = ComponentKind.allCases.map(\.directory)
        if let near = NearestName.near(top, among: directories + ["general"]) {
            return "; call the directory '\(near)'"
        }
        return "; components stand in \(directories.map { "\($0)/" }.joined(separator: ", "))"
    }

    /// A name without its extension, and that.
    private static func split(_ name: String) -> (stem: String, suffix: String) {
        if name.lowercased().hasSuffix(".iml.json") { return (String(name.dropLast(9)), "iml.json") }
        guard let dot = name.lastIndex(of: ".") else { return (name, "imljson") }
        return (String(name[..<dot]), String(name[name.index(after: dot)...]))
    }
}
