import ArgumentParser
import PatchbayHost

/// The command `patchbay eval`.
struct EvalCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "eval",
        abstract: "Evaluates a template and prints its value as JSON."
    )

    @Argument(help: "The template, such as '{{upper(parameters.name)}}'.")
    var template: String?

    @Option(
        help: ArgumentHelp("A file with the variables as a JSON object; - for the standard input.", valueName: "file")
    )
    var context: String?

    @Option(help: ArgumentHelp("An app whose functions and common data templates see.", valueName: "dir"))
    var app: String?

    @Flag(help: "Read lines of {\"template\", \"context\"} and write a line for each.")
    var batch = false

    @Flag(help: "Print what functions there are.")
    var functions = false

    @OptionGroup
    var unsandboxed: FunctionOptions

    func validate() throws {
        let given = [template != nil, batch, functions].count { $0 }
        guard given == 1 else { throw ValidationError("Give a template, or --batch, or --functions.") }
    }

    func run() async throws {
        if functions { return FunctionReference.perform(terminal: .standard) }
        let evaluation = try TemplateEvaluation(context: context, app: app, unsandboxed.settings())
        if let template {
            try await evaluation.perform(template, terminal: .standard)
        } else {
            await evaluation.performBatch(terminal: .standard)
        }
    }
}
