package import IML

/// A webhook as it runs.
package struct WebhookDefinition: Component {
    /// Whether each instance has its own address or all share one.
    package enum Sharing: String, Sendable {
        /// Each instance has its own address.
        case dedicated = "web"
        /// One address for the app.
        case shared = "web-shared"
    }

    /// The name it is called by.
    package var name: String
    /// What people call it.
    package var label: String
    /// Whether each instance has its own address.
    package var sharing: Sharing
    /// The connection spec it uses, if any.
    package var connection: String?
    /// The other connection spec it may use instead.
    package var alternativeConnection: String?
    /// What to do with an incoming call, compiled entry by entry (`verification`, `condition`, `iterate`, `output`,
    /// `respond`, `uid`).
    package var incoming: [String: TemplateTree]
    /// The requests run when an instance is created.
    package var attach: Communication?
    /// The requests run when an instance is deleted.
    package var detach: Communication?
    /// The requests run when an instance changes.
    package var update: Communication?
    /// The parameters as in the bundle.
    package var parameters: Value
    /// The parameters compiled to check and convert what a caller gives.
    package var form: ParameterForm
    /// The scopes it needs.
    package var requiredScope: [String]
    /// Why it does not run; empty for one that runs.
    package var failures: [Diagnostic]

    /// Puts a webhook together.
    package init(
        name: String,
        label: String,
        sharing: Sharing = .dedicated,
        connection: String? = nil,
        alternativeConnection: String? = nil,
        incoming: [String: TemplateTree] = [:],
        attach: Communication? = nil,
        detach: Communication? = nil,
        update: Communication? = nil,
        parameters: Value = .array([]),
        requiredScope: [String] = [],
        failures: [Diagnostic] = []
    ) {
        self.name = name
        self.label = label
        self.sharing = sharing
        self.connection = connection
        self.alternativeConnection = alternativeConnection
        self.incoming = incoming
        self.attach = attach
        self.detach = detach
        self.update = update
        self.parameters = parameters
        form = ParameterForm(parameters)
        self.requiredScope = requiredScope
        self.failures = failures
    }
}
