import ArgumentParser
import PatchbayHost

/// The command `patchbay test`.
struct TestCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "test",
        abstract: "Runs the tests of apps' functions."
    )

    @Argument(help: "Apps, or directories of apps.")
    var directories: [String] = ["apps"]

    @OptionGroup
    var functions: FunctionOptions

    func run() async throws {
        let isGood = try await FunctionTesting.perform(directories, functions.settings(), terminal: .standard)
        if !isGood { throw ExitCode(CommandExit.failure.rawValue) }
    }
}
