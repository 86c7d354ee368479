import ArgumentParser
import PatchbayHost

/// The command `patchbay run`.
struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Calls a module and prints its bundles as JSON."
    )

    @Argument(help: "The app's name.")
    var app: String

    @Argument(help: "The module's name.")
    var module: String

    @OptionGroup
    var client: ClientOptions

    @Option(help: ArgumentHelp("The connection to call with.", valueName: "id"))
    var connection: String?

    @Option(
        name: .short,
        help: ArgumentHelp("A parameter; @FILE, @- and $VARIABLE take the value from there.", valueName: "name=value")
    )
    var parameter: [String] = []

    @Option(
        help: ArgumentHelp("A file with the parameters as a JSON object; - for the standard input.", valueName: "file")
    )
    var input: String?

    @Option(help: "The most bundles wanted.")
    var limit: Int?

    @Flag(help: "Print a bundle a line, as they arrive.")
    var ndjson = false

    func run() async throws {
        var call = ModuleRun(app: app, module: module)
        call.connection = connection
        call.pairs = parameter
        call.input = input
        call.limit = limit
        call.printsLines = ndjson
        try await CommandHost.with(try client.settings(), environment: processEnvironment) { [call] host in
            try await call.perform(on: host, environment: processEnvironment, terminal: .standard)
        }
    }
}
