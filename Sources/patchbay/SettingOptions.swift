import ArgumentParser
import Foundation
import PatchbayHost

/// The flag of the commands that run apps' functions.
struct FunctionOptions: ParsableArguments {
    @Flag(help: "Run apps' functions also where the machine has no sandbox for them.")
    var allowUnsandboxedFunctions = false

    /// The flag as a setting.
    var flags: [SettingKey: [String]] { allowUnsandboxedFunctions ? [.allowUnsandboxedFunctions: ["true"]] : [:] }

    /// The settings from all their sources, for commands without other flags of settings.
    func settings() throws -> GivenSettings { try GivenSettings.collected(flags: flags) }
}

/// Flags that several commands take; each also comes from the environment and from patchbay.json.
struct DataOptions: ParsableArguments {
    @Option(help: "The directory of the host's data. [default: .patchbay]")
    var data: String?

    @Option(
        help: ArgumentHelp("A file with the store's key instead of the one in the data directory.", valueName: "file")
    )
    var keyFile: String?

    @Option(help: ArgumentHelp("A shell command whose first line of output is the store's key.", valueName: "command"))
    var keyCommand: String?

    @Option(
        name: .customLong("public-url"),
        help: ArgumentHelp("The address this host is reached at from outside.", valueName: "url")
    )
    var publicURL: String?

    @Option(help: "The address to listen on. [default: 127.0.0.1]")
    var host: String?

    @Option(help: "The port to listen on; 0 for any that is free. [default: 8700]")
    var port: String?

    @Option(help: ArgumentHelp("What clients have to show.", valueName: "token"))
    var apiToken: String?

    @Option(help: ArgumentHelp("A host apps may reach although it is not public; repeatable.", valueName: "pattern"))
    var allowHost: [String] = []

    @Flag(help: "Let apps reach private networks.")
    var allowPrivate = false

    @OptionGroup
    var functions: FunctionOptions

    @Option(
        help: ArgumentHelp(
            "Send requests for an origin ('*' for all) to another one; repeatable.",
            valueName: "from=to"
        )
    )
    var redirectOrigin: [String] = []

    @Option(help: ArgumentHelp("The time zone of calls that name none. [default: UTC]", valueName: "zone"))
    var timezone: String?

    @Option(
        help: ArgumentHelp(
            "How far calls may go: pages, requests, bundles, seconds, response-bytes, request-bytes, redirects, retries, "
                + "log (calls kept to be looked at); and how much clients may take: clients, clients-per-address, "
                + "body-seconds, bodies-bytes, stream-seconds; repeatable.",
            valueName: "name=number"
        )
    )
    var max: [String] = []

    @Option(help: ArgumentHelp("How much is logged: trace, debug, info, notice, warning, error.", valueName: "level"))
    var logLevel: String?

    @Option(help: ArgumentHelp("How it is logged: text or json.", valueName: "format"))
    var logFormat: String?

    /// The flags as settings.
    var flags: [SettingKey: [String]] {
        var flags: [SettingKey: [String]] = [.allowHost: allowHost, .redirectOrigin: redirectOrigin, .max: max]
        let texts: [(SettingKey, String?)] = [
            (.data, data), (.keyFile, keyFile), (.keyCommand, keyCommand), (.publicURL, publicURL), (.host, host),
            (.port, port), (.apiToken, apiToken),
            (.timezone, timezone), (.logLevel, logLevel), (.logFormat, logFormat),
        ]
        for (key, text) in texts { flags[key] = text.map { [$0] } }
        if allowPrivate { flags[.allowPrivate] = ["true"] }
        return flags.merging(functions.flags) { $1 }
    }
}

/// Flags of the commands that work in process or on a running host.
struct ClientOptions: ParsableArguments {
    @OptionGroup
    var data: DataOptions

    @Option(help: ArgumentHelp("The directory of apps, or an app. [default: apps]", valueName: "dir"))
    var apps: String?

    @Option(help: ArgumentHelp("A running host to work on instead of the data directory.", valueName: "url"))
    var url: String?

    /// The settings from all their sources.
    func settings() throws -> GivenSettings {
        var flags = data.flags
        flags[.apps] = apps.map { [$0] }
        flags[.url] = url.map { [$0] }
        return try GivenSettings.collected(flags: flags)
    }
}

/// The environment of this process.
var processEnvironment: [String: String] { ProcessInfo.processInfo.environment }
