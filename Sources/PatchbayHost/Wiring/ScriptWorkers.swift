import Foundation
import IML
import IMLScript
import PatchbayBundle

/// The processes that run apps' custom functions; they start when a function is first called.
struct ScriptWorkers: Sendable {
    /// The processes.
    let pool: ScriptPool

    /// Describes the processes; none is started yet.
    ///
    /// - Parameter runUnsandboxed: Whether they run functions where the machine has no sandbox for them.
    init(runUnsandboxed: Bool) {
        pool = ScriptPool(executable: Self.executable, runsUnsandboxed: runUnsandboxed)
    }

    /// Who calls an app's functions; `nil` when it has none that run.
    func caller(for app: AppDefinition) -> (any AppFunctionCaller)? {
        let sources = Self.sources(of: app)
        return sources.isEmpty ? nil : pool.caller(for: sources, of: app.name)
    }

    /// The functions of an app that load.
    static func sources(of app: AppDefinition) -> [ScriptSource] {
        app.functions.filter { $0.failures.isEmpty }.map {
            ScriptSource(name: $0.name, code: $0.code, file: $0.file)
        }
    }

    /// The worker stands beside this program.
    private static var executable: String {
        let own = Bundle.main.executableURL ?? URL(fileURLWithPath: CommandLine.arguments[0])
        return own.resolvingSymlinksInPath().deletingLastPathComponent().path + "/patchbay-script-worker"
    }
}
