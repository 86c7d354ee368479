import ArgumentParser
import PatchbayHost

/// The command `patchbay connect`.
struct ConnectCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "connect",
        abstract: "Creates a connection, with the user's browser where the service wants it, and prints its id."
    )

    @Argument(help: "The app's name.")
    var app: String

    @Argument(help: "The connection's name in the app, if it has several.")
    var connection: String?

    @OptionGroup
    var client: ClientOptions

    @Option(help: "What to call the connection.")
    var name: String?

    @Option(
        name: .short,
        help: ArgumentHelp("What a user enters; @FILE, @- and $VARIABLE take it from there.", valueName: "name=value")
    )
    var parameter: [String] = []

    @Option(help: "A scope wanted beside the connection's default ones; repeatable.")
    var scope: [String] = []

    @Option(
        name: .customLong("for"),
        help: ArgumentHelp("A module it is to serve, whose scopes are asked for too; repeatable.", valueName: "module")
    )
    var modules: [String] = []

    @Flag(help: "Only print the address.")
    var noBrowser = false

    func run() async throws {
        try await CommandHost.with(try client.settings(), environment: processEnvironment) { host in
            var connecting = Connecting(host, terminal: .standard)
            connecting.opensBrowser = !noBrowser
            try await connecting.create(
                app: app,
                connection: connection,
                name: name,
                pairs: parameter,
                scopes: scope,
                modules: modules,
                environment: processEnvironment
            )
        }
    }
}
