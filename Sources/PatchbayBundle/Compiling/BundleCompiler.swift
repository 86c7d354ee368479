import IML
import PatchbayText

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
            ($0.file, $0.line, $0.column, $0.code, ExactText($0.message))
                < ($1.file, $1.line, $1.column, $1.code, ExactText($1.message))
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
        if let base { inspectBase(base) }
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
        let groups = sources.json(manifest.general[.groups], expected: .array, &found)
        if let groups { inspect(groups, as: .groups, title: "the groups file", &found) }
        app.groups = groups?.value ?? .array([])
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

    /// Looks at the base by itself: what a component says of its own would hide what is wrong here.
    private mutating func inspectBase(_ base: SourceNode) {
        let shape = RequestShapes.request(of: .base, signing: catalog.signing)
        var compiler = CommunicationCompiler(
            templates(),
            signing: catalog.signing,
            side: .module,
            kind: .base,
            of: base.file
        )
        for request in base.elements ?? [base] {
            var check = ShapeCheck(.base)
            check.check(request, .object(shape), title: "the base")
            problems += check.problems
            compiler.checkAddress(request)
        }
        problems += compiler.templates.problems
    }

    /// Looks whether a file's value has the shape of its kind.
    func inspect(_ node: SourceNode, as kind: FileKind, title: String, _ problems: inout [Diagnostic]) {
        if node.isEmpty { return }
        var check = ShapeCheck(kind)
        check.check(node, kind.shape, title: title)
        problems += check.problems
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
        inspect(
            node,
            as: takesInput ? .parameters : .interface,
            title: takesInput ? "a form's parameters" : "an interface",
            &problems
        )
        var inspection = ParameterInspection(rpcs: names[.rpc] ?? ComponentNames([]))
        inspection.check(node, takesInput: takesInput)
        problems += inspection.problems
        return node.value
    }

    /// The plain value of a code file.
    mutating func value(_ reference: CodeReference?, as kind: FileKind, title: String, _ problems: inout [Diagnostic])
        -> Value
    {
        guard let node = sources.json(reference, expected: .object, &problems) else { return .collection([:]) }
        inspect(node, as: kind, title: title, &problems)
        return node.value
    }

    /// The scopes a code file lists.
    mutating func scopes(_ reference: CodeReference?, _ problems: inout [Diagnostic]) -> [String] {
        guard let node = sources.json(reference, expected: .array, &problems) else { return [] }
        inspect(node, as: .scope, title: "a scope", &problems)
        if let text = node.text { return text.split(separator: " ").map(String.init) }
        return (node.elements ?? []).compactMap(\.text)
    }

    /// The name a reference means among the components of a kind, in their own spelling.
    func name(_ reference: PlacedText?, of kind: ComponentKind, _ problems: inout [Diagnostic]) -> String? {
        guard let reference else { return nil }
        let names = names[kind] ?? ComponentNames([])
        if let name = names.spelling(of: reference.text) { return name }
        let near = NearestName.ending(for: reference.text, among: names.all)
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

// MARK: - Requests

extension BundleCompiler {
    /// Prepares to compile the requests of a file.
    ///
    /// - Parameters:
    ///   - kind: The kind of file.
    ///   - side: Whose variables they see.
    ///   - spec: What the file holds.
    ///   - connections: The connections the component names.
    ///   - signing: The objects requests are signed with, where they are not the host's usual ones.
    func requests(
        of kind: FileKind,
        side: Visibility.Side,
        _ spec: SourceNode,
        _ connections: [String?] = [],
        signing: [Field]? = nil
    ) -> CommunicationCompiler {
        CommunicationCompiler(
            templates(connections: connections),
            signing: signing ?? catalog.signing,
            side: side,
            kind: kind,
            of: spec.file
        )
    }

    /// Warns of a module or an RPC that reads a connection it does not name, by its base most likely.
    ///
    /// A responder sends nothing, and an instant trigger has the connection of its webhook.
    func checkConnection(
        of entry: ComponentEntry,
        _ type: ModuleType?,
        _ communication: Communication?,
        _ templates: TemplateCompiler,
        _ found: inout [Diagnostic]
    ) {
        guard entry.connection == nil, entry.alternativeConnection == nil, type != .responder, type != .instantTrigger,
            let read = templates.connectionRead, communication?.requests.contains(where: { $0.url != nil }) == true
        else { return }
        let all = manifest.names(of: .connection)
        let name = all.count == 1 ? all[0] : "NAME"
        found.append(
            Diagnostic(
                .noConnection,
                "The \(entry.kind.title) '\(entry.name)' names no connection, but what it sends reads `connection` "
                    + "(\(read.file):\(read.line):\(read.column)); say which one with \"connection\": \"\(name)\"",
                severity: .warning,
                at: entry.place
            )
        )
    }
}

extension ConnectionSpecCatalog {
    /// The objects of a request that handlers sign with, those of a spec's kind as the kind describes them.
    func signing(of kind: ConnectionSpecKind) -> [Field] {
        let others = signing.filter { !kind.rootKeys.contains($0.key) }
        return others
            + kind.rootKeys.sorted().map { key in
                kind.options.map { Field(key, .object($0)) } ?? Field(key, .object(.entries))
            }
    }
}
