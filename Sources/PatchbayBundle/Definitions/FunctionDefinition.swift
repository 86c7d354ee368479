/// A custom function's source; it is compiled where it runs.
package struct FunctionDefinition: Component {
    /// The name templates call it by.
    package var name: String
    /// The JavaScript that defines it.
    package var code: String
    /// The file it stands in, relative to the bundle.
    package var file: String
    /// The JavaScript of its tests, if it has any.
    package var tests: String?
    /// The tests' file, relative to the bundle.
    package var testFile: String?
    /// Why it does not run; empty for one that runs.
    package var failures: [Diagnostic]

    /// Puts a function together.
    package init(
        name: String,
        code: String,
        file: String,
        tests: String? = nil,
        testFile: String? = nil,
        failures: [Diagnostic] = []
    ) {
        self.name = name
        self.code = code
        self.file = file
        self.tests = tests
        self.testFile = testFile
        self.failures = failures
    }
}
