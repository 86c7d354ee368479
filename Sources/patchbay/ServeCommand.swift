import ArgumentParser
import PatchbayHost

/// The command `patchbay serve`.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Loads every app of a directory, serves the API, and reloads on change."
    )

    @Argument(help: "The directory of apps, or an app. [default: apps]")
    var directory: String?

    @OptionGroup
    var data: DataOptions

    @Flag(help: "Leave changed apps alone until POST /v1/reload.")
    var noWatch = false

    @Flag(help: "Look for changes instead of waiting for word of them, for file systems that give none.")
    var poll = false

    @Option(
        help: ArgumentHelp(
            "A proxy that is believed when it says for whom it asks: an address or a range; repeatable.",
            valueName: "range"
        )
    )
    var trustedProxy: [String] = []

    func run() async throws {
        var flags = data.flags
        flags[.trustedProxy] = trustedProxy
        flags[.apps] = directory.map { [$0] }
        if noWatch { flags[.noWatch] = ["true"] }
        if poll { flags[.poll] = ["true"] }
        let settings = try HostSettings(GivenSettings.collected(flags: flags))
        let log = StandardErrorLog.logger(settings)
        try await HostServer.run(settings, environment: processEnvironment, log: log) { Terminal.standard.print($0) }
    }
}
