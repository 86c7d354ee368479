import IML
import PatchbayText

/// Finds out, when a bundle is read, which addresses of a spec an answer may give, and which origins it names itself.
///
/// An address has its origin from an answer when its template starts from something an answer or an incoming call brought,
/// or from an entry of `temp` that does, and its origin is not written out before that.
struct AddressAnalysis {
    /// What is said in the bundle, kept with the connection, entered by the caller, or made by the host.
    private static let ownRoots: Set<ExactText> = [
        "parameters", "connection", "data", "common", "environment", "metadata", "scenario", "oauth", "webhook",
        "account", "input", "expect", "interface", "organization", "team", "user", "module", "trigger", "pagination",
    ]

    private let namedOrigins: Set<String>
    private var answerGivenEntries: Set<String> = []
    /// Whether a name of an entry may itself be given, so that any entry may be.
    private var isEveryEntryGiven = false

    /// Analyses requests that share their `temp`.
    init(_ communications: [Communication]) {
        let requests = communications.flatMap(\.requests)
        namedOrigins = Set(
            requests.flatMap { [$0.baseURL, $0.url, $0.pagination?.url] }.compactMap { $0?.tree.address.origin }
        )
        spread(through: requests.flatMap { [$0.temp, $0.response.temp] }.compactMap(\.?.tree))
    }

    /// A communication with what was found of its addresses.
    func marked(_ communication: Communication) -> Communication {
        var marked = communication
        marked.namedOrigins = namedOrigins
        for index in marked.requests.indices {
            let request = marked.requests[index]
            let addresses: [(SpecValue?, AnswerGivenAddresses)] = [
                (request.url, .url), (request.baseURL, .baseURL), (request.pagination?.url, .page),
            ]
            marked.requests[index].answerGiven = addresses.reduce(into: []) { given, address in
                if let tree = address.0?.tree, isAnswerGiven(tree) { given.insert(address.1) }
            }
        }
        return marked
    }

    private func isAnswerGiven(_ tree: TemplateTree) -> Bool {
        let sources = tree.address.sources
        return sources.areOutside || sources.readsAllEntries && (isEveryEntryGiven || !answerGivenEntries.isEmpty)
            || !sources.entries.isEmpty && isEveryEntryGiven || !sources.entries.isDisjoint(with: answerGivenEntries)
    }

    // MARK: What temp holds

    /// Follows answers through the entries of `temp` that are made of one another.
    private mutating func spread(through temps: [TemplateTree]) {
        var readers: [String: [String]] = [:]
        var readersOfAll: [String] = []
        var given: [String] = []
        for (name, tree) in temps.flatMap(Self.entries) {
            let sources = tree.sources
            // An entry without a name may be any.
            let name = name ?? Self.anyEntry
            if sources.areOutside { given.append(name) }
            if sources.readsAllEntries { readersOfAll.append(name) }
            for entry in sources.entries { readers[entry, default: []].append(name) }
        }
        while let name = given.popLast() {
            let isFirst = answerGivenEntries.isEmpty && !isEveryEntryGiven
            if name == Self.anyEntry {
                guard !isEveryEntryGiven else { continue }
                isEveryEntryGiven = true
                given += readers.values.joined()
            } else {
                guard answerGivenEntries.insert(name).inserted else { continue }
                given += readers[name] ?? []
            }
            if isFirst { given += readersOfAll }
        }
    }

    private static let anyEntry = ""

    /// The entries of a `temp` with their names, as far as they are known.
    private static func entries(of temp: TemplateTree) -> [(String?, TemplateTree)] {
        guard case .object(let entries) = temp else { return [(nil, temp)] }
        return entries.map { entry in
            switch entry.key {
            case .text(let name) where !name.isEmpty: (name, entry.value)
            case .template(let name): (nil, .array([.template(name), entry.value]))
            case .text, .spread: (nil, entry.value)
            }
        }
    }

    private static func isOwn(_ root: String) -> Bool { ownRoots.contains(ExactText(root)) }
}

// MARK: - What templates are made of

extension AddressAnalysis {
    /// What a value is made of.
    fileprivate struct Sources {
        /// Whether something that came from outside is part of it.
        var areOutside = false
        /// Whether all of `temp` is.
        var readsAllEntries = false
        /// The entries of `temp` that are.
        var entries: Set<String> = []

        mutating func add(_ roots: [(name: String, offset: Int)], of template: Template) {
            for root in roots {
                if !root.name.isExactly("temp") {
                    if !AddressAnalysis.isOwn(root.name) { areOutside = true }
                } else if let name = template.source.member(after: root), !name.isEmpty {
                    entries.insert(name)
                } else {
                    readsAllEntries = true
                }
            }
        }
    }

    /// Where an address leads, as far as its template tells.
    fileprivate struct Address {
        /// Scheme, host and port, where they are written out.
        var origin: String?
        /// What scheme, host and port are made of otherwise.
        var sources = Sources()
    }
}

extension TemplateTree {
    fileprivate var sources: AddressAnalysis.Sources {
        var sources = AddressAnalysis.Sources()
        for template in templates { sources.add(template.roots, of: template) }
        return sources
    }

    fileprivate var address: AddressAnalysis.Address {
        switch self {
        case .constant(let value):
            var address = AddressAnalysis.Address()
            var reader = AddressAnalysis.OriginReader()
            _ = reader.read(value.asText ?? "")
            address.origin = reader.written
            return address
        case .template(let template): return AddressAnalysis.Address(template)
        case .array, .object: return AddressAnalysis.Address(sources: sources)
        }
    }
}

extension AddressAnalysis.Address {
    fileprivate init(_ template: Template) {
        var reader = AddressAnalysis.OriginReader()
        for part in template.parts {
            switch part {
            case .text(let text):
                if reader.read(text) {
                    origin = reader.written
                    return
                }
            case .expression(let roots):
                reader.skip()
                sources.add(roots, of: template)
            }
        }
        origin = reader.written
    }
}

extension AddressAnalysis {
    /// Reads the texts of an address between its expressions, to the end of its host and port.
    fileprivate struct OriginReader {
        private var text = ""
        private var isWithinAuthority = false
        /// Whether expressions are part of what was read.
        private var hasGaps = false
        /// Scheme, host and port as they are written before any expression; `nil` where they are not.
        private(set) var written: String?

        /// Reads a text.
        ///
        /// - Returns: Whether what follows has no say in where the address leads.
        mutating func read(_ next: String) -> Bool {
            var rest = next[...]
            if !isWithinAuthority {
                guard let mark = rest.utf8.firstIndex(where: Self.endsAuthority) else {
                    text += rest
                    return false
                }
                // A single slash begins a path: of a relative address, or of one whose origin came before.
                guard rest[mark...].utf8.starts(with: "//".utf8) else { return true }
                let begin = rest.utf8.index(mark, offsetBy: 2)
                text += rest[..<begin]
                rest = rest[begin...]
                isWithinAuthority = true
            }
            let authority = rest[..<(rest.utf8.firstIndex(where: Self.endsAuthority) ?? rest.endIndex)]
            text += authority
            if !hasGaps { written = text }
            return authority.endIndex != rest.endIndex
        }

        /// Passes over an expression.
        mutating func skip() { hasGaps = true }

        private static func endsAuthority(_ byte: UInt8) -> Bool {
            byte == UInt8(ascii: "/") || byte == UInt8(ascii: "?") || byte == UInt8(ascii: "#")
        }
    }
}
