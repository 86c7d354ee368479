import ArgumentParser
import PatchbayHost

/// Where a passphrase is; never on the command line itself.
struct PassphraseOptions: ParsableArguments {
    @Option(help: ArgumentHelp("A file whose first line is the passphrase.", valueName: "file"))
    var passphraseFile: String?

    @Option(help: ArgumentHelp("The variable of the environment that holds the passphrase.", valueName: "name"))
    var passphraseEnv: String?

    var source: PassphraseSource { PassphraseSource(file: passphraseFile, variable: passphraseEnv) }
}

/// The command `patchbay connections export`.
struct ExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Writes connections, sealed under a passphrase, for another host to import."
    )

    @Argument(help: "The ids of the connections; all without any.")
    var ids: [String] = []

    @OptionGroup
    var passphrase: PassphraseOptions

    @Option(help: ArgumentHelp("The file to make; the standard output without it.", valueName: "file"))
    var output: String?

    @OptionGroup
    var client: ClientOptions

    func run() async throws {
        let settings = try client.settings()
        try await CommandHost.with(settings, environment: processEnvironment, needsApps: false) { host in
            try await ConnectionExchange(host, terminal: .standard).export(
                ids,
                to: output,
                passphrase.source,
                environment: processEnvironment
            )
        }
    }
}

/// The command `patchbay connections import`.
struct ImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Takes in connections that were exported, with their ids."
    )

    @Argument(help: "The file; - for the standard input.")
    var file: String

    @OptionGroup
    var passphrase: PassphraseOptions

    @Flag(help: "Replace connections that are here already.")
    var replace = false

    @OptionGroup
    var client: ClientOptions

    func run() async throws {
        let settings = try client.settings()
        try await CommandHost.with(settings, environment: processEnvironment, needsApps: false) { host in
            try await ConnectionExchange(host, terminal: .standard).import(
                file,
                replaces: replace,
                passphrase.source,
                environment: processEnvironment
            )
        }
    }
}
