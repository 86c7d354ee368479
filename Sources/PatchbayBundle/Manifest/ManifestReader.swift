import IML
import PatchbayText

/// Reads a manifest, `makecomapp.json`.
struct ManifestReader {
    /// The manifest's name in a bundle.
    static let fileName = "makecomapp.json"

    private(set) var manifest = Manifest()
    private(set) var problems: [Diagnostic] = []
    /// The kinds and names of the components so far.
    private var known: Set<String> = []

    /// Reads a manifest.
    ///
    /// - Parameters:
    ///   - root: The manifest's value.
    ///   - warnings: What was odd about its text: keys that stand twice.
    init(_ root: SourceNode, warnings: [Diagnostic]) {
        guard root.entries != nil else {
            report(.invalidManifest, "The manifest has to be an object, not \(root.kindInWords)", at: root.place)
            return
        }
        readApp(root)
        readGeneralFiles(root["generalCodeFiles"])
        readComponents(root["components"])
        // What reading found stands there already, in words of its own.
        var check = ShapeCheck(.manifest)
        check.check(root, FileKind.manifest.shape, title: "the manifest")
        let places = Set(problems.map(\.place))
        problems += (check.problems + warnings).filter { !places.contains($0.place) }
    }

    private mutating func readApp(_ root: SourceNode) {
        manifest.label = root["label"]?.text
        manifest.version = root["version"].flatMap { $0.entries == nil && $0.elements == nil ? $0.value.text : nil }
        manifest.appID = root["origins"]?.elements?.lazy.compactMap { $0["appId"]?.text }.first { !$0.isEmpty }
    }

    private mutating func readGeneralFiles(_ node: SourceNode?) {
        guard let node, let entries = object(node, "generalCodeFiles") else { return }
        for entry in entries {
            guard let kind = GeneralKind(exactly: entry.key) else {
                reportUnknown(entry, "generalCodeFiles", among: GeneralKind.allCases.map(\.rawValue))
                continue
            }
            manifest.general[kind] = reference(entry)
        }
    }

    private mutating func readComponents(_ node: SourceNode?) {
        guard let node, let kinds = object(node, "components") else { return }
        for kind in kinds where !kind.value.isNull {
            if kind.key == "endpoint" {
                if !kind.value.isEmpty { problems.append(.endpoints(at: kind.keyPlace)) }
                continue
            }
            guard let known = ComponentKind(exactly: kind.key) else {
                reportUnknown(kind, "components", among: ComponentKind.allCases.map(\.rawValue))
                continue
            }
            for (name, node, place) in listed(kind.value, known) where !node.isNull {
                readComponent(known, name: name, node, at: place)
            }
        }
    }

    /// The components of a kind: an object keyed by name, or an array of objects with a `name`.
    private mutating func listed(_ node: SourceNode, _ kind: ComponentKind) -> [(String, SourceNode, SourcePlace)] {
        if let entries = node.entries { return entries.map { ($0.key, $0.value, $0.keyPlace) } }
        guard let elements = node.elements else {
            report(
                .invalidManifest,
                "'\(kind.rawValue)' has to be an object keyed by name, or an array, not \(node.kindInWords)",
                at: node.place
            )
            return []
        }
        return elements.compactMap { element in
            if element.isNull { return nil }
            guard let name = (element["name"] ?? element["id"])?.text, !name.isEmpty else {
                report(
                    .invalidManifest,
                    "\(kind == .rpc ? "An RPC" : "A \(kind.title)") in an array has to have a `name`",
                    at: element.place
                )
                return nil
            }
            return (name, element, element.place)
        }
    }
}

// MARK: - Components

extension ManifestReader {
    private mutating func readComponent(_ kind: ComponentKind, name: String, _ node: SourceNode, at place: SourcePlace)
    {
        guard node.entries != nil else {
            report(
                .invalidManifest,
                "The \(kind.title) '\(name)' has to be an object, not \(node.kindInWords)",
                at: node.place
            )
            return
        }
        guard known.insert("\(kind.rawValue) \(name)").inserted else {
            report(
                .duplicateComponent,
                "There are two \(kind.title)s named '\(name)'; this one is left out. Give it another name",
                at: place
            )
            return
        }
        var entry = ComponentEntry(kind: kind, name: name, place: place)
        entry.describe(by: node)
        readCodeFiles(node, into: &entry)
        manifest.components.append(entry)
    }

