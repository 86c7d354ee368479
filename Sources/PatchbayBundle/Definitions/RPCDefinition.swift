package import IML

/// An RPC as it runs: a communication that fills parts of a form.
package struct RPCDefinition: Component {
    /// The name it is called by.
    package var name: String
    /// What people call it.
    package var label: String
    /// The connection spec it uses, if any.
    package var connection: String?
    /// The other connection spec it may use instead.
    package var alternativeConnection: String?
    /// The requests, with Base merged in; `nil` when the RPC has none or does not load.
    package var communication: Communication?
    /// The parameters as in the bundle.
    package var parameters: Value
    /// The parameters compiled to check and convert what a caller gives.
    package var form: ParameterForm
    /// Why it does not run; empty for one that runs.
    package var failures: [Diagnostic]

    /// Puts an RPC together.
    package init(
        name: String,
        label: String,
        connection: String? = nil,
        alternativeConnection: String? = nil,
        communication: Communication? = nil,
        parameters: Value = .array([]),
        failures: [Diagnostic] = []
    ) {
        self.name = name
        self.label = label
        self.connection = connection
        self.alternativeConnection = alternativeConnection
        self.communication = communication
        self.parameters = parameters
        form = ParameterForm(parameters)
        self.failures = failures
    }
}
