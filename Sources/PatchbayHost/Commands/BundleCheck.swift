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
    /// - Returns: Whether nothing counts as an error.
    /// - Throws: ``CommandFailure`` when a path or the format does not do.
    package static func perform(
        _ paths: [String],
        format: String,
        isStrict: Bool,
        terminal: Terminal
    ) throws -> Bool {
        guard let format = DiagnosticReport.Format(rawValue: format) else {
            throw CommandFailure(
                "--format: '\(format)' is none of \(formats.joined(separator: ", "))",
                exitCode: .usage
            )
        }
        let reader = BundleOpening.reader()
        let bundles = try BundleOpening.bundles(paths).map { directory in
            DiagnosticReport.Bundle(reader.read(directory: directory), directory: directory)
        }
        let report = DiagnosticReport(bundles)
        terminal.output(Array(report.rendered(as: format, version: PatchbayVersion.current).utf8))
        return report.errorCount == 0 && (!isStrict || report.warningCount == 0)
    }
}
