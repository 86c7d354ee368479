import ArgumentParser
import PatchbayHost

/// The command `patchbay connections`.
struct ConnectionsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "connections",
        abstract: "Lists, shows, checks, authorizes again, deletes, exports and imports connections.",
        subcommands: [
            List.self, Show.self, Verify.self, Reauthorize.self, Delete.self, ExportCommand.self, ImportCommand.self,
        ],
        defaultSubcommand: List.self
    )

    /// The command `patchbay connections list`.
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Prints every connection, a line each.")

        @OptionGroup
        var client: ClientOptions

        func run() async throws {
            try await perform(client) { try await $0.list() }
        }
    }

    /// The command `patchbay connections show`.
    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Prints a connection; secrets are not shown.")

        @Argument(help: "The connection's id.")
        var id: String

        @OptionGroup
        var client: ClientOptions

        func run() async throws {
            try await perform(client) { try await $0.show(id) }
        }
    }

    /// The command `patchbay connections verify`.
    struct Verify: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Checks a connection by asking its service.")

        @Argument(help: "The connection's id.")
        var id: String

        @OptionGroup
        var client: ClientOptions

        func run() async throws {
            try await perform(client, needsApps: true) { try await $0.verify(id) }
        }
    }

    /// The command `patchbay connections reauthorize`.
    struct Reauthorize: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Authorizes a connection again, in place.")

        @Argument(help: "The connection's id.")
        var id: String

        @OptionGroup
        var client: ClientOptions

        @Option(help: "A scope it is to have beside those it has; repeatable.")
        var scope: [String] = []

        @Option(
            name: .customLong("for"),
            help: ArgumentHelp(
                "A module it is to serve from now on, whose scopes are asked for too; repeatable.",
                valueName: "module"
            )
        )
        var modules: [String] = []

        @Flag(help: "Only print the address.")
        var noBrowser = false

        func run() async throws {
            try await CommandHost.with(try client.settings(), environment: processEnvironment) { host in
                var connecting = Connecting(host, terminal: .standard)
                connecting.opensBrowser = !noBrowser
                try await connecting.reauthorize(id, scopes: scope, modules: modules)
            }
        }
    }

    /// The command `patchbay connections delete`.
    struct Delete: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Deletes a connection.")

        @Argument(help: "The connection's id.")
        var id: String

        @OptionGroup
        var client: ClientOptions

        func run() async throws {
            try await perform(client) { try await $0.delete(id) }
        }
    }

    private static func perform(
        _ client: ClientOptions,
        needsApps: Bool = false,
        _ body: (ConnectionCommands) async throws -> Void
    ) async throws {
        let settings = try client.settings()
        try await CommandHost.with(settings, environment: processEnvironment, needsApps: needsApps) { host in
            try await body(ConnectionCommands(host, terminal: .standard))
        }
    }
}
