package import IML

/// What a module does, in the platform's words.
package enum ModuleType: String, Sendable, Hashable, CaseIterable {
    /// At most one bundle.
    case action
    /// Many bundles.
    case search
    /// New items only, by polling.
    case trigger
    /// Fed by a webhook.
    case instantTrigger = "instant_trigger"
    /// Answers a waiting webhook call.
    case responder
    /// An arbitrary authorized call.
    case universal
}

/// A module as it runs.
package struct ModuleDefinition: Component {
    /// The name it is called by.
    package var name: String
    /// What people call it.
    package var label: String
    /// What it does, for people.
    package var description: String
    /// What kind of module it is.
    package var type: ModuleType
    /// The connection spec it uses, if any.
    package var connection: String?
    /// The other connection spec it may use instead.
    package var alternativeConnection: String?
    /// The webhook that feeds it, for an instant trigger.
    package var webhook: String?
    /// The requests, with Base merged in; `nil` when the module has none or does not load.
    package var communication: Communication?
    /// The static and mappable parameters as in the bundle, `rpc://` references kept.
    package var staticParameters: Value
    /// The mappable parameters as in the bundle, `rpc://` references kept.
    package var mappableParameters: Value
    /// Both, compiled to check and convert what a caller gives.
    package var form: ParameterForm
    /// The output's description as in the bundle.
    package var interface: Value
    /// The sample output as in the bundle.
    package var samples: Value
    /// The scopes the module needs.
    package var scope: [String]
    /// The requests that list where a trigger can start from, with the module's own merged under.
    package var epoch: Communication?
    /// Why it does not run: the errors of its files.
    ///
    /// Empty for a module that runs.
    package var failures: [Diagnostic]

    /// Puts a module together.
    package init(
        name: String,
        label: String,
        description: String = "",
        type: ModuleType,
        connection: String? = nil,
        alternativeConnection: String? = nil,
        webhook: String? = nil,
        communication: Communication? = nil,
        staticParameters: Value = .array([]),
        mappableParameters: Value = .array([]),
        interface: Value = .array([]),
        samples: Value = .collection([:]),
        scope: [String] = [],
        epoch: Communication? = nil,
        failures: [Diagnostic] = []
    ) {
        self.name = name
        self.label = label
        self.description = description
        self.type = type
        self.connection = connection
        self.alternativeConnection = alternativeConnection
        self.webhook = webhook
        self.communication = communication
        self.staticParameters = staticParameters
        self.mappableParameters = mappableParameters
        form = ParameterForm(staticParameters, mappableParameters)
        self.interface = interface
        self.samples = samples
        self.scope = scope
        self.epoch = epoch
        self.failures = failures
    }
}
