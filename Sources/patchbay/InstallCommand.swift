import ArgumentParser
import PatchbayHost

/// The command `patchbay install`.
struct InstallCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "install",
        abstract: "Fills in what an app's connection wants from whoever runs the host, or prints what is filled in."
    )

    @Argument(help: "The app's name.")
    var app: String

    @Argument(help: "The connection's name in the app, if it has several.")
    var connection: String?

    @Option(
        name: .short,
        help: ArgumentHelp("A parameter; @FILE, @- and $VARIABLE take the value from there.", valueName: "name=value")
    )
    var parameter: [String] = []

    @Flag(help: "Forget what was filled in.")
    var clear = false

    @OptionGroup
    var client: ClientOptions

    func run() async throws {
        var command = InstallationCommand(app: app, connection: connection)
        command.pairs = parameter
        command.clears = clear
        try await CommandHost.with(try client.settings(), environment: processEnvironment) { [command] host in
            try await command.perform(on: host, environment: processEnvironment, terminal: .standard)
        }
    }
}
