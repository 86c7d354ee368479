package import IML

/// The parameters of a module, an RPC or a connection, compiled to check and convert what a caller gives.
package struct ParameterForm: Sendable {
    /// The parameters, in order.
    package var parameters: [Parameter]

    /// Makes a form of compiled parameters.
    package init(parameters: [Parameter]) {
        self.parameters = parameters
    }

    /// Something that is wrong with a value.
    package struct Problem: Sendable, Hashable, Error {
        /// The parameter, as `phones[2].number`; indices count from 1.
        package var path: String
        /// What is wrong with it.
        package var message: String

        /// Describes a problem.
        package init(path: String, message: String) {
            self.path = path
            self.message = message
        }
    }

    /// Checks an input and converts its values to the parameters' types.
    ///
    /// Defaults fill what is missing, entries the form does not know pass as they are.
    ///
    /// - Parameter input: What the caller gave.
    /// - Returns: The converted input, and every problem found; with a problem the input is not to be used.
    package func checked(_ input: Fields) -> (input: Fields, problems: [Problem]) {
        var check = ParameterCheck()
        let converted = check.fields(input, parameters, at: "")
        return (converted, check.problems)
    }
}
