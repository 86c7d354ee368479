import IML
import PatchbayText

/// Looks whether a value of a bundle's file has the shape it has to have, and reports each place where it has not.
///
/// Takes time in proportion to the file: near names are looked for so many times only.
struct ShapeCheck {
    /// The file whose keys are looked at; entries that were merged in from another one are looked at there.
    var file: SourceFile?
    /// Whether no request is sent, so that what only counts for one is left alone.
    var sendsNothing = false
    /// What was found.
    private(set) var problems: [Diagnostic] = []

    private let code: DiagnosticCode
    private let severity: Diagnostic.Severity
    /// How often a near name is still looked for.
    private var searches = 500

    /// Prepares to look at a file of a kind.
    init(_ kind: FileKind) {
        code = kind == .manifest || kind == .metadata ? .invalidManifest : .invalidSpec
        severity = kind.isStrict ? .error : .warning
    }

    /// Looks at a value.
    ///
    /// - Parameters:
    ///   - node: The value.
    ///   - shape: What it may be.
    ///   - title: What to call it in a message.
    ///   - path: The keys that lead to it, joined by dots; empty for a value that has its title only.
    mutating func check(_ node: SourceNode, _ shape: Shape, title: String, path: String = "") {
        check(node, shape, Position(title: title, path: path))
    }

    /// Where a value stands, as messages name it.
    private struct Position {
        let title: String
        let path: String

        /// `path` in backticks, or the title where there is none.
        var subject: String {
            path.isEmpty ? title.prefix(1).uppercased() + title.dropFirst() : "`\(path)`"
        }

        func entry(_ key: String) -> Position {
            Position(title: "`\(key)`", path: path.isEmpty ? key : "\(path).\(key)")
        }

        /// An element of a list; what has a name of its own begins a path of its own.
        func element(of shape: Shape) -> Position {
            if let title = shape.elementTitle { return Position(title: title, path: "") }
            return Position(title: title, path: path.isEmpty ? "" : "\(path)[]")
        }
    }

    private mutating func check(_ node: SourceNode, _ shape: Shape, _ position: Position) {
        if node.isNull { return }
        if let text = node.text {
            if text.isEmpty, shape.takesTemplates { return }
            if text.contains(bytesOf: "{{") {
                if !shape.takesTemplates { return mismatch(node, shape, position) }
                guard node.literal != nil else { return }
            }
        }
        switch shape {
        case .any: return
        case .named(let named): check(node, named.shape, position)
        case .either(let choices, _):
            guard let choice = choices.first(where: { $0.mayBe(node.kind) }) else {
                return mismatch(node, shape, position)
            }
            // A text that is no reference is called what the whole has to be.
            if case .reference = choice, !node.isReference { return mismatch(node, shape, position) }
            check(node, choice, position)
        case .object(let object):
            if object.isTemplated, node.isEmpty { return }
            guard let entries = node.entries else { return mismatch(node, shape, position) }
            check(entries, of: node, object, position)
        case .list(let element):
            guard let elements = node.elements else { return mismatch(node, shape, position) }
            for each in elements { check(each, element, position.element(of: element)) }
        case .paths: checkPaths(node, position)
        case .errorType: checkErrorType(node, position)
        default:
            if let objection = shape.objection(to: node) { report(objection, node, shape, position) }
        }
    }

    // MARK: Objects

    /// An object with more keys than this that mean nothing is none of its kind at all; the rest is not listed.
    private static let reportedKeys = 100

    private mutating func check(
        _ entries: [SourceEntry],
        of node: SourceNode,
        _ object: ObjectShape,
        _ position: Position
    ) {
        var fields: [ExactText: Field] = [:]
        for field in object.fields { fields[ExactText(field.key)] = field }
        var reported = 0
        for entry in entries where !entry.key.starts(withBytesOf: "{{") {
            if let field = fields[ExactText(entry.key)] {
                if sendsNothing, field.isOfSending { continue }
                check(entry.value, field.shape, position.entry(entry.key))
            } else if reported < Self.reportedKeys, let problem = problem(with: entry, of: object, position) {
                reported += 1
                problems.append(problem)
            }
        }
        if let needs = object.needs, node[needs.key] == nil {
            problems.append(
                Diagnostic(
                    code,
                    "\(object.name(position.title)) needs \(needs.words)",
                    severity: severity,
                    at: node.place
                )
            )
        }
    }

