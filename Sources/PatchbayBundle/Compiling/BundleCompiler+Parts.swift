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
            var compiler = CommunicationCompiler(
                templates(connections: [definition.connection, definition.alternativeConnection]),
                signingKeys: catalog.signingKeys,
                side: .rpc
            )
            definition.communication = compiler.communication(
                SpecMerge.communication(spec, over: base, signingKeys: catalog.signingKeys)
            )
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
        definition.attach = call(entry.code[.attach], connections, &found)
        definition.detach = call(entry.code[.detach], connections, &found)
        definition.update = call(entry.code[.update], connections, &found)
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
        _ connections: [String?],
        _ found: inout [Diagnostic]
    ) -> Communication? {
        guard let spec = sources.json(reference, expected: .object, &found), !spec.isEmpty else { return nil }
        var compiler = CommunicationCompiler(
            templates(connections: connections),
            signingKeys: catalog.signingKeys,
            side: .webhook
        )
        let communication = compiler.communication(spec)
        found += compiler.templates.problems
        return communication
    }

    private func incoming(
        _ spec: SourceNode,
        _ connections: [String?],
        _ found: inout [Diagnostic]
    ) -> [String: TemplateTree] {
        guard let entries = spec.entries else {
            found.append(
                Diagnostic(
                    .invalidSpec,
                    "A webhook's communication has to be an object, not \(spec.kindInWords)",
                    at: spec.place
                )
            )
            return [:]
        }
        var compiler = CommunicationCompiler(templates(connections: connections), signingKeys: [], side: .incoming)
        compiler.checkKeys(of: spec, SpecKeys.incoming, "a webhook's communication")
        var compiled: [String: TemplateTree] = [:]
        let call = Visibility(.incoming)
        let item = spec["iterate"] == nil ? call : call.withItem
        for entry in entries where SpecKeys.incoming.contains(entry.key) && !entry.value.isNull {
            switch entry.key {
            case "iterate": compiled[entry.key] = iterate(entry.value, call, &compiler)
            case "condition": compiled[entry.key] = compiler.templates.expression(entry.value, item)
            case "verification": compiled[entry.key] = compiler.templates.tree(entry.value, call)
            default: compiled[entry.key] = compiler.templates.tree(entry.value, item)
            }
        }
        found += compiler.templates.problems
        return compiled
    }

    /// `iterate` of an incoming call: an expression, or an object of expressions.
    private func iterate(
        _ node: SourceNode,
        _ call: Visibility,
        _ compiler: inout CommunicationCompiler
    ) -> TemplateTree {
        guard node.entries != nil else { return compiler.templates.expression(node, call) }
        compiler.checkKeys(of: node, SpecKeys.iterate, "`iterate`")
        var parts: [TemplateTree.Entry] = []
        if let container = node["container"] {
            let tree = compiler.templates.expression(container, call)
            parts.append(TemplateTree.Entry(key: .text("container"), value: tree))
        }
        if let condition = node["condition"] {
            let tree = compiler.templates.expression(condition, call.withItem)
            parts.append(TemplateTree.Entry(key: .text("condition"), value: tree))
        }
        return .object(parts)
    }
}
