import IML

extension BundleCompiler {
    /// Compiles an RPC, with Base merged under its requests.
    mutating func rpc(_ entry: ComponentEntry) -> RPCDefinition {
        var found: [Diagnostic] = []
        var definition = RPCDefinition(
            name: entry.name,
            label: entry.label ?? entry.name,
            connection: name(entry.connection, of: .connection, &found),
            alternativeConnection: name(entry.alternativeConnection, of: .connection, &found),
            parameters: parameters(entry.code[.params], &found)
        )
        if let spec = sources.json(entry.code[.communication], expected: .object, &found) {
            let connections = [definition.connection, definition.alternativeConnection]
            var compiler = requests(of: .rpc, side: .rpc, spec, connections)
            definition.communication = compiler.communication(
                SpecMerge.communication(spec, over: base, signingKeys: catalog.signingKeys)
            )
            checkConnection(of: entry, nil, definition.communication, compiler.templates, &found)
            found += compiler.templates.problems
        }
        definition.failures = keep(found)
        return definition
    }

    /// Reads a custom function.
    mutating func function(_ entry: ComponentEntry) -> FunctionDefinition {
        var found: [Diagnostic] = []
        let reference = entry.code[.code]
        let code = sources.text(reference, &found)
        if reference == nil {
            found.append(Diagnostic(.missingFile, "The function '\(entry.name)' has no `code` file", at: entry.place))
        }
        let definition = FunctionDefinition(
            name: entry.name,
            code: code ?? "",
            file: reference?.path ?? entry.place.file,
            tests: sources.text(entry.code[.test], &found),
            testFile: entry.code[.test]?.path
        )
        if let code, let reference { inspect(code, of: entry.name, file: reference.path, &found) }
        var result = definition
        result.failures = keep(found)
        return result
    }

    private func inspect(_ code: String, of name: String, file: String, _ found: inout [Diagnostic]) {
        let place = SourcePlace(file: file, line: 1, column: 1)
        if code.count > 5_000 {
            found.append(
                Diagnostic(
                    .functionTooLong,
                    "The function has \(code.count) characters; the platform takes 5,000",
                    severity: .warning,
                    at: place
                )
            )
        }
        if !code.split(whereSeparator: { !($0.isLetter || $0.isNumber || $0 == "_" || $0 == "$") }).contains(name[...])
        {
            found.append(
                Diagnostic(
                    .functionName,
                    "The code does not define a function '\(name)'; templates call it by that name",
                    severity: .warning,
                    at: place
                )
            )
        }
    }

    /// Compiles a webhook.
    ///
    /// Base never counts for it.
    mutating func webhook(_ entry: ComponentEntry) -> WebhookDefinition {
        var found: [Diagnostic] = []
        var definition = WebhookDefinition(
            name: entry.name,
            label: entry.label ?? entry.name,
            sharing: sharing(of: entry, &found),
            connection: name(entry.connection, of: .connection, &found),
            alternativeConnection: name(entry.alternativeConnection, of: .connection, &found),
            parameters: parameters(entry.code[.params], &found),
            requiredScope: scopes(entry.code[.requiredScope], &found)
        )
        let connections = [definition.connection, definition.alternativeConnection]
        if let spec = sources.json(entry.code[.communication], expected: .object, &found) {
            definition.incoming = incoming(spec, connections, &found)
        }
        definition.attach = call(entry.code[.attach], .attach, connections, &found)
        definition.detach = call(entry.code[.detach], .detach, connections, &found)
        definition.update = call(entry.code[.update], .update, connections, &found)
        definition.failures = keep(found)
        return definition
    }

    private func sharing(of entry: ComponentEntry, _ found: inout [Diagnostic]) -> WebhookDefinition.Sharing {
        guard let type = entry.type else { return .dedicated }
        if let known = WebhookDefinition.Sharing(rawValue: type.text) { return known }
        found.append(
            Diagnostic(.unknownType, "'\(type.text)' is no type of webhook; there are web, web-shared", at: type.place)
        )
        return .dedicated
    }

    /// One of the requests that tell the service about a webhook; `nil` for none and an empty one.
    private mutating func call(
        _ reference: CodeReference?,
        _ kind: FileKind,
        _ connections: [String?],
        _ found: inout [Diagnostic]
    ) -> Communication? {
        guard let spec = sources.json(reference, expected: .object, &found), !spec.isEmpty else { return nil }
        var compiler = requests(of: kind, side: .webhook, spec, connections)
        let communication = compiler.communication(spec)
        found += compiler.templates.problems
        return communication
    }

    private func incoming(
        _ written: SourceNode,
        _ connections: [String?],
        _ found: inout [Diagnostic]
    ) -> [String: TemplateTree] {
        let spec = withoutResponse(written, &found)
        if !spec.isEmpty { inspect(spec, as: .webhook, title: "a webhook's communication", &found) }
        guard let entries = spec.entries else { return [:] }
        var templates = templates(connections: connections)
        var compiled: [String: TemplateTree] = [:]
        let call = Visibility(.incoming)
        let item = spec["iterate"] == nil ? call : call.withItem
        for entry in entries where WebhookShapes.incoming[entry.key] != nil && !entry.value.isNull {
            switch entry.key {
            case "iterate": compiled[entry.key] = iterate(entry.value, call, &templates)
            case "condition": compiled[entry.key] = templates.expression(entry.value, item)
            case "verification", "temp": compiled[entry.key] = templates.tree(entry.value, call)
            default: compiled[entry.key] = templates.tree(entry.value, item)
            }
        }
        found += templates.problems
        return compiled
    }

    /// What says what is done with a call that comes in, with what stands in a `response` put where it belongs.
    ///
    /// Specs are written so by those who know requests; what stands at the top counts.
    private func withoutResponse(_ spec: SourceNode, _ found: inout [Diagnostic]) -> SourceNode {
        guard let entries = spec.entries, let response = spec.object("response") else { return spec }
        var kept = entries.filter { $0.key != "response" }
        for entry in response.entries ?? [] {
            let key = WebhookShapes.movedFromResponse[entry.key]
            let isTaken = kept.contains { $0.key == key }
            let words =
                switch key {
                case nil:
                    "means nothing in a webhook's communication, which describes the call that comes in; take it out"
                case let key? where isTaken: "is not read, for `\(key)` stands at the top of the file; take it out"
                case let key?: "belongs at the top of the file, as `\(key)`; it is read as if it stood there"
                }
            found.append(
                Diagnostic(.misplacedKey, "`response.\(entry.key)` \(words)", severity: .warning, at: entry.keyPlace)
            )
            guard let key, !isTaken else { continue }
            kept.append(
                SourceEntry(key: key, file: entry.file, keyOffset: entry.keyOffset, value: entry.value)
            )
        }
        var result = spec
        result.kind = .object(kept)
        return result
    }

    /// `iterate` of an incoming call: an expression, or an object of expressions.
    private func iterate(
        _ node: SourceNode,
        _ call: Visibility,
        _ templates: inout TemplateCompiler
    ) -> TemplateTree {
        guard node.entries != nil else { return templates.expression(node, call) }
        var parts: [TemplateTree.Entry] = []
        if let container = node["container"] {
            let tree = templates.expression(container, call)
            parts.append(TemplateTree.Entry(key: .text("container"), value: tree))
        }
        if let condition = node["condition"] {
            let tree = templates.expression(condition, call.withItem)
            parts.append(TemplateTree.Entry(key: .text("condition"), value: tree))
        }
        return .object(parts)
    }
}
