package import IML

/// A connection spec as it runs.
package struct ConnectionDefinition: Component {
    /// The name it is called by.
    package var name: String
    /// What people call it.
    package var label: String
    /// What the manifest calls its type (`basic`, `oauth`); the shape decides, not this.
    package var declaredType: String?
    /// Whether the communication is an array of requests.
    package var isArray: Bool
    /// The keys at the root of the communication.
    package var keys: Set<String>
    /// The name of the authentication handler that owns the spec; `nil` when none knows its shape.
    package var handler: String?
    /// The spec's own requests, for a kind without directives.
    package var communication: Communication?
    /// The directives, each with the spec's root objects (such as `oauth`) merged under its own.
    package var directives: [String: Communication]
    /// The compiled objects at the root that are not directives, such as `oauth`.
    package var rootObjects: [String: TemplateTree]
    /// The parameters a user fills in, as in the bundle.
    package var parameters: Value
    /// The parameters compiled to check and convert what a caller gives.
    package var form: ParameterForm
    /// The connection's own common data, visible to this spec only; `nil` when it has none and the app's counts.
    package var common: Value?
    /// All scopes with their descriptions, as in the bundle.
    package var scopeList: Value
    /// The scopes asked for always.
    package var defaultScope: [String]
    /// The parameters whoever runs the host fills in, as in the bundle.
    package var installSpec: Value
    /// The installation parameters compiled to check and convert what is filled in.
    package var installForm: ParameterForm
    /// The entries of the common data that are made of the installation parameters, read as `parameters`; `nil` where
    /// each parameter is the entry of its name.
    package var installDirectives: TemplateTree?
    /// The keys of its common data the spec reads and nothing in the bundle sets, nor an installation parameter.
    package var unsetCommon: [String] = []
    /// Why it does not run; empty for one that runs.
    package var failures: [Diagnostic]

    /// Puts a connection spec together.
    package init(
        name: String,
        label: String,
        declaredType: String? = nil,
        isArray: Bool = false,
        keys: Set<String> = [],
        handler: String? = nil,
        communication: Communication? = nil,
        directives: [String: Communication] = [:],
        rootObjects: [String: TemplateTree] = [:],
        parameters: Value = .array([]),
        common: Value? = nil,
        scopeList: Value = .collection([:]),
        defaultScope: [String] = [],
        installSpec: Value = .array([]),
        installDirectives: TemplateTree? = nil,
        failures: [Diagnostic] = []
    ) {
        self.name = name
        self.label = label
        self.declaredType = declaredType
        self.isArray = isArray
        self.keys = keys
        self.handler = handler
        self.communication = communication
        self.directives = directives
        self.rootObjects = rootObjects
        self.parameters = parameters
        form = ParameterForm(parameters)
        self.common = common
        self.scopeList = scopeList
        self.defaultScope = defaultScope
        self.installSpec = installSpec
        installForm = ParameterForm(installSpec)
        self.installDirectives = installDirectives
        self.failures = failures
    }
}
