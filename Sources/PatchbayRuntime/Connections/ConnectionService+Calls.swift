import IML
import PatchbayAuth
import PatchbayBundle
import PatchbayStore

extension ConnectionService {
    /// The connection a call names, which may have to be refreshed before it is used.
    ///
    /// A component that names no connection of its own takes the one it is called with, if it is of the only kind there
    /// is in the app.
    ///
    /// - Returns: `nil` for a component that uses none, and is called with none.
    /// - Throws: ``CallFailure`` when it is missing, of another app or spec, or not valid.
    func usable(
        _ id: String?,
        by component: CallableComponent
    ) async throws -> ConnectionUsage? {
        guard let id else {
            if component.connectionSpecs.isEmpty { return nil }
            throw CallFailure.connectionNeeded(
                app: component.app.name,
                component: component.name,
                specs: component.connectionSpecs
            )
        }
        let record = try await record(id)
        guard record.app == component.app.name else { throw component.refusal(of: record) }
        guard let definition = component.app.definition.connections[record.connection],
            component.uses(definition, of: component.app.definition.connections)
        else { throw component.refusal(of: record) }
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
    /// Whether it may be called with connections of a spec, one of those of its app.
    fileprivate func uses(_ spec: ConnectionDefinition, of all: ComponentList<ConnectionDefinition>) -> Bool {
        guard !connectionSpecs.isEmpty else { return all.count == 1 }
        return connectionSpecs.contains { $0 == spec.name || $0.lowercased() == spec.name.lowercased() }
    }

    /// Why it is not called with a connection.
    fileprivate func refusal(of record: ConnectionRecord) -> CallFailure {
        let connection = "The connection \(record.id) is one of '\(record.app)/\(record.connection)'"
        if record.app == app.name, connectionSpecs.isEmpty {
            return .badCall(
                "\(connection), but the \(kind.rawValue) '\(name)' names no connection in its file, and the app has "
                    + "\(app.definition.connections.count) kinds of them. Name the one it uses in the component's "
                    + "\"connection\", or call it without one."
            )
        }
        let taken = connectionSpecs.isEmpty ? "" : "; it takes one of '\(connectionSpecs.joined(separator: "' or '"))'"
        return .badCall("\(connection), which '\(name)' of '\(app.name)' does not use\(taken).")
    }
}
