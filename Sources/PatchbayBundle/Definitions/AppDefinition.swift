package import IML

/// A bundle as it runs: everything read, merged and compiled, nothing left to parse.
///
/// Immutable; a reload makes a new one and calls in flight keep the one they began with.
package struct AppDefinition: Sendable {
    /// How much of the bundle can run.
    package enum Status: String, Sendable, CaseIterable {
        /// Everything.
        case loaded
        /// Some components have errors; the others run.
        case partial
        /// Nothing: the manifest or the base is not readable.
        case failed
    }

    /// The name it is called by: the directory's, or `appId` of an origin when the directory's does not fit.
    package var name: String
    /// What people call it.
    package var label: String
    /// The version the manifest gives, else `1`.
    package var version: String
    /// Changes exactly when the content of the bundle's files changes.
    package var revision: String
    /// The app's common data: visible to modules, RPCs and webhooks.
    package var common: Value
    /// The modules, in the manifest's order.
    package var modules: ComponentList<ModuleDefinition>
    /// The connection specs, in the manifest's order.
    package var connections: ComponentList<ConnectionDefinition>
    /// The RPCs, in the manifest's order.
    package var rpcs: ComponentList<RPCDefinition>
    /// The webhooks, in the manifest's order.
    package var webhooks: ComponentList<WebhookDefinition>
    /// The custom functions, in the manifest's order.
    package var functions: ComponentList<FunctionDefinition>
    /// The module groups as in the bundle, for user interfaces.
    package var groups: Value
    /// The README's text, if the bundle has one.
    package var readme: String?
    /// Every problem found, sorted by file and position.
    package var diagnostics: [Diagnostic]
    /// How much of it can run.
    package var status: Status

    /// Puts a definition together.
    package init(
        name: String,
        label: String,
        version: String,
        revision: String,
        common: Value = .collection([:]),
        modules: ComponentList<ModuleDefinition> = [],
        connections: ComponentList<ConnectionDefinition> = [],
        rpcs: ComponentList<RPCDefinition> = [],
        webhooks: ComponentList<WebhookDefinition> = [],
        functions: ComponentList<FunctionDefinition> = [],
        groups: Value = .array([]),
        readme: String? = nil,
        diagnostics: [Diagnostic] = [],
        status: Status
    ) {
        self.name = name
        self.label = label
        self.version = version
        self.revision = revision
        self.common = common
        self.modules = modules
        self.connections = connections
        self.rpcs = rpcs
        self.webhooks = webhooks
        self.functions = functions
        self.groups = groups
        self.readme = readme
        self.diagnostics = diagnostics
        self.status = status
    }
}
