import IML
import PatchbayAuth
import PatchbayBundle
import PatchbayStore

/// What installation parameters make of a connection spec's common data.
struct Installation: Sendable {
    /// What is filled in and what it became: none of it is shown to anyone.
    let secrets: Fields
    /// The connection's own common data with what is filled in; `nil` when it has none.
    let common: Value?
    /// What is wrong with what is filled in.
    let problems: [ParameterForm.Problem]

    /// A spec nothing is filled in for, or asked for.
    init(of definition: ConnectionDefinition) {
        secrets = [:]
        common = definition.common
        problems = []
    }

    /// Checks, converts and merges what is filled in.
    ///
    /// What the bundle's own common data holds under a parameter's name counts until something is filled in.
    ///
    /// - Parameters:
    ///   - filled: What is filled in, from all sources.
    ///   - definition: The connection spec.
    ///   - app: Its app.
    /// - Throws: ``CallFailure`` when its directives fail.
    init(_ filled: Fields, of definition: ConnectionDefinition, in app: LoadedApp) throws(CallFailure) {
        let own = Self.ownCommon(of: definition, in: app)
        let (checked, problems) = Self.checked(filled, for: definition, own)
        let entries = try Self.entries(checked, of: definition, in: app, common: own)
        var common = own
        var secrets = filled
        for (key, value) in entries where !value.isUndefined {
            if own[key] != value { secrets["\(key)'"] = value }
            common[key] = value
        }
        self.secrets = secrets
        self.common = entries.isEmpty && definition.common == nil ? nil : .collection(common)
        self.problems = problems
    }

    /// What is wrong with what is filled in.
    static func problems(
        of filled: Fields,
        for definition: ConnectionDefinition,
        in app: LoadedApp
    ) -> [ParameterForm.Problem] {
        checked(filled, for: definition, ownCommon(of: definition, in: app)).problems
    }

    /// The bundle's own common data for a spec.
    private static func ownCommon(of definition: ConnectionDefinition, in app: LoadedApp) -> Fields {
        definition.common?.asFields ?? app.definition.common.asFields ?? [:]
    }

    private static func checked(
        _ filled: Fields,
        for definition: ConnectionDefinition,
        _ own: Fields
    ) -> (input: Fields, problems: [ParameterForm.Problem]) {
        let names = definition.installForm.names
        var input = Fields()
        for (key, value) in own where names.contains(key) { input[key] = value }
        input.merge(filled)
        return definition.installForm.checked(input)
    }

    /// What the directives may do, who put a few parameters in their places: some milliseconds.
    private static let mostSteps = 1_000_000

    private static func entries(
        _ parameters: Fields,
        of definition: ConnectionDefinition,
        in app: LoadedApp,
        common: Fields
    ) throws(CallFailure) -> Fields {
        guard let directives = definition.installDirectives else { return parameters }
        let budget = EvaluationBudget(steps: mostSteps, slice: mostSteps) { true }
        var scope = Scope(budget: budget)
        scope[.parameters] = .collection(parameters)
        scope[.common] = .collection(common)
        do {
            return try directives.evaluate(in: scope).asFields ?? [:]
        } catch {
            throw .failed(
                PlatformError(
                    .invalidConfigurationError,
                    "The install directives of '\(definition.name)' of '\(app.name)' fail: "
                        + DataQuoting.withheld.text(of: error.quotingMessage)
                )
            )
        }
    }
}

extension ParameterForm {
    /// The names a value may have at the top, those of nested parameters included.
    var names: Set<String> {
        func names(_ parameters: [Parameter]) -> [String] {
            parameters.flatMap { parameter in
                [parameter.name] + names(parameter.nested)
                    + (parameter.options ?? []).flatMap { names($0.nested) }
            }
        }
        return Set(names(parameters))
    }
}
