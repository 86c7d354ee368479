import ArgumentParser
import PatchbayHost

/// The command `patchbay import`.
struct ImportAppCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Unpacks the platform's export of an app, a ZIP file."
    )

    @Argument(help: "The export's ZIP file.")
    var file: String

    @Option(help: "The directory of apps to put it in.")
    var dir = "apps"

    func run() throws {
        try BundleImport.perform(file, directory: dir, terminal: .standard)
    }
}
