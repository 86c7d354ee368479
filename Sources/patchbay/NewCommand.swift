import ArgumentParser
import PatchbayHost

/// The command `patchbay new`.
struct NewCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "new",
        abstract: "Makes an app that loads, validates and runs."
    )

    @Argument(help: "The app's name.")
    var name: String

    @Option(help: "How it authenticates: \(BundleCreation.kinds.joined(separator: ", ")).")
    var auth = "none"

    @Option(help: "The directory to make it in.")
    var dir = "apps"

    func run() throws {
        try BundleCreation.perform(name, auth: auth, directory: dir, terminal: .standard)
    }
}
