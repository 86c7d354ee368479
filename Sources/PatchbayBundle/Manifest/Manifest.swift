/// What a bundle consists of, as its manifest says or as its directories tell.
struct Manifest {
    /// The app's label, if it is given.
    var label: String?
    /// The app's version, if it is given.
    var version: String?
    /// The name an export's metadata gives the app.
    var name: String?
    /// The name an origin gives the app.
    var appID: String?
    /// Whether it was made of the directories there are.
    var isInferred = false
    /// The files that say what components are, as `modules/list/metadata.json`.
    var descriptors: [String] = []
    /// The files of the bundle as a whole.
    var general: [GeneralKind: CodeReference] = [:]
    /// The components, in order.
    var components: [ComponentEntry] = []

    /// The paths of all files the manifest names.
    var paths: [String] {
        descriptors + general.values.map(\.path) + components.flatMap { $0.code.values.map(\.path) }
    }

    /// The names of the components of a kind.
    func names(of kind: ComponentKind) -> [String] {
        components.lazy.filter { $0.kind == kind }.map(\.name)
    }
}

/// A file the manifest names, or a part of one.
struct CodeReference {
    /// The path, relative to the bundle.
    var path: String
    /// The key of the file's object the code stands under; `nil` when it is the whole file.
    var part: String?
    /// Where it is named.
    var place: SourcePlace
}

/// A text of the manifest with the place it stands at.
struct PlacedText {
    var text: String
    var place: SourcePlace
}

/// A component as the manifest lists it.
struct ComponentEntry {
    var kind: ComponentKind
    var name: String
    /// Where it is listed.
    var place: SourcePlace
    var label: String?
    var description: String?
    /// The module's, connection's or webhook's type.
    var type: PlacedText?
    var connection: PlacedText?
    var alternativeConnection: PlacedText?
    var webhook: PlacedText?
    var code: [CodeKind: CodeReference] = [:]
}

/// The names of the components of a kind, found in any spelling.
struct ComponentNames {
    /// The names.
    let all: Set<String>
    private let folded: [String: String]

    /// Takes names; of those that differ in case only the first counts for the others' spelling.
    init(_ names: [String]) {
        all = Set(names)
        folded = Dictionary(names.map { ($0.lowercased(), $0) }) { first, _ in first }
    }

    /// The name as the manifest spells it; `nil` when there is none.
    func spelling(of name: String) -> String? {
        all.contains(name) ? name : folded[name.lowercased()]
    }
}
