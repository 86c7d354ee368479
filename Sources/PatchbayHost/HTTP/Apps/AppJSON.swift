import IML
import PatchbayBundle

/// How the API writes apps and what is in them.
enum AppJSON {
    /// Every app.
    static let apps = Representation<[AppDefinition]>("Apps", [.list("apps", of: app) { $0 }])

    /// An app.
    static let app = Representation<AppDefinition>(
        "App",
        [
            .text("name") { $0.name },
            .text("label") { $0.label },
            .text("version") { $0.version },
            .text("revision") { $0.revision },
            .always("status", .oneOf(AppDefinition.Status.self)) { .text($0.status.rawValue) },
            .list("modules", of: listedModule) { Array($0.modules) },
            .list("connections", of: listedConnection) { Array($0.connections) },
            .list("rpcs", of: listedRPC) { Array($0.rpcs) },
            .list("webhooks", of: listedWebhook) { Array($0.webhooks) },
            .list("diagnostics", of: diagnostic) { $0.diagnostics },
        ]
    )

    /// A problem of a bundle's files.
    static let diagnostic = Representation<Diagnostic>(
        "Diagnostic",
        [
            .text("file") { $0.file },
            .integer("line") { $0.line },
            .integer("column") { $0.column },
            .always("severity", .oneOf(Diagnostic.Severity.self)) { .text($0.severity.rawValue) },
            .text("code") { $0.code },
            .text("message") { $0.message },
        ]
    )

    private static let listedModule = Representation<ModuleDefinition>(
        "ListedModule",
        listed(\.name, \.label) { !$0.failures.isEmpty } + [
            .always("type", .oneOf(ModuleType.self)) { .text($0.type.rawValue) },
            .text("connection", ifAny: { $0.connection }),
        ]
    )

    private static let listedRPC = Representation<RPCDefinition>(
        "ListedRPC",
        listed(\.name, \.label) { !$0.failures.isEmpty } + [.text("connection", ifAny: { $0.connection })]
    )

    private static let listedConnection = Representation<ConnectionDefinition>(
        "ListedConnectionSpec",
        listed(\.name, \.label) { !$0.failures.isEmpty } + [.text("handler", orNull: { $0.handler })]
    )

    private static let listedWebhook = Representation<WebhookDefinition>(
        "ListedWebhook",
        listed(\.name, \.label) { !$0.failures.isEmpty }
    )

    private static func listed<Component>(
        _ name: @escaping @Sendable (Component) -> String,
        _ label: @escaping @Sendable (Component) -> String,
        fails: @escaping @Sendable (Component) -> Bool
    ) -> [Representation<Component>.Member] {
        [
            .text("name", name),
            .text("label", label),
            .always("status", .oneOf(["loaded", "failed"])) { fails($0) ? "failed" : "loaded" },
        ]
    }

    /// A module by itself.
    static let module = Representation<ModuleDefinition>(
        "Module",
        [
            .text("name") { $0.name },
            .text("label") { $0.label },
            .text("description") { $0.description },
            .always("type", .oneOf(ModuleType.self)) { .text($0.type.rawValue) },
            .text("connection", orNull: { $0.connection }),
            .text("altConnection", ifAny: { $0.alternativeConnection }),
            .always("parameters", .list(of: .anything)) { module in
                let all = [module.staticParameters, module.mappableParameters].flatMap { $0.asArray ?? [$0] }
                return .array(all.filter { !$0.isMissing })
            },
            .ifAny("interface", .anything) { $0.interface },
            .ifAny("samples", .anything) { $0.samples },
            .always("inputSchema", .object) { ParameterForm($0.staticParameters, $0.mappableParameters).jsonSchema },
        ]
    )

    /// A connection spec by itself, with the address services send browsers back to.
    static let connectionSpec = Representation<(spec: ConnectionDefinition, callbackURL: String)>(
        "ConnectionSpec",
        [
            .text("name") { $0.spec.name },
            .text("label") { $0.spec.label },
            .text("type", orNull: { $0.spec.declaredType }),
            .text("handler", orNull: { $0.spec.handler }),
            .ifAny("parameters", .anything) { $0.spec.parameters },
            .text("callbackUrl") { $0.callbackURL },
        ]
    )
}
