import IMLScript
import PatchbayBundle

/// Validates bundles: what `patchbay validate` does.
package enum BundleCheck {
    /// The names of the forms a report is written in.
    package static let formats = DiagnosticReport.Format.allCases.map(\.rawValue)

    /// Prints every problem of some bundles.
    ///
    /// - Parameters:
    ///   - paths: Bundles, or directories of bundles.
    ///   - format: One of ``formats``.
    ///   - isStrict: Whether warnings count as errors.
    ///   - given: The settings from all their sources.
    /// - Returns: Whether nothing counts as an error.
    /// - Throws: ``CommandFailure`` when a path or the format does not do.
    package static func perform(
        _ paths: [String],
        format: String,
        isStrict: Bool,
        _ given: GivenSettings,
        terminal: Terminal
    ) async throws -> Bool {
        guard let format = DiagnosticReport.Format(rawValue: format) else {
            throw CommandFailure(
                "--format: '\(format)' is none of \(formats.joined(separator: ", "))",
                exitCode: .usage
            )
        }
        let reader = BundleOpening.reader()
        let workers = ScriptWorkers(runUnsandboxed: try given.isOn(.allowUnsandboxedFunctions))
        defer { workers.pool.shutDown() }
        var bundles: [DiagnosticReport.Bundle] = []
        for directory in try BundleOpening.bundles(paths) {
            var app = reader.read(directory: directory)
            do {
                let sources = ScriptWorkers.sources(of: app)
                if !sources.isEmpty { app.take(try await workers.pool.problems(of: sources)) }
            } catch {
                terminal.complain("patchbay: the functions of '\(app.name)' were not checked: \(error)")
            }
            bundles.append(DiagnosticReport.Bundle(app, directory: directory))
        }
        let report = DiagnosticReport(bundles)
        terminal.output(Array(report.rendered(as: format, version: PatchbayVersion.current).utf8))
        return report.errorCount == 0 && (!isStrict || report.warningCount == 0)
    }
}