    /// Looks at an entry whose key is no field, and its value where it has a meaning.
    private mutating func problem(
        with entry: SourceEntry,
        of object: ObjectShape,
        _ position: Position
    ) -> Diagnostic? {
        switch object.others {
        case .names(let shape):
            check(entry.value, shape, position.entry(entry.key))
            return nil
        case .statuses(let shape):
            if let range = StatusRange(entry.key), object.fields.isEmpty || range.statuses.count <= 100 {
                check(entry.value, shape, position.entry(entry.key))
                return nil
            }
            if !isOwn(entry) { return nil }
            return noStatus(entry, object, position)
        case .nothing:
            if !isOwn(entry) { return nil }
            let hint = object.hints[ExactText(entry.key)] ?? nearestName(to: entry.key, in: object)
            return unknown(entry, "means nothing in \(object.name(position.title))\(hint)")
        case .ignored:
            guard isOwn(entry) else { return nil }
            let near = nearestName(to: entry.key, in: object)
            guard !near.isEmpty else { return nil }
            return unknown(entry, "means nothing in \(object.name(position.title))\(near)")
        }
    }

    private func isOwn(_ entry: SourceEntry) -> Bool {
        file == nil || entry.file === file
    }

    private mutating func noStatus(_ entry: SourceEntry, _ object: ObjectShape, _ position: Position) -> Diagnostic {
        if object.fields.isEmpty { return unknown(entry, "is no status; write one as 404, 400-499 or *") }
        let keys = object.fields.map { "`\($0.key)`" }.joined(separator: ", ")
        return unknown(
            entry,
            "means nothing in \(object.name(position.title)), which takes \(keys) and statuses"
                + nearestName(to: entry.key, in: object)
        )
    }

    private func unknown(_ entry: SourceEntry, _ words: String) -> Diagnostic {
        Diagnostic(.unknownKey, "'\(entry.key)' \(words)", severity: .warning, at: entry.keyPlace)
    }

    private mutating func nearestName(to key: String, in object: ObjectShape) -> String {
        guard searches > 0 else { return "" }
        searches -= 1
        return NearestName.ending(for: key, among: object.fields.map(\.key))
    }

    // MARK: Values

    private mutating func checkPaths(_ node: SourceNode, _ position: Position) {
        for path in node.elements ?? [node] where path.text == nil {
            problems.append(
                Diagnostic(
                    code,
                    "\(position.subject) lists paths as texts, such as \"request.headers.authorization\", not "
                        + path.kindInWords,
                    severity: severity,
                    at: path.place
                )
            )
        }
    }

    /// Warns of an error's type that reads like one of the platform's and is none; others pass through.
    private mutating func checkErrorType(_ node: SourceNode, _ position: Position) {
        guard let name = node.text else { return mismatch(node, .text, position) }
        let known = ErrorType.all.map(\.rawValue)
        let isKnown = known.contains { $0.isExactly(name) }
        guard !name.contains(bytesOf: "{{"), !isKnown, searches > 0 else { return }
        searches -= 1
        let near = NearestName.ending(for: name, among: known)
        guard !near.isEmpty else { return }
        problems.append(
            Diagnostic(
                .unknownValue,
                "\(position.subject): the platform has no error type '\(name)'\(near)",
                severity: .warning,
                at: node.place
            )
        )
    }

    private mutating func mismatch(_ node: SourceNode, _ shape: Shape, _ position: Position) {
        report(
            Objection(code: nil, message: "has to be \(shape.inWords), not \(node.kindInWords)"),
            node,
            shape,
            position
        )
    }

    private mutating func report(
        _ objection: Objection,
        _ node: SourceNode,
        _ shape: Shape,
        _ position: Position
    ) {
        // A flag acts by its truth, whatever it is.
        var severity = severity
        if case .flag = shape { severity = .warning }
        problems.append(
            Diagnostic(
                objection.code ?? code,
                "\(position.subject) \(objection.message)",
                severity: severity,
                at: node.place
            )
        )
    }
}

/// Why a value does not fit.
struct Objection {
    /// The kind of problem; `nil` for a value of a wrong kind.
    var code: DiagnosticCode?
    /// What it has to be, and what it is.
    var message: String
}

extension ObjectShape {
    /// What to call the object in a message.
    fileprivate func name(_ fallback: String) -> String { title ?? fallback }
}
