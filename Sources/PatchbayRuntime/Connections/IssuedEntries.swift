import IML
import PatchbayAuth
import PatchbayBundle
import PatchbayText

/// What the answer to a directive that brings credentials gave a connection, entry by entry of `response.data`.
struct IssuedEntries {
    private var isAnyThere = false
    private var missing: [String] = []
    private var place: SourcePlace?

    /// What an answer is read as.
    private static let answerRoots = ["body", "headers"]

    /// Starts before the directive's first request.
    init() {}

    /// Takes what the `response.data` of a request came to.
    ///
    /// Where some entries read the answer, only those say whether it held anything; a text of the spec or a parameter
    /// beside them does not.
    mutating func add(_ data: SpecValue, _ entries: Fields?) {
        let named = Self.named(data.tree)
        let telling = named.filter { $0.value.reads(Self.answerRoots) }
        for entry in telling.isEmpty ? named : telling {
            let isThere = entry.name.map { !(entries?[valueOf: $0] ?? .undefined).holdsNothing } ?? (entries != nil)
            isAnyThere = isAnyThere || isThere
            if !isThere { missing.append(Self.described(entry)) }
        }
        place = place ?? data.place
    }

    /// What is wrong with an answer that gave none of the entries; `nil` for any other.
    ///
    /// - Parameters:
    ///   - directive: The directive.
    ///   - body: The answer as the spec reads it, whose members are named.
    func objection(to directive: String, answering body: Value) -> PlatformError? {
        guard !isAnyThere, !missing.isEmpty else { return nil }
        let names = body.asFields?.keys.prefix(8).map { SecretTexts.looksSecret($0) ? Masker.mask : $0 } ?? []
        let found = names.isEmpty ? "" : "; it has \(names.joined(separator: ", "))"
        return PlatformError(
            .dataError,
            "The answer to \(directive) brought no credentials: there is nothing in it for "
                + "\(missing.prefix(8).joined(separator: ", "))\(found).",
            path: "\(directive).response.data",
            place: PlatformError.Place(place)
        )
    }

    private typealias Entry = (name: String?, value: TemplateTree)

    /// The entries with their names, as far as the spec says them.
    private static func named(_ tree: TemplateTree) -> [Entry] {
        switch tree {
        case .object(let entries):
            entries.map { entry in
                if case .text(let name) = entry.key { (name, entry.value) } else { (nil, entry.value) }
            }
        case .constant(.collection(let fields)): fields.map { ($0.key, .constant($0.value)) }
        case .constant, .array: []
        case .template: [(nil, tree)]
        }
    }

    private static func described(_ entry: Entry) -> String {
        let source = entry.value.templates.first?.source
        let excerpt = source.map { Excerpt(of: $0, showing: 80).shown() }
        switch (entry.name, excerpt) {
        case (let name?, let excerpt?): return "\(name) (\(excerpt))"
        case (let name?, nil): return name
        case (nil, let excerpt): return excerpt ?? "response.data"
        }
    }
}

extension TemplateTree {
    /// Whether a template of it starts from one of some variables.
    fileprivate func reads(_ names: [String]) -> Bool {
        templates.contains { template in template.roots.contains { root in names.contains { $0.isExactly(root.name) } }
        }
    }
}

extension Value {
    /// Whether it is undefined or null, or a collection of nothing else.
    fileprivate var holdsNothing: Bool {
        switch self {
        case .undefined, .null: true
        case .collection(let fields): fields.allSatisfy(\.value.holdsNothing)
        default: false
        }
    }
}
