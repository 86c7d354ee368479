import IML
import PatchbayBundle
import Synchronization

/// An app as the runtime keeps it: its definition, and what all its components share while they run.
final class LoadedApp: Sendable {
    /// The app as its bundle defines it.
    let definition: AppDefinition

    /// Finds what its common data holds that must not be shown.
    let secrets: SecretFinder

    private let functions = Mutex<(any AppFunctionCaller)?>(nil)

    /// Wraps a definition.
    init(_ definition: AppDefinition) {
        self.definition = definition
        secrets = SecretFinder { SecretTexts(commonOf: definition) }
    }

    /// The app's name.
    var name: String { definition.name }

    /// Who answers calls of the app's own functions: asked for once, then kept; `nil` for an app without any.
    func functionCaller(_ services: RuntimeServices) -> (any AppFunctionCaller)? {
        guard !definition.functions.isEmpty else { return nil }
        if let known = functions.withLock({ $0 }) { return known }
        guard let caller = services.functions(definition) else { return nil }
        return functions.withLock { kept in
            if let kept { return kept }
            kept = caller
            return caller
        }
    }
}
