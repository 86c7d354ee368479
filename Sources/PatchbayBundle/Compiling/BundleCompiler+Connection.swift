import IML
import PatchbayText

extension BundleCompiler {
    /// Compiles a connection spec.
    ///
    /// Base never counts for it.
    mutating func connection(_ entry: ComponentEntry) -> ConnectionDefinition {
        var found: [Diagnostic] = []
        var definition = ConnectionDefinition(
            name: entry.name,
            label: entry.label ?? entry.name,
            declaredType: entry.type?.text,
            parameters: parameters(entry.code[.params], &found),
            scopeList: value(entry.code[.scopeList], as: .scopeList, title: "a list of scopes", &found),
            defaultScope: scopes(entry.code[.defaultScope], &found),
            installSpec: parameters(entry.code[.installSpec], &found),
            installDirectives: installDirectives(entry.code[.installDirectives], &found)
        )
        let common = sources.json(entry.code[.common], expected: .object, &found).flatMap {
            fields($0, "A connection's common data", &found)
        }
        // Without any of its own, the app's common data counts.
        if let common, !common.isEmpty { definition.common = .collection(common) }
        hide(Set(common?.keys ?? []).union(definition.installedKeys), of: entry.name)
        readCommunication(of: entry, into: &definition, &found)
        definition.unsetCommon = unset(definition)
        definition.failures = keep(found)
        return definition
    }

    /// What the spec reads of its common data and neither the bundle nor an installation parameter sets.
    private func unset(_ definition: ConnectionDefinition) -> [String] {
        // What directives make under names of their own is not known before they run.
        guard definition.installDirectives?.hasUnknownKeys != true else { return [] }
        let bundled = definition.common?.asFields ?? common
        let installed = Set(definition.installedKeys)
        return definition.unsetCommon.filter { bundled[valueOf: $0].isEmpty && !installed.contains($0) }
    }

    /// The entries of the common data that installation parameters become; `nil` for none.
    ///
    /// They are evaluated where nothing can wait for an app's own functions, so these are unknown to them.
    private mutating func installDirectives(
        _ reference: CodeReference?,
        _ found: inout [Diagnostic]
    ) -> TemplateTree? {
        guard let node = sources.json(reference, expected: .object, &found), !node.isEmpty else { return nil }
        guard node.entries != nil else {
            found.append(
                Diagnostic(
                    .invalidSpec,
                    "Install directives have to be an object of common data, not \(node.kindInWords)",
                    at: node.place
                )
            )
            return nil
        }
        var templates = TemplateCompiler(functions: FunctionNames(), commonKeys: commonKeys)
        let tree = templates.tree(node, Visibility(.connection))
        found += templates.problems
        return tree
    }

    private mutating func readCommunication(
        of entry: ComponentEntry,
        into definition: inout ConnectionDefinition,
        _ found: inout [Diagnostic]
    ) {
        let spec = sources.json(entry.code[.communication], expected: .object, &found)
        if spec == nil, entry.code[.communication] != nil { return }
        if let spec, spec.entries == nil, spec.elements == nil {
            found.append(
                Diagnostic(
                    .invalidSpec,
                    "A connection's communication has to be an object or an array of requests, not \(spec.kindInWords)",
                    at: spec.place
                )
            )
            return
        }
        definition.isArray = spec?.elements != nil
        definition.keys = Set(spec?.entries?.map(\.key) ?? [])
        guard let kind = catalog.kind(definition.isArray, definition.keys) else {
            found.append(unknownShape(definition, at: spec?.place ?? entry.place))
            return
        }
        definition.handler = kind.name
        if kind.directives.isEmpty {
            definition.communication = requests(of: spec, into: &definition, &found)
        } else if let spec {
            readDirectives(of: spec, kind, into: &definition, &found)
        }
    }

    private func unknownShape(_ definition: ConnectionDefinition, at place: SourcePlace) -> Diagnostic {
        let shape =
            definition.isArray
            ? "that is an array" : "with the keys \(definition.keys.sorted().map { "'\($0)'" }.joined(separator: ", "))"
        return Diagnostic(
            .unknownAuthentication,
            "No authentication type of this host knows a connection spec \(shape)",
            at: place
        )
    }

