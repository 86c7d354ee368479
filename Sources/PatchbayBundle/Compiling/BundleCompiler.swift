import IML

/// Makes the definition of an app out of its manifest and files.
struct BundleCompiler {
    let catalog: ConnectionSpecCatalog
    let manifest: Manifest
    /// The names of all components.
    let names: [ComponentKind: ComponentNames]
    var sources: BundleSources
    /// Every problem so far, in the order they were found.
    private(set) var problems: [Diagnostic] = []
    /// The base of modules and RPCs.
    private(set) var base: SourceNode?
    /// The app's common data.
    private(set) var common = Fields()
    /// What templates may call.
    private(set) var functionNames = FunctionNames()
    /// The keys of each connection's own common data, by the connection's name.
    private var connectionCommonKeys: [String: Set<String>] = [:]

    /// Prepares to compile.
    init(_ manifest: Manifest, sources: BundleSources, catalog: ConnectionSpecCatalog, problems: [Diagnostic]) {
        self.manifest = manifest
        names = Dictionary(
            uniqueKeysWithValues: ComponentKind.allCases.map { ($0, ComponentNames(manifest.names(of: $0))) }
        )
        self.sources = sources
        self.catalog = catalog
        self.problems = problems
    }

    /// Compiles everything.
    ///
    /// - Parameter name: The app's name.
    mutating func app(named name: String) -> AppDefinition {
        var app = AppDefinition(
            name: name,
            label: manifest.label ?? name,
            version: manifest.version ?? "1",
            revision: "",
            status: .loaded
        )
        guard readGeneralFiles(into: &app) else {
            app.status = .failed
            app.diagnostics = sorted(problems)
            return app
        }
        app.functions = ComponentList(components(.function).map { function($0) })
        // A function that does not load is still one the app has: only calling it fails.
        functionNames = FunctionNames(custom: Set(app.functions.map(\.name)))
        app.connections = ComponentList(components(.connection).map { connection($0) })
        app.rpcs = ComponentList(components(.rpc).map { rpc($0) })
        app.webhooks = ComponentList(components(.webhook).map { webhook($0) })
        app.modules = ComponentList(components(.module).map { module($0) })
        app.diagnostics = sorted(problems)
        app.status = app.diagnostics.contains { $0.severity == .error } ? .partial : .loaded
        return app
    }

    /// Keeps the problems of a component.
    ///
    /// - Returns: The errors among them: why the component does not run.
    mutating func keep(_ found: [Diagnostic]) -> [Diagnostic] {
        problems += found
        return sorted(found.filter { $0.severity == .error })
    }

    private func components(_ kind: ComponentKind) -> [ComponentEntry] {
        manifest.components.filter { $0.kind == kind }
    }

    private func sorted(_ problems: [Diagnostic]) -> [Diagnostic] {
        Set(problems).sorted {
            ($0.file, $0.line, $0.column, $0.code, $0.message) < ($1.file, $1.line, $1.column, $1.code, $1.message)
        }
    }
}

// MARK: - The bundle as a whole

extension BundleCompiler {
    /// Reads base, common data, groups and README.
    ///
    /// - Returns: Whether the rest can be compiled: not without a base that is named.
    private mutating func readGeneralFiles(into app: inout AppDefinition) -> Bool {
        base = sources.json(manifest.general[.base], expected: .object, &problems)
        if manifest.general[.base] != nil, base == nil { return false }
        if let base, base.entries == nil, base.elements == nil {
            problems.append(
                Diagnostic(.invalidSpec, "The base has to be an object, not \(base.kindInWords)", at: base.place)
            )
            return false
        }
        if let node = sources.json(manifest.general[.common], expected: .object, &problems) {
            common = fields(node, "The common data", &problems) ?? [:]
        }
        app.common = .collection(common)
        readDescriptions(into: &app)
        return true
    }

    /// Groups and README are for people: without them everything runs.
    private mutating func readDescriptions(into app: inout AppDefinition) {
        var found: [Diagnostic] = []
        app.groups = sources.json(manifest.general[.groups], expected: .array, &found)?.value ?? .array([])
        app.readme = sources.text(manifest.general[.readme], &found)
        problems += found.map { problem in
            var problem = problem
            if problem.code != DiagnosticCode.pathOutside.rawValue { problem.severity = .warning }
            return problem
        }
    }

    /// The entries of an object; reported when it is something else.
    func fields(_ node: SourceNode, _ what: String, _ problems: inout [Diagnostic]) -> Fields? {
        if case .collection(let fields) = node.value { return fields }
        if node.isEmpty { return [:] }
        problems.append(
            Diagnostic(.invalidSpec, "\(what) has to be an object, not \(node.kindInWords)", at: node.place)
        )
        return nil
    }

    /// Remembers which keys a connection keeps to itself.
    mutating func hide(_ keys: Set<String>, of connection: String) {
        connectionCommonKeys[connection] = keys
    }

    /// The keys of the app's common data.
    var commonKeys: Set<String> { Set(common.keys) }

    /// Compiles templates for a component that uses some connections.
    func templates(connections: [String?] = []) -> TemplateCompiler {
        var templates = TemplateCompiler(functions: functionNames, commonKeys: Set(common.keys))
        templates.hiddenCommonKeys = connections.reduce(into: []) { keys, name in
            if let name { keys.formUnion(connectionCommonKeys[name] ?? []) }
        }
        return templates
    }
}

// MARK: - Code files

extension BundleCompiler {
    /// The parameters of a component, looked through.
    mutating func parameters(
        _ reference: CodeReference?,
        takesInput: Bool = true,
        _ problems: inout [Diagnostic]
    ) -> Value {
        guard let node = sources.json(reference, expected: .array, &problems) else { return .array([]) }
        var inspection = ParameterInspection(rpcs: names[.rpc] ?? ComponentNames([]))
        inspection.check(node, takesInput: takesInput)
        problems += inspection.problems
        return node.value
    }

    /// The plain value of a code file.
    mutating func value(
        _ reference: CodeReference?,
        expected: BundleSources.Expected,
        _ problems: inout [Diagnostic]
    ) -> Value {
        let node = sources.json(reference, expected: expected, &problems)
        return node?.value ?? (expected == .array ? .array([]) : .collection([:]))
    }

    /// The scopes a code file lists.
    mutating func scopes(_ reference: CodeReference?, _ problems: inout [Diagnostic]) -> [String] {
        guard let node = sources.json(reference, expected: .array, &problems) else { return [] }
        switch node.kind {
        case .text(let text): return text.split(separator: " ").map(String.init)
        case .array(let elements):
            return elements.compactMap { element in
                if element.text == nil {
                    problems.append(
                        Diagnostic(.invalidSpec, "A scope is a text, not \(element.kindInWords)", at: element.place)
                    )
                }
                return element.text
            }
        default:
            if !node.isEmpty {
                problems.append(
                    Diagnostic(.invalidSpec, "Scopes are an array of texts, not \(node.kindInWords)", at: node.place)
                )
            }
            return []
        }
    }

    /// The name a reference means among the components of a kind, in their own spelling.
    func name(_ reference: PlacedText?, of kind: ComponentKind, _ problems: inout [Diagnostic]) -> String? {
        guard let reference else { return nil }
        let names = names[kind] ?? ComponentNames([])
        if let name = names.spelling(of: reference.text) { return name }
        let near = NearestName.suggestion(for: reference.text, among: names.all)
        problems.append(
            Diagnostic(
                .unknownReference,
                "The app has no \(kind.title) '\(reference.text)'\(near)",
                at: reference.place
            )
        )
        return reference.text
    }
}
