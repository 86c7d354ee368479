import IML
import PatchbayAuth
import PatchbayBundle

/// One run of a component with what it may see.
struct ComponentAttempt {
    private let execution: Execution
    private let streams: Bool
    private var runner: CommunicationRunner
    private(set) var delivered = 0

    /// Prepares a run.
    ///
    /// - Parameters:
    ///   - component: What runs.
    ///   - call: What was asked for.
    ///   - input: Its parameters, checked and converted.
    ///   - usage: The connection it runs with, if it uses one.
    ///   - connections: Renews the connection's credentials when the service refuses them.
    ///   - execution: The call it is part of.
    ///   - streams: Whether bundles are passed on without bound.
    /// - Throws: ``CallFailure`` when the component does not run.
    init(
        _ component: CallableComponent,
        _ call: ComponentCall,
        input: Fields,
        usage: ConnectionUsage?,
        connections: ConnectionService,
        execution: Execution,
        streams: Bool
    ) throws(CallFailure) {
        self.execution = execution
        self.streams = streams
        var plan = component.plan
        plan.callerLimit = call.limit
        var scope = Scope(execution, environment: call.environment)
        scope[.parameters] = .collection(input)
        scope[.connection] = .collection(usage?.data ?? [:])
        scope[.common] = component.app.definition.common
        scope[.metadata] = component.metadata
        let functions = component.app.functionCaller(execution.services)
        let secrets = CallSecrets(component, input: input, usage: usage)
        var requests = RequestRunner(
            execution: execution,
            exchange: Exchange(execution: execution, signing: .init(usage, execution)) { secrets.masker },
            evaluator: SpecEvaluator(
                scope: scope,
                functions: functions,
                execution: execution,
                quoting: .masked { [execution] in secrets.masker.adding(execution.sentSecrets) }
            )
        )
        if let usage { requests.renewal = connections.renewal(of: usage, in: execution) }
        runner = CommunicationRunner(try component.runnable(), plan: plan, runner: requests)
    }

    /// Runs the component to its end.
    ///
    /// - Parameter deliver: Takes the bundles in order.
    /// - Throws: `PlatformError`, or what the sink throws.
    mutating func run(deliver: @escaping BundleSink) async throws -> ExecutionSummary {
        let most = BundleCollector.Bounds(bundles: execution.limits.bundles, bytes: execution.limits.bundleBytes)
        var collector = BundleCollector(most: most, letsGo: streams) { [execution] bundle in
            try execution.checkTime()
            try await deliver(bundle)
        }
        defer { delivered = collector.delivered }
        try await runner.run(into: &collector)
        var summary = execution.summary(bundles: collector.delivered)
        summary.truncatedBy = runner.truncation
        return summary
    }
}

extension Exchange.Signing {
    /// Signing as the connection's handler has it, or the registry where there is no connection.
    fileprivate init(_ usage: ConnectionUsage?, _ execution: Execution) {
        let registry = execution.services.handlers
        self.init { key in
            usage.map { $0.subject.handler.signer(forKey: key, in: registry) } ?? registry.signer(forKey: key)
        }
    }
}
