package import IML

/// The parameters of a module, an RPC or a connection, compiled to check and convert what a caller gives.
package struct ParameterForm: Sendable {
    /// The parameters, in order.
    package let parameters: [Parameter]

    /// The RPCs that give more parameters on request, as `rpc://Name?x=y`.
    let references: [String]

    /// Whether any of the parameters, nested ones included, takes something secret.
    let holdsSecrets: Bool

    /// Makes a form of compiled parameters.
    init(parameters: [Parameter], references: [String]) {
        self.parameters = parameters
        self.references = references
        holdsSecrets = parameters.contains(where: \.holdsSecrets)
    }

    /// Whether RPCs give more parameters than are known here.
    package var takesMore: Bool { !references.isEmpty || parameters.contains(where: \.takesMore) }

    /// Something that is wrong with a value.
    package struct Problem: Sendable, Hashable, Error {
        /// The parameter, as `phones[2].number`; indices count from 1.
        package var path: String
        /// What is wrong with it; it may quote the value.
        package var quotingMessage: QuotingMessage

        /// Describes a problem.
        package init(path: String, message: QuotingMessage) {
            self.path = path
            quotingMessage = message
        }

        /// What is wrong with it, the value as it is.
        package var message: String { quotingMessage.text }
    }

    /// Checks an input and converts its values to the parameters' types.
    ///
    /// Defaults fill what is missing, entries the form does not know pass as they are.
    ///
    /// - Parameters:
    ///   - input: What the caller gave.
    ///   - zone: Where a date was written that does not say so itself; asked for only when there is one.
    /// - Returns: The converted input, and every problem found; with a problem the input is not to be used.
    package func checked(
        _ input: Fields,
        in zone: @escaping () -> Zone = { .utc }
    ) -> (input: Fields, problems: [Problem]) {
        var check = ParameterCheck(zone: zone)
        let converted = check.form(input, parameters)
        return (converted, check.problems)
    }
}
