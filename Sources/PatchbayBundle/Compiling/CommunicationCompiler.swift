import PatchbayText

/// Compiles the requests of a component, merged already, to their definitions.
struct CommunicationCompiler {
    /// Compiles the values and gathers problems.
    var templates: TemplateCompiler
    /// The objects of a request that handlers sign with.
    let signing: [Field]
    /// The kind of file the requests stand in.
    let kind: FileKind
    /// The file itself: what the base brings is looked at there.
    let file: SourceFile?
    /// What every template of the component sees.
    let visible: Visibility
    /// Whether `response` reads the query of an authorization's way back.
    var seesQuery = false
    /// Keys that mean nothing to whoever runs the requests, those of `response` as `response.key`.
    var refusedKeys: Set<String> = []

    /// What a request may hold.
    private let shape: ObjectShape

    /// Prepares to compile requests of a file.
    init(
        _ templates: TemplateCompiler,
        signing: [Field],
        side: Visibility.Side,
        kind: FileKind,
        of file: SourceFile?
    ) {
        self.templates = templates
        self.signing = signing
        self.kind = kind
        self.file = file
        shape = RequestShapes.request(of: kind, signing: signing)
        visible = Visibility(side)
    }

    /// Compiles one request or an array of them.
    mutating func communication(_ node: SourceNode) -> Communication {
        let requests = node.elements ?? [node]
        let communication = Communication(requests: requests.compactMap { request($0) })
        return AddressAnalysis([communication]).marked(communication)
    }

    private mutating func request(_ written: SourceNode) -> RequestDefinition? {
        let node = accepted(written)
        var check = ShapeCheck(kind)
        check.file = file
        check.sendsNothing = node["url"] == nil
        check.check(node, .object(kind == .responder ? RequestShapes.responder : shape), title: "a request")
        templates.report(check.problems)
        guard node.entries != nil else { return nil }
        var request = RequestDefinition(place: node.place)
        readWhen(node, into: &request)
        readWhere(node, into: &request)
        readWhat(node, into: &request)
        readHow(node, into: &request)
        if let response = node.object("response") { request.response = self.response(response) }
        if let pagination = node.object("pagination") { request.pagination = self.pagination(pagination) }
        checkAddress(node)
        return request
    }

    private mutating func readWhen(_ node: SourceNode, into request: inout RequestDefinition) {
        request.temp = fields(node, "temp", visible)
        if let condition = node["condition"] {
            if condition.entries != nil {
                request.condition = value(condition, "condition", visible, path: "condition.condition")
                request.conditionDefault = condition.written("default").map {
                    spec($0, "condition.default", visible)
                }
            } else {
                request.condition = spec(condition, "condition", visible)
            }
        }
        for key in ["repeat", "while"] where request.repetition == nil {
            request.repetition = node[key].flatMap { repetition($0, key) }
        }
    }

    private mutating func repetition(_ node: SourceNode, _ key: String) -> RepetitionDefinition? {
        let after = visible.withAnswer
        guard node.entries != nil else {
            return RepetitionDefinition(condition: spec(node, key, after))
        }
        guard let condition = value(node, "condition", after, path: "\(key).condition") else { return nil }
        return RepetitionDefinition(
            condition: condition,
            delay: value(node, "delay", after, path: "\(key).delay"),
            limit: value(node, "limit", after, path: "\(key).limit")
        )
    }

    private mutating func readWhere(_ node: SourceNode, into request: inout RequestDefinition) {
        request.baseURL = value(node, "baseUrl", visible)
        request.url = value(node, "url", visible)
        request.encodesURL = value(node, "encodeUrl", visible)
        request.method = value(node, "method", visible)
    }

    private mutating func readWhat(_ node: SourceNode, into request: inout RequestDefinition) {
        request.headers = fields(node, "headers", visible)
        request.query = fields(node, "qs", visible)
        request.body = value(node, "body", visible)
        request.bodyType = value(node, "type", visible)
        for object in signing { request.signing[object.key] = fields(node, object.key, visible) }
    }

    private mutating func readHow(_ node: SourceNode, into request: inout RequestDefinition) {
        request.trustedCertificates = value(node, "ca", visible)
        request.gzip = value(node, "gzip", visible)
        request.timeout = value(node, "timeout", visible)
        request.followsRedirects = value(node, "followRedirects", visible)
        request.followsAllRedirects = value(node, "followAllRedirects", visible)
        let paths = node.object("log")?["sanitize"].map { $0.elements ?? [$0] }
        request.sanitize = paths?.compactMap(\.text) ?? []
    }
}

