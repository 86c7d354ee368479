import IML
import PatchbayBundle

/// What must not be shown of a call of a module or an RPC: what its connection holds, what sounds secret in the app's
/// common data, and what the caller entered into parameters for secrets.
struct CallSecrets: Sendable {
    private let app: SecretFinder
    private let own: SecretFinder?
    private let usage: ConnectionUsage?

    /// Gathers where a call's secrets are.
    ///
    /// - Parameters:
    ///   - component: What is called.
    ///   - input: What the caller gave, checked or not.
    ///   - usage: The connection it runs with, if it uses one.
    init(_ component: CallableComponent, input: Fields, usage: ConnectionUsage?) {
        app = component.app.secrets
        let entered = component.form.secrets(in: input)
        own =
            entered.isEmpty
            ? nil
            : SecretFinder(cost: Value.array(entered).footprint(upTo: .max)) {
                var secrets = SecretTexts()
                for value in entered { secrets.add(everyTextIn: value, named: true) }
                return secrets
            }
        self.usage = usage
    }

    /// What hides them, as they are by now.
    var masker: Masker {
        // A connection's own hold the app's.
        Masker((usage?.finders ?? [app]) + (own.map { [$0] } ?? []))
    }
}
