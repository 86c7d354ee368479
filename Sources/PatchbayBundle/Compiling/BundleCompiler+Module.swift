import IML

extension BundleCompiler {
    /// Compiles a module, with Base merged under its requests.
    mutating func module(_ entry: ComponentEntry) -> ModuleDefinition {
        var found: [Diagnostic] = []
        var definition = ModuleDefinition(
            name: entry.name,
            label: entry.label ?? entry.name,
            description: entry.description ?? "",
            type: type(of: entry, &found),
            connection: name(entry.connection, of: .connection, &found),
            alternativeConnection: name(entry.alternativeConnection, of: .connection, &found),
            webhook: name(entry.webhook, of: .webhook, &found),
            staticParameters: parameters(entry.code[.staticParams], &found),
            mappableParameters: parameters(entry.code[.mappableParams], &found),
            interface: parameters(entry.code[.interface], takesInput: false, &found),
            samples: value(entry.code[.samples], as: .samples, title: "samples", &found),
            scope: scopes(entry.code[.scope], &found)
        )
        let spec = sources.json(entry.code[.communication], expected: .object, &found)
        let epoch = sources.json(entry.code[.epoch], expected: .object, &found)
        let connections = [definition.connection, definition.alternativeConnection]
        // What a webhook feeds runs without any request of its own.
        if let spec, !(spec.isEmpty && definition.type == .instantTrigger) {
            var compiler = requests(of: definition.type.fileKind, side: definition.type.side, spec, connections)
            let merged = SpecMerge.communication(spec, over: base, signingKeys: catalog.signingKeys)
            definition.communication = compiler.communication(merged)
            checkConnection(of: entry, definition.type, definition.communication, compiler.templates, &found)
            checkTrigger(definition, at: spec, &found)
            found += compiler.templates.problems
            if let epoch, !epoch.isEmpty {
                definition.epoch = self.epoch(epoch, over: merged, definition.type, connections, &found)
            }
        }
        definition.failures = keep(found)
        return definition
    }

    /// Compiles the requests that list starting points: the trigger's own, the last one with the epoch's over it.
    private func epoch(
        _ spec: SourceNode,
        over merged: SourceNode,
        _ type: ModuleType,
        _ connections: [String?],
        _ found: inout [Diagnostic]
    ) -> Communication? {
        guard spec.entries != nil else {
            found.append(
                Diagnostic(.invalidSpec, "An epoch has to be an object, not \(spec.kindInWords)", at: spec.place)
            )
            return nil
        }
        var compiler = requests(of: .epoch, side: type.side, spec, connections)
        let epoch = compiler.communication(SpecMerge.epoch(spec, over: merged, signingKeys: catalog.signingKeys))
        found += compiler.templates.problems
        return epoch
    }

    /// Warns of a polling trigger that cannot keep its place.
    private func checkTrigger(_ module: ModuleDefinition, at spec: SourceNode, _ found: inout [Diagnostic]) {
        guard module.type == .trigger, let last = module.communication?.requests.last, last.response.trigger == nil
        else {
            return
        }
        found.append(
            Diagnostic(
                .incompleteTrigger,
                "The trigger has no `response.trigger`, so nothing tells which items were seen; "
                    + "add its `type`, `order` and `id`",
                severity: .warning,
                at: spec.place
            )
        )
    }

    private func type(of entry: ComponentEntry, _ found: inout [Diagnostic]) -> ModuleType {
        guard let type = entry.type else {
            found.append(
                Diagnostic(
                    .unknownType,
                    "The module '\(entry.name)' has no `moduleType`; it is taken as an action",
                    severity: .warning,
                    at: entry.place
                )
            )
            return .action
        }
        if let known = ModuleType(spelling: type.text) { return known }
        let names = ModuleType.allCases.map(\.rawValue)
        found.append(
            Diagnostic(
                .unknownType,
                "'\(type.text)' is no type of module; there are \(names.joined(separator: ", "))",
                at: type.place
            )
        )
        return .action
    }
}

extension ModuleType {
    /// The kind of file its communication is.
    fileprivate var fileKind: FileKind {
        switch self {
        case .action, .search, .universal: .module
        case .trigger: .trigger
        case .instantTrigger: .instantTrigger
        case .responder: .responder
        }
    }

    /// Whose variables its communication sees.
    fileprivate var side: Visibility.Side { self == .instantTrigger ? .instantTrigger : .module }

    /// Reads a type as `instant_trigger`, `instantTrigger` or `instant-trigger`.
    init?(spelling text: String) {
        let folded = text.lowercased().filter { $0 != "_" && $0 != "-" }
        guard let type = Self.allCases.first(where: { $0.rawValue.filter { $0 != "_" } == folded }) else { return nil }
        self = type
    }
}
