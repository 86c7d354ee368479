import IML
import PatchbayAuth
import PatchbayStore

/// What is told of a call that has ended: to its caller, to the log of calls, and to whoever listens.
struct CallEnding {
    let component: CallableComponent
    /// The connection it ran with, if it uses one.
    let usage: ConnectionUsage?
    let execution: Execution

    /// What an error means.
    ///
    /// - Returns: What is shown of it, without secrets, and what the caller gets.
    func failure(of error: any Error) -> (shown: PlatformError, thrown: any Error) {
        switch error {
        case let error as PlatformError:
            if let trouble = execution.trouble { return failure(of: trouble) }
            let shown = error.masked(by: secrets)
            return (shown, CallFailure.failed(shown))
        case CallFailure.failed(let shown): return (shown, error)
        case CallFailure.unknown(_, _, let message): return (PlatformError(.unexpectedError, message), error)
        case let trouble as StoreError: return (PlatformError(.unexpectedError, trouble.message), trouble)
        default: return (execution.abandoned, error)
        }
    }

    /// Keeps the call, and tells of it.
    func keep(_ summary: ExecutionSummary, _ error: PlatformError?) {
        if let exchanges = execution.keptExchanges {
            let overview = ExecutionOverview(
                summary: summary,
                app: component.app.name,
                component: component.name,
                kind: component.kind == .module ? "module" : "rpc",
                connection: usage?.record.id,
                startedAt: Timestamp(secondsSinceEpoch: execution.startedAt),
                error: error
            )
            let absorbed = execution.absorbedSecrets
            execution.shared.executions.add(
                ExecutionRecord(overview: overview, exchanges: exchanges) { [usage] in
                    Self.secrets(of: usage, and: absorbed)
                }
            )
        }
        execution.services.report(
            .executionFinished(summary, app: component.app.name, component: component.name, error: error)
        )
    }

    /// What must not be shown of the call.
    private var secrets: SecretTexts {
        var secrets = Self.secrets(of: usage, and: execution.absorbedSecrets)
        secrets.add(execution.sentSecrets)
        return secrets
    }

    /// What must not be shown of a connection, and of what was done on its behalf.
    private static func secrets(of usage: ConnectionUsage?, and absorbed: SecretTexts) -> SecretTexts {
        var secrets = usage?.secrets ?? SecretTexts()
        secrets.add(absorbed)
        return secrets
    }
}
