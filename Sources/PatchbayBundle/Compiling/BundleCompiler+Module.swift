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
            samples: value(entry.code[.samples], expected: .object, &found),
            scope: scopes(entry.code[.scope], &found)
        )
        let spec = sources.json(entry.code[.communication], expected: .object, &found)
        let epoch = sources.json(entry.code[.epoch], expected: .object, &found)
        var compiler = CommunicationCompiler(
            templates(connections: [definition.connection, definition.alternativeConnection]),
            signingKeys: catalog.signingKeys,
            side: definition.type == .instantTrigger ? .instantTrigger : .module
        )
        // What a webhook feeds runs without any request of its own.
        if let spec, !(spec.isEmpty && definition.type == .instantTrigger) {
            let merged = SpecMerge.communication(spec, over: base, signingKeys: catalog.signingKeys)
            definition.communication = compiler.communication(merged)
            if let epoch, !epoch.isEmpty {
                let whole = SpecMerge.communication(epoch, over: merged, signingKeys: catalog.signingKeys)
                definition.epoch = compiler.communication(whole)
            }
        }
        definition.failures = keep(found + compiler.templates.problems)
        return definition
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
    /// Reads a type as `instant_trigger`, `instantTrigger` or `instant-trigger`.
    init?(spelling text: String) {
        let folded = text.lowercased().filter { $0 != "_" && $0 != "-" }
        guard let type = Self.allCases.first(where: { $0.rawValue.filter { $0 != "_" } == folded }) else { return nil }
        self = type
    }
}
