package import PatchbayAuth
package import PatchbayBundle

/// Why a call did not succeed, as a caller has to tell the cases apart.
package enum CallFailure: Error, Sendable {
    /// There is no such app, module, RPC, connection spec or connection.
    case unknown(kind: String, name: String, message: String)
    /// The component is there but its files have errors.
    case broken(component: String, diagnostics: [Diagnostic])
    /// The input does not fit the component's parameters; every problem at once.
    case invalidInput([InputProblem])
    /// The call itself makes no sense: a connection of another app, a missing connection.
    case badCall(String)
    /// The component needs a connection of one of some specs, and none was named.
    case connectionNeeded(app: String, component: String, specs: [String])
    /// The connection is pending, expired or broken and has to be authorized (again), or damaged.
    case connectionNotValid(id: String, status: String, message: String)
    /// The code a user brought by hand was refused, and another may be given while the authorization waits on.
    case codeRefused(PlatformError)
    /// The module's error, or trouble on the way to the service.
    case failed(PlatformError)

    /// One thing that is wrong with the input.
    package struct InputProblem: Sendable, Hashable {
        /// The parameter, as `phones[2].number`.
        package var path: String
        /// What is wrong with it.
        package var message: String

        /// Describes a problem.
        package init(path: String, message: String) {
            self.path = path
            self.message = message
        }
    }
}
