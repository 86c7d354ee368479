package import IML
import PatchbayAuth
import PatchbayBundle
import PatchbayStore

/// Runs the components of apps: finds them, gives them their scope and connection, and hands on what they give.
package struct Runtime: Sendable {
    /// The apps that can be called.
    package let apps: AppCatalog

    /// Creates, authorizes and keeps connections.
    package let connections: ConnectionService

    /// The last calls of modules and RPCs, with what they sent and got.
    package var executions: ExecutionLog { shared.executions }

    private let services: RuntimeServices
    private let shared: SharedState

    /// Makes a runtime.
    ///
    /// - Parameters:
    ///   - apps: The apps, which may be swapped while calls run.
    ///   - services: What the runtime takes from outside.
    package init(apps: AppCatalog, services: RuntimeServices) {
        self.apps = apps
        self.services = services
        shared = SharedState(services)
        connections = ConnectionService(apps: apps, services: services, shared: shared)
    }

    /// Ends what goes on behind calls: refreshes of connections that no longer have a network to use.
    ///
    /// What a service has answered already is stored when this returns. Call it before the store is closed.
    package func end() async {
        await shared.refreshes.end()
    }

    /// Calls a module.
    ///
    /// - Parameters:
    ///   - call: What is asked for.
    ///   - streams: Whether bundles may be passed on without bound, because the sink lets them go.
    ///   - deliver: Takes the bundles in order; an error it throws ends the call and is thrown on as it is.
    /// - Returns: What the call did.
    /// - Throws: ``CallFailure`` when there is nothing to call, ``FailedCall`` once the call has begun, or what `deliver`
    ///   throws.
    package func runModule(
        _ call: ComponentCall,
        streams: Bool = false,
        deliver: @escaping BundleSink
    ) async throws -> ExecutionSummary {
        let component = try ComponentLookup(apps).module(call)
        return try await run(component, call, streams: streams, deliver: deliver)
    }

    /// Calls an RPC.
    ///
    /// - Returns: Its results in order, one for a sample; and what the call did.
    /// - Throws: ``CallFailure`` when there is nothing to call, ``FailedCall`` once the call has begun.
    package func runRPC(_ call: ComponentCall) async throws -> (result: [Value], execution: ExecutionSummary) {
        let component = try ComponentLookup(apps).rpc(call)
        let results = CollectedBundles()
        let summary = try await run(component, call, streams: false) {
            results.append($0)
        } check: { () throws(PlatformError) in
            try RPCResult(component: component, results: results.all).check()
        }
        return (results.all, summary)
    }

    private func run(
        _ component: CallableComponent,
        _ call: ComponentCall,
        streams: Bool,
        deliver: @escaping BundleSink,
        check: () throws(PlatformError) -> Void = {}
    ) async throws -> ExecutionSummary {
        let execution = Execution(
            of: component.app.name,
            services: services,
            shared: shared,
            limits: services.limits.adjusted(by: component.app.definition.common),
            isLogged: true
        )
        var ending = CallEnding(component: component, call: call, execution: execution)
        var delivered = 0
        do {
            let input = try self.input(of: call, for: component)
            let usage = try await connections.usable(call.connection, by: component)
            ending.usage = usage
            if let usage { try await connections.refreshIfDue(usage, in: execution) }
            var attempt = try ComponentAttempt(
                component,
                call,
                input: input,
                usage: usage,
                connections: connections,
                execution: execution,
                streams: streams
            )
            defer { delivered = attempt.delivered }
            let done = try await attempt.run(deliver: deliver)
            try check()
            let summary = ending.withNotes(done)
            ending.keep(summary, nil)
            return summary
        } catch {
            let (shown, thrown) = ending.failure(of: error)
            if error is PlatformError, shown.type == .invalidAccessTokenError, let usage = ending.usage {
                await connections.markBroken(usage, reason: shown.message)
            }
            ending.keep(ending.withNotes(execution.summary(bundles: delivered)), shown)
            throw thrown
        }
    }

    /// The input of a call that makes sense, checked and converted.
    ///
    /// - Throws: ``CallFailure`` for a component that does not run, and for input that does not fit it.
    private func input(of call: ComponentCall, for component: CallableComponent) throws(CallFailure) -> Fields {
        if let limit = call.limit, limit < 1 {
            throw .badCall("The limit of bundles has to be at least 1, not \(limit).")
        }
        if let objection = Zone.objection(toEnvironment: call.environment) { throw .badCall(objection) }
        _ = try component.runnable()
        return try component.input(call.parameters) { [services] in
            .collection(services.environment.merging(call.environment))
        }
    }
}
