import PatchbayAuth
import PatchbayBundle
import PatchbayStore
import PatchbayText

/// The scopes a component needs and a connection was not granted, as far as both are known.
struct MissingScopes {
    private let component: CallableComponent
    private let names: [String]

    /// Compares what is needed with what was granted.
    init(_ component: CallableComponent, _ usage: ConnectionUsage) {
        self.component = component
        let granted = usage.grantedScopes
        names = granted.isEmpty ? [] : component.scope.filter { !granted.contains(ExactText($0)) }
    }

    /// An error with a word on the scopes, where their lack may be its cause: the service refused the credentials (401)
    /// or what they are good for (403).
    func explaining(_ error: PlatformError) -> PlatformError {
        guard !names.isEmpty, error.statusCode == 401 || error.statusCode == 403 else { return error }
        var error = error
        let scopes = "scope\(names.count == 1 ? "" : "s") '\(names.joined(separator: "' and '"))'"
        error.message =
            error.sentence + " The connection was not granted the \(scopes), which '\(component.name)' needs: "
            + "reauthorize it for that module."
        return error
    }
}

extension ConnectionUsage {
    /// The scopes the service granted, or was asked for where the spec does not read the former; empty when unknown.
    ///
    /// A service that says nothing granted all that was asked for (RFC 6749, section 5.1).
    fileprivate var grantedScopes: Set<ExactText> {
        let spec = subject.definition
        let asked = spec.readsGrantedScopes ? [] : spec.defaultScope
        return Set((asked + record.scopes).map { ExactText($0) })
    }
}

extension ConnectionDefinition {
    /// Whether any of its requests takes the granted scopes from an answer.
    fileprivate var readsGrantedScopes: Bool {
        let requests = directives.values.flatMap(\.requests) + (communication?.requests ?? [])
        return requests.contains { $0.response.scope != nil }
    }
}
