import IML

/// Compiles the requests of a component, merged already, to their definitions.
struct CommunicationCompiler {
    /// Compiles the values and gathers problems.
    var templates: TemplateCompiler
    /// The keys of a request that handlers sign with.
    let signingKeys: Set<String>
    /// What every template of the component sees.
    let visible: Visibility
    /// Whether `response` reads the query of an authorization's way back.
    var seesQuery = false
    /// Keys that mean nothing to whoever runs the requests, those of `response` as `response.key`.
    var refusedKeys: Set<String> = []

    /// Prepares to compile a component.
    init(_ templates: TemplateCompiler, signingKeys: Set<String>, side: Visibility.Side) {
        self.templates = templates
        self.signingKeys = signingKeys
        visible = Visibility(side)
    }

    /// Compiles one request or an array of them.
    mutating func communication(_ node: SourceNode) -> Communication {
        let requests = node.elements ?? [node]
        let communication = Communication(requests: requests.compactMap { request($0) })
        return AddressAnalysis([communication]).marked(communication)
    }

    private mutating func request(_ written: SourceNode) -> RequestDefinition? {
        guard written.entries != nil else {
            templates.report(
                .invalidSpec,
                "A request has to be an object, not \(written.kindInWords)",
                at: written.place
            )
            return nil
        }
        checkKeys(of: written, SpecKeys.request.union(signingKeys), "a request")
        let node = accepted(written, prefix: "")
        var request = RequestDefinition(place: node.place)
        readWhen(node, into: &request)
        readWhere(node, into: &request)
        readWhat(node, into: &request)
        readHow(node, into: &request)
        if let response = object(node, "response") { request.response = self.response(response) }
        if let pagination = object(node, "pagination") { request.pagination = self.pagination(pagination) }
        checkConstants(of: request)
        checkAddress(node)
        return request
    }

    private mutating func readWhen(_ node: SourceNode, into request: inout RequestDefinition) {
        request.temp = fields(node, "temp", visible)
        if let condition = node["condition"] {
            if condition.entries != nil {
                checkKeys(of: condition, SpecKeys.condition, "`condition`")
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
        checkKeys(of: node, SpecKeys.repetition, "`\(key)`")
        guard let condition = value(node, "condition", after, path: "\(key).condition") else {
            templates.report(.invalidSpec, "`\(key)` needs a `condition` to go on by", at: node.place)
            return nil
        }
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
        for key in signingKeys { request.signing[key] = fields(node, key, visible) }
    }

    private mutating func readHow(_ node: SourceNode, into request: inout RequestDefinition) {
        request.trustedCertificates = value(node, "ca", visible)
        request.gzip = value(node, "gzip", visible)
        request.timeout = value(node, "timeout", visible)
        request.followsRedirects = value(node, "followRedirects", visible)
        request.followsAllRedirects = value(node, "followAllRedirects", visible)
        guard let log = object(node, "log") else { return }
        checkKeys(of: log, SpecKeys.log, "`log`")
        for path in log["sanitize"].map({ $0.elements ?? [$0] }) ?? [] {
            if let text = path.text {
                request.sanitize.append(text)
            } else {
                templates.report(
                    .invalidSpec,
                    "`log.sanitize` lists paths as texts, such as \"request.headers.authorization\", not "
                        + path.kindInWords,
                    at: path.place
                )
            }
        }
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
        case .text(let text) where text.contains("{{"): return spec(value, path ?? key, visible)
        case .text(let text) where text.isEmpty: return nil
        case .array(let elements) where elements.isEmpty: return nil
        default:
            templates.report(
                .invalidSpec,
                "`\(path ?? key)` has to be an object, or a template that gives one, not \(value.kindInWords)",
                at: value.place
            )
            return nil
        }
    }

    /// The object under a key, reported when it is something else.
    mutating func object(_ node: SourceNode, _ key: String) -> SourceNode? {
        guard let value = node[key] else { return nil }
        if value.entries != nil { return value }
        templates.report(
            .invalidSpec,
            "`\(key)` has to be an object, not \(value.kindInWords)",
            at: value.place
        )
        return nil
    }
}

// MARK: - Checks

extension CommunicationCompiler {
    /// An object with more keys than this that mean nothing is no request at all; the rest is not listed.
    private static let reportedKeys = 100

    /// Warns of keys that mean nothing.
    mutating func checkKeys(of node: SourceNode, _ known: Set<String>, _ holder: String) {
        let unknown = (node.entries ?? []).lazy.filter { !known.contains($0.key) && !$0.key.hasPrefix("{{") }
        for entry in unknown.prefix(Self.reportedKeys) {
            var hint = NearestName.suggestion(for: entry.key, among: known)
            if holder == "a request", SpecKeys.response.contains(entry.key) { hint = "; it belongs into `response`" }
            if holder == "`response`", SpecKeys.request.contains(entry.key) {
                hint = "; it belongs into the request itself"
            }
            templates.report(
                .unknownKey,
                "'\(entry.key)' means nothing in \(holder)\(hint)",
                .warning,
                at: entry.keyPlace
            )
        }
    }

    /// An object without the keys that mean nothing to whoever runs the requests, which are warned of.
    mutating func accepted(_ node: SourceNode, prefix: String) -> SourceNode {
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

    private mutating func checkAddress(_ node: SourceNode) {
        guard let url = node["url"], let text = url.text, node["baseUrl"] == nil else { return }
        let isRelative = text.hasPrefix("/") || !(text.contains("{{") || text.contains("://") || text.isEmpty)
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
