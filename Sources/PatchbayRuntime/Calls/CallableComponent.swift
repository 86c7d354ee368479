import IML
import PatchbayBundle

/// A module or an RPC made ready to be called: everything a call needs, nothing left to put together.
final class CallableComponent: Sendable {
    /// What kind of component it is.
    enum Kind: String, Sendable {
        case module
        case rpc = "RPC"
    }

    let app: LoadedApp
    let kind: Kind
    let name: String
    let communication: Communication?
    /// The connection specs it may use; empty for none.
    let connectionSpecs: [String]
    /// The scopes it needs a connection to have; empty where nothing is said of them.
    let scope: [String]
    let plan: OutputPlan
    /// Checks and converts the input.
    let form: ParameterForm
    /// What templates read as `metadata`.
    let metadata: Value
    /// What forms take an RPC's results for; `nil` where that is open.
    let use: RPCUse?
    /// Whether calls of a webhook are what it works on.
    private let isFedByWebhook: Bool
    /// Why it does not run; empty for one that runs.
    let failures: [Diagnostic]

    /// Makes a module ready.
    init(_ module: ModuleDefinition, of app: LoadedApp) {
        self.app = app
        kind = .module
        name = module.name
        communication = module.communication
        connectionSpecs = [module.connection, module.alternativeConnection].compactMap(\.self)
        scope = module.scope
        plan = OutputPlan(module.type)
        form = module.form
        let parameters = (module.staticParameters.asArray ?? []) + (module.mappableParameters.asArray ?? [])
        metadata = ["expect": .array(parameters), "interface": module.interface]
        use = nil
        isFedByWebhook = module.type == .instantTrigger
        failures = module.failures
    }

    /// Makes an RPC ready.
    ///
    /// - Parameter use: What the app's forms take its results for.
    init(_ rpc: RPCDefinition, of app: LoadedApp, use: RPCUse?) {
        self.app = app
        kind = .rpc
        name = rpc.name
        communication = rpc.communication
        connectionSpecs = [rpc.connection, rpc.alternativeConnection].compactMap(\.self)
        scope = []
        plan = OutputPlan(most: nil, defaultLimit: nil, spreadsArrays: true)
        form = rpc.form
        metadata = ["expect": .array([]), "interface": .array([])]
        self.use = use
        isFedByWebhook = false
        failures = rpc.failures
    }

    /// The input of a call, checked and converted.
    ///
    /// - Parameters:
    ///   - given: What the caller gave.
    ///   - environment: What the call sees as `environment`; its time zone is the one dates without one are of.
    /// - Throws: ``CallFailure/invalidInput(_:)`` with every problem at once.
    func input(_ given: Fields, in environment: @escaping () -> Value) throws(CallFailure) -> Fields {
        let (input, problems) = form.checked(given) { Zone(environment: environment()) }
        guard problems.isEmpty else {
            let quoting = DataQuoting.masked { CallSecrets(self, input: given, usage: nil).masker }
            throw .invalidInput(problems.map { CallFailure.InputProblem($0, quoting) })
        }
        return input
    }

    /// The requests to run.
    ///
    /// - Throws: ``CallFailure`` when its files have errors, or hold none.
    func runnable() throws(CallFailure) -> Communication {
        guard failures.isEmpty else { throw .broken(component: "\(app.name)/\(name)", diagnostics: failures) }
        guard let communication else {
            let reason = isFedByWebhook ? ": its webhook feeds it" : "; write one into its files"
            throw .badCall("The \(kind.rawValue) '\(name)' of '\(app.name)' has no communication to run\(reason).")
        }
        return communication
    }
}

extension CallFailure.InputProblem {
    /// Takes a form's problem.
    init(_ problem: ParameterForm.Problem, _ quoting: DataQuoting) {
        self.init(path: problem.path, message: quoting.text(of: problem.quotingMessage))
    }
}

extension OutputPlan {
    /// What a module of some type may give.
    fileprivate init(_ type: ModuleType) {
        switch type {
        case .action, .universal, .responder: self.init(most: 1, defaultLimit: nil, spreadsArrays: false)
        case .search, .instantTrigger: self.init(most: nil, defaultLimit: nil, spreadsArrays: true)
        case .trigger: self.init(most: nil, defaultLimit: 1, spreadsArrays: true)
        }
    }
}
