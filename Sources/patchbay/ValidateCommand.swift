import ArgumentParser
import PatchbayHost

/// The command `patchbay validate`.
struct ValidateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "validate",
        abstract: "Prints every problem of apps as file:line:column: error: text [code]."
    )

    @Argument(help: "Apps, or directories of apps.")
    var directories: [String] = []

    @Option(help: "The form of the report: \(BundleCheck.formats.joined(separator: ", ")).")
    var format = "text"

    @Flag(help: "Count warnings as errors.")
    var strict = false

    @Flag(help: "Print the codes of problems and what they mean.")
    var codes = false

    @OptionGroup
    var functions: FunctionOptions

    func validate() throws {
        if codes == directories.isEmpty { return }
        throw ValidationError(codes ? "--codes takes no directory." : "Give an app or a directory of apps, or --codes.")
    }

    func run() async throws {
        if codes { return DiagnosticReference.perform(terminal: .standard) }
        let isGood = try await BundleCheck.perform(
            directories,
            format: format,
            isStrict: strict,
            functions.settings(),
            terminal: .standard
        )
        if !isGood { throw ExitCode(CommandExit.failure.rawValue) }
    }
}
