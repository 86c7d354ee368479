import ArgumentParser
import Foundation
import PatchbayHost

/// The program: its commands, and how their errors end it.
@main
struct Patchbay: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "patchbay",
        abstract: "Runs apps written as bundles of JSON: calls their modules, keeps their connections.",
        version: PatchbayVersion.current,
        subcommands: [
            ServeCommand.self, ValidateCommand.self, RunCommand.self, ConnectCommand.self, ConnectionsCommand.self,
            InstallCommand.self, NewCommand.self, ImportAppCommand.self, TestCommand.self, EvalCommand.self,
            SignCommand.self,
            KeysCommand.self,
        ]
    )

    static func main() async {
        signal(SIGPIPE, SIG_IGN)
        ProcessMemory.keepToItself(processEnvironment)
        do {
            var command = try parseAsRoot()
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
        } catch {
            end(with: error)
        }
    }

    private static func end(with error: any Error) -> Never {
        switch error {
        case let failure as CommandFailure:
            Terminal.standard.complain("patchbay: \(failure)")
            Foundation.exit(failure.exitCode.rawValue)
        case let error as SetupError:
            Terminal.standard.complain("patchbay: \(error)")
            Foundation.exit(error.exitCode.rawValue)
        case let code as ExitCode:
            Foundation.exit(code.rawValue)
        default:
            let message = fullMessage(for: error)
            let isHelp = exitCode(for: error) == .success
            if isHelp { Terminal.standard.print(message) } else { Terminal.standard.complain(message) }
            let usage = exitCode(for: error) == .validationFailure
            Foundation.exit(isHelp ? 0 : (usage ? CommandExit.usage : .failure).rawValue)
        }
    }
}
