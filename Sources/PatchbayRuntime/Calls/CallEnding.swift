import IML
import PatchbayAuth
import PatchbayStore

/// What is told of a call that has ended: to its caller, to the log of calls, and to whoever listens.
struct CallEnding {
    let component: CallableComponent
    let call: ComponentCall
    let execution: Execution
    /// The connection it ran with; `nil` for a component that uses none, and for a call refused before it was found.
    var usage: ConnectionUsage?

    /// What an error means.
    ///
    /// - Returns: What is shown of it, without secrets, and what the caller gets.
    func failure(of error: any Error) -> (shown: PlatformError, thrown: any Error) {
        switch error {
        case let error as PlatformError:
            if let trouble = execution.trouble { return failure(of: trouble) }
            let masked = error.masked(by: masker)
            let shown = usage.map { MissingScopes(component, $0).explaining(masked) } ?? masked
            return (shown, failed(CallFailure.failed(shown)))
        case CallFailure.failed(let shown): return (shown, failed(error))
        case let failure as CallFailure: return (failure.asError.masked(by: masker), failed(error))
        case let trouble as StoreError: return (PlatformError(.unexpectedError, trouble.message), failed(trouble))
        default: return (execution.abandoned, error)
        }
    }

    private func failed(_ cause: any Error) -> FailedCall {
        FailedCall(cause: cause, execution: execution.isLogged ? execution.id : nil, usedConnection: usage != nil)
    }

    /// What a call did, with its notes as they may be shown.
    func withNotes(_ summary: ExecutionSummary) -> ExecutionSummary {
        var summary = summary
        summary.notes = execution.notes.shown(hiding: masker)
        return summary
    }

    /// Keeps the call, and tells of it.
    func keep(_ summary: ExecutionSummary, _ error: PlatformError?) {
        if let exchanges = execution.keptExchanges {
            let overview = ExecutionOverview(
                summary: summary,
                app: component.app.name,
                component: component.name,
                kind: component.kind == .module ? "module" : "rpc",
                connection: usage?.record.id ?? call.connection,
                startedAt: Timestamp(secondsSinceEpoch: execution.startedAt),
                error: error
            )
            execution.shared.executions.add(
                ExecutionRecord(
                    overview: overview,
                    exchanges: exchanges,
                    masker: ownSecrets.masker.adding(execution.absorbedSecrets)
                )
            )
        }
        execution.services.report(
            .executionFinished(summary, app: component.app.name, component: component.name, error: error)
        )
    }

    /// Hides what must not be shown of the call.
    private var masker: Masker {
        ownSecrets.masker.adding(execution.absorbedSecrets + execution.sentSecrets)
    }

    private var ownSecrets: CallSecrets { CallSecrets(component, input: call.parameters, usage: usage) }
}