// MARK: - Values

extension CommunicationCompiler {
    /// Compiles a value.
    mutating func spec(_ node: SourceNode, _ key: String, _ visible: Visibility) -> SpecValue {
        SpecValue(tree: templates.tree(node, visible), key: key, place: node.place)
    }

    /// Compiles an expression, braces or not.
    mutating func expression(_ node: SourceNode, _ key: String, _ visible: Visibility) -> SpecValue {
        SpecValue(tree: templates.expression(node, visible), key: key, place: node.place)
    }

    /// Compiles the value of a key; `nil` when there is none, or `null`.
    mutating func value(_ node: SourceNode, _ key: String, _ visible: Visibility, path: String? = nil) -> SpecValue? {
        node[key].map { spec($0, path ?? key, visible) }
    }

    /// Compiles the value of a key that has to be an object, or a template that gives one.
    mutating func fields(_ node: SourceNode, _ key: String, _ visible: Visibility, path: String? = nil) -> SpecValue? {
        guard let value = node[key] else { return nil }
        switch value.kind {
        case .object: return spec(value, path ?? key, visible)
        case .text(let text) where text.contains(bytesOf: "{{"): return spec(value, path ?? key, visible)
        default: return nil
        }
    }
}

// MARK: - Checks

extension CommunicationCompiler {
    /// A request without the keys that mean nothing to whoever runs it, which are warned of.
    private mutating func accepted(_ node: SourceNode) -> SourceNode {
        guard !refusedKeys.isEmpty else { return node }
        var accepted = accepted(node, prefix: "")
        accepted.kind = .object(
            (accepted.entries ?? []).map { entry in
                var entry = entry
                if entry.key == "response" { entry.value = self.accepted(entry.value, prefix: "response.") }
                return entry
            }
        )
        return node.entries == nil ? node : accepted
    }

    private mutating func accepted(_ node: SourceNode, prefix: String) -> SourceNode {
        guard let entries = node.entries else { return node }
        var result = node
        var kept: [SourceEntry] = []
        for entry in entries {
            guard refusedKeys.contains(prefix + entry.key) else {
                kept.append(entry)
                continue
            }
            templates.report(
                .refusedKey,
                "`\(prefix)\(entry.key)` means nothing in this directive of the authentication type; take it out",
                .warning,
                at: entry.keyPlace
            )
        }
        result.kind = .object(kept)
        return result
    }

    /// Warns of addresses that lead nowhere.
    mutating func checkAddress(_ node: SourceNode) {
        if let base = node["baseUrl"], let text = base.text, text.lacksScheme {
            templates.report(
                .missingScheme,
                "The baseUrl '\(text)' does not say how to get there; write it with a scheme, as https://…",
                .warning,
                at: base.place
            )
        }
        guard let url = node["url"], let text = url.text, node["baseUrl"] == nil else { return }
        let isRelative =
            text.starts(withBytesOf: "/")
            || !(text.contains(bytesOf: "{{") || text.contains(bytesOf: "://") || text.isEmpty)
        guard isRelative else { return }
        let base = visible.takesBase ? "" : "; the base's does not count here"
        templates.report(
            .relativeURL,
            "The url '\(text)' is relative and there is no `baseUrl` to join it to\(base)",
            .warning,
            at: url.place
        )
    }
}

extension String {
    /// Whether an address begins with what is no scheme (RFC 3986, section 3.1) and no template that may give one.
    fileprivate var lacksScheme: Bool {
        let literal = firstRange(of: "{{").map { self[..<$0.lowerBound] } ?? self[...]
        if isEmpty || literal.isEmpty { return false }
        if let end = literal.firstRange(of: "://") { return !literal[..<end.lowerBound].isSchemeInPart }
        // A template may give the rest of the scheme, as in `http{{…}}://`.
        return !literal.isSchemeInPart || firstRange(of: "://") == nil
    }
}

extension Substring {
    /// Whether the text may be a scheme, or begin one that a template goes on with.
    fileprivate var isSchemeInPart: Bool {
        guard let first = utf8.first, first.isASCIILetter else { return false }
        return utf8.allSatisfy(ASCIISet.scheme.contains)
    }
}