    /// The requests of a spec without directives; an empty one has none.
    private func requests(
        of spec: SourceNode?,
        into definition: inout ConnectionDefinition,
        _ found: inout [Diagnostic]
    ) -> Communication {
        guard let spec, !spec.isEmpty else { return Communication(requests: []) }
        var compiler = requests(of: .connection, side: .connection, spec)
        let communication = compiler.communication(spec)
        definition.take(compiler.templates, &found)
        return communication
    }

    private func readDirectives(
        of spec: SourceNode,
        _ kind: ConnectionSpecKind,
        into definition: inout ConnectionDefinition,
        _ found: inout [Diagnostic]
    ) {
        let rules = Dictionary(kind.directives.map { ($0.name, $0) }) { first, _ in first }
        let roots = (spec.entries ?? []).filter { kind.rootKeys.contains($0.key) }
        var templates = templates()
        for entry in roots {
            if let options = kind.options {
                var check = ShapeCheck(.connection)
                check.check(entry.value, .object(options), title: "`\(entry.key)`", path: entry.key)
                templates.report(check.problems)
            }
            definition.rootObjects[entry.key] = templates.tree(entry.value, Visibility(.connection).adding("query"))
        }
        for entry in spec.entries ?? [] where !kind.rootKeys.contains(entry.key) && !entry.value.isNull {
            guard let rule = rules[entry.key] else {
                templates.report(
                    .unknownKey,
                    "'\(entry.key)' is no directive of a spec of type \(kind.name)"
                        + NearestName.ending(for: entry.key, among: Set(rules.keys).union(kind.rootKeys)),
                    .warning,
                    at: entry.keyPlace
                )
                continue
            }
            definition.directives[entry.key] = directive(
                entry.value,
                rule,
                kind,
                under: roots,
                into: &definition,
                &found
            )
        }
        // Directives hand `temp` on to those that follow.
        let analysis = AddressAnalysis(Array(definition.directives.values))
        definition.directives = definition.directives.mapValues(analysis.marked)
        definition.take(templates, &found)
    }

    private func directive(
        _ node: SourceNode,
        _ rule: ConnectionSpecKind.DirectiveRule,
        _ kind: ConnectionSpecKind,
        under roots: [SourceEntry],
        into definition: inout ConnectionDefinition,
        _ found: inout [Diagnostic]
    ) -> Communication {
        var compiler = requests(of: .connection, side: .connection, node, signing: catalog.signing(of: kind))
        compiler.refusedKeys = rule.refusedKeys
        // A catalog that does not say which directive opens the browser lets every one read the query.
        compiler.seesQuery = rule.opensInBrowser || !kind.directives.contains(where: \.opensInBrowser)
        let communication = compiler.communication(SpecMerge.directive(node, under: roots))
        definition.take(compiler.templates, &found)
        return communication
    }
}

extension ConnectionDefinition {
    /// The keys that installation parameters fill in the common data, as far as they are known before they are filled.
    fileprivate var installedKeys: [String] {
        switch installDirectives {
        case nil: installForm.parameters.map(\.name)
        case .constant(let value): value.asFields?.keys ?? []
        case .object(let entries):
            entries.compactMap { entry in
                if case .text(let name) = entry.key { name } else { nil }
            }
        default: []
        }
    }

    /// Takes what was found in templates of the spec.
    fileprivate mutating func take(_ templates: TemplateCompiler, _ found: inout [Diagnostic]) {
        found += templates.problems
        for key in templates.commonReads where !unsetCommon.contains(key) { unsetCommon.append(key) }
    }
}

extension TemplateTree {
    /// Whether an object has entries whose names only an evaluation tells.
    fileprivate var hasUnknownKeys: Bool {
        guard case .object(let entries) = self else { return false }
        return entries.contains { entry in
            if case .text = entry.key { false } else { true }
        }
    }
}