    private mutating func readCodeFiles(_ node: SourceNode, into entry: inout ComponentEntry) {
        guard let files = node["codeFiles"] else { return }
        guard let listed = object(files, "codeFiles") else { return }
        for file in listed where !file.value.isNull {
            guard let kind = entry.kind.code(for: file.key) else {
                reportUnknown(file, "\(entry.kind.anyTitle)'s codeFiles", among: entry.kind.code.map(\.rawValue))
                continue
            }
            entry.code[kind] = reference(file)
        }
    }

    private mutating func reference(_ entry: SourceEntry) -> CodeReference? {
        if entry.value.isNull { return nil }
        guard let path = entry.value.text, !path.isEmpty else {
            report(
                .invalidManifest,
                "'\(entry.key)' has to be the path of a file, or null, not \(entry.value.kindInWords)",
                at: entry.value.place
            )
            return nil
        }
        return CodeReference(path: path, place: entry.value.place)
    }

    private mutating func object(_ node: SourceNode, _ key: String) -> [SourceEntry]? {
        if node.entries == nil {
            report(.invalidManifest, "'\(key)' has to be an object, not \(node.kindInWords)", at: node.place)
        }
        return node.entries
    }

    private mutating func reportUnknown(_ entry: SourceEntry, _ holder: String, among known: [String]) {
        let near = NearestName.ending(for: entry.key, among: known)
        report(.unknownKey, "'\(entry.key)' means nothing in \(holder)\(near)", .warning, at: entry.keyPlace)
    }

    private mutating func report(
        _ code: DiagnosticCode,
        _ message: String,
        _ severity: Diagnostic.Severity = .error,
        at place: SourcePlace
    ) {
        problems.append(Diagnostic(code, message, severity: severity, at: place))
    }
}

extension ComponentEntry {
    /// Takes label, type and references from an entry of the manifest or a descriptor file.
    mutating func describe(by node: SourceNode) {
        label = node["label"]?.text ?? label
        description = node["description"]?.text ?? description
        type = node.placed("\(kind.rawValue)Type") ?? node.placed("moduleSubtype") ?? exportedType(node) ?? type
        connection = node.placed("connection") ?? connection
        alternativeConnection = node.placed("altConnection") ?? alternativeConnection
        webhook = node.placed("webhook") ?? webhook
    }

    /// The type as an export gives it: as a word, or by the number it has in the platform's API.
    private func exportedType(_ node: SourceNode) -> PlacedText? {
        if let type = node.placed("type") {
            let isOlder = kind == .connection && type.text == "apikey"
            return isOlder ? PlacedText(text: "basic", place: type.place) : type
        }
        guard kind == .module, let number = [node["type"], node["typeId"]].lazy.compactMap({ $0 }).first,
            case .number = number.kind
        else { return nil }
        let type = ModuleType(number: number.value.asInt)?.rawValue ?? number.value.text
        return PlacedText(text: type, place: number.place)
    }
}

extension ModuleType {
    /// Reads a type by its number in the platform's API; `nil` for one there is not.
    fileprivate init?(number: Int?) {
        switch number {
        case 1: self = .trigger
        case 4: self = .action
        case 9: self = .search
        case 10: self = .instantTrigger
        case 11: self = .responder
        case 12: self = .universal
        default: return nil
        }
    }
}

extension Diagnostic {
    /// Says that endpoints do not run here.
    static func endpoints(at place: SourcePlace) -> Diagnostic {
        Diagnostic(
            .unsupportedComponent,
            "This host does not run endpoints; they are left out, the rest of the app runs",
            severity: .warning,
            at: place
        )
    }
}

extension SourceNode {
    /// The text under a key, with its place; `nil` for none and for an empty one.
    fileprivate func placed(_ key: String) -> PlacedText? {
        guard let node = self[key], let text = node.text, !text.isEmpty else { return nil }
        return PlacedText(text: text, place: node.place)
    }
}

extension Diagnostic {
    fileprivate var place: SourcePlace { SourcePlace(file: file, line: line, column: column) }
}
