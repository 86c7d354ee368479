import IML
import IMLScript
import PatchbayBundle

/// Runs the tests of bundles' functions: what `patchbay test` does.
package enum FunctionTesting {
    /// Runs every test and prints each case and the sum.
    ///
    /// - Parameters:
    ///   - paths: Bundles, or directories of bundles.
    ///   - given: The settings from all their sources.
    /// - Returns: Whether every case passed.
    package static func perform(_ paths: [String], _ given: GivenSettings, terminal: Terminal) async throws -> Bool {
        let workers = ScriptWorkers(runUnsandboxed: try given.isOn(.allowUnsandboxedFunctions))
        defer { workers.pool.shutDown() }
        var tally = Tally()
        for directory in try BundleOpening.bundles(paths) {
            let app = BundleOpening.reader().read(directory: directory)
            for function in app.functions { await run(function, of: app, on: workers, &tally, terminal) }
        }
        terminal.print("\(tally.passed) passed, \(tally.failed) failed")
        return tally.failed == 0
    }

    private struct Tally {
        var passed = 0
        var failed = 0
    }

    private static func run(
        _ function: FunctionDefinition,
        of app: AppDefinition,
        on workers: ScriptWorkers,
        _ tally: inout Tally,
        _ terminal: Terminal
    ) async {
        let name = "\(app.name)/\(function.name)"
        if let problem = function.failures.first {
            tally.failed += 1
            terminal.print("✗ \(name): \(problem)")
            return
        }
        guard let code = function.tests, !code.allSatisfy(\.isWhitespace) else { return }
        let tests = ScriptSource(name: function.name, code: code, file: function.testFile ?? function.file)
        do {
            for result in try await workers.pool.run(tests: tests, of: ScriptWorkers.sources(of: app)) {
                if let problem = result.problem {
                    tally.failed += 1
                    terminal.print("✗ \(name): \(result.name)\n    \(problem)")
                } else {
                    tally.passed += 1
                    terminal.print("✓ \(name): \(result.name)")
                }
            }
        } catch {
            tally.failed += 1
            terminal.print("✗ \(name): \(error)")
        }
    }
}
