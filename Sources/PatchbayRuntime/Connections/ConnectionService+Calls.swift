import IML
import PatchbayAuth
import PatchbayBundle
import PatchbayStore

extension ConnectionService {
    /// The connection a call names, which may have to be refreshed before it is used.
    ///
    /// - Returns: `nil` for a component that uses none.
    /// - Throws: ``CallFailure`` when it is missing, of another app or spec, or not valid.
    func usable(
        _ id: String?,
        by component: CallableComponent
    ) async throws -> ConnectionUsage? {
        guard !component.connectionSpecs.isEmpty else {
            // One that is there is not used; one that is not is a mistake all the same.
            if let id { _ = try await record(id) }
            return nil
        }
        guard let id else {
            throw CallFailure.connectionNeeded(
                app: component.app.name,
                component: component.name,
                specs: component.connectionSpecs
            )
        }
        let record = try await record(id)
        guard record.app == component.app.name, component.uses(record.connection),
            let definition = component.app.definition.connections[record.connection]
        else {
            throw CallFailure.badCall(
                "The connection \(id) is one of '\(record.app)/\(record.connection)', "
                    + "which '\(component.name)' of '\(component.app.name)' does not use; "
                    + "it takes one of '\(component.connectionSpecs.joined(separator: "' or '"))'."
            )
        }
        try checkValidity(record)
        return ConnectionUsage(record, try await subject(component.app, definition), shared.finders)
    }

    private func checkValidity(_ record: ConnectionRecord) throws(CallFailure) {
        switch record.status {
        case .valid where isExpired(record):
            throw .connectionNotValid(
                id: record.id,
                status: "expired",
                message: "The authorization of the connection '\(record.name)' has ended; reauthorize it."
            )
        case .valid: return
        case .pending:
            throw .connectionNotValid(
                id: record.id,
                status: "pending",
                message: "The connection '\(record.name)' has not been authorized yet."
            )
        case .expired, .broken, .damaged:
            let reason = record.reason.map { " (\($0))" } ?? ""
            throw .connectionNotValid(
                id: record.id,
                status: record.status.rawValue,
                message: "The connection '\(record.name)' is \(record.status.rawValue)\(reason); reauthorize it."
            )
        }
    }

    /// Whether a connection's authorization has ended by itself.
    func isExpired(_ record: ConnectionRecord) -> Bool {
        guard let expires = record.expires else { return false }
        return expires.secondsSinceEpoch <= services.now()
    }
}

extension CallableComponent {
    /// Whether it may be called with connections of a spec.
    fileprivate func uses(_ spec: String) -> Bool {
        connectionSpecs.contains { $0 == spec || $0.lowercased() == spec.lowercased() }
    }
}
