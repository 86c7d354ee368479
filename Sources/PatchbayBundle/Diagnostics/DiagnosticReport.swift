package import IML

/// The problems of some bundles, written for people or for tools.
package struct DiagnosticReport: Sendable {
    /// The forms a report is written in.
    package enum Format: String, Sendable, CaseIterable {
        /// A line each, `file:line:column: error: text [code]`, as compilers write them.
        case text
        /// One JSON object with the bundles and their problems.
        case json
        /// SARIF 2.1.0, which code hosts and editors show beside the code.
        case sarif
    }

    /// The problems of a bundle.
    package struct Bundle: Sendable {
        /// The app's name.
        package var app: String
        /// The bundle's directory as it was given; paths are written with it in front.
        package var directory: String
        /// How much of the app can run.
        package var status: AppDefinition.Status
        /// The problems.
        package var diagnostics: [Diagnostic]

        /// Takes the problems of a definition.
        package init(_ app: AppDefinition, directory: String) {
            self.app = app.name
            self.directory = directory
            status = app.status
            diagnostics = app.diagnostics
        }
    }

    /// The bundles, in order.
    package var bundles: [Bundle]

    /// Makes a report.
    package init(_ bundles: [Bundle]) {
        self.bundles = bundles
    }

    /// How many errors there are.
    package var errorCount: Int { count(.error) }

    /// How many warnings there are.
    package var warningCount: Int { count(.warning) }

    /// The report as text in one of its forms, a line end at the end; nothing at all for a text report without problems.
    ///
    /// - Parameters:
    ///   - format: The form.
    ///   - version: Patchbay's version, which SARIF names.
    package func rendered(as format: Format, version: String) -> String {
        switch format {
        case .text: located.map { "\($0)\n" }.joined()
        case .json: json.jsonText(pretty: true) + "\n"
        case .sarif: sarif(version: version).jsonText(pretty: true) + "\n"
        }
    }

    private func count(_ severity: Diagnostic.Severity) -> Int {
        bundles.reduce(0) { $0 + $1.diagnostics.count { $0.severity == severity } }
    }

    /// Every problem with its file's path from where the directory was given.
    private var located: [Diagnostic] {
        bundles.flatMap { bundle in bundle.diagnostics.map { $0.located(in: bundle.directory) } }
    }

    /// The report as a JSON value: `{bundles: [{app, directory, status, diagnostics}], errors, warnings}`.
    package var json: Value {
        [
            "bundles": .array(
                bundles.map { bundle in
                    [
                        "app": .text(bundle.app),
                        "directory": .text(bundle.directory),
                        "status": .text(bundle.status.rawValue),
                        "diagnostics": .array(bundle.diagnostics.map(\.json)),
                    ]
                }
            ),
            "errors": Value(errorCount),
            "warnings": Value(warningCount),
        ]
    }
}

extension Diagnostic {
    /// The problem as the API writes it.
    package var json: Value {
        [
            "file": .text(file),
            "line": Value(line),
            "column": Value(column),
            "severity": .text(severity.rawValue),
            "code": .text(code),
            "message": .text(message),
        ]
    }

    /// The problem with its file's path put behind the path of the bundle's directory.
    package func located(in directory: String) -> Diagnostic {
        var located = self
        let prefix = directory.hasSuffix("/") ? String(directory.dropLast()) : directory
        if !prefix.isEmpty, prefix != "." { located.file = prefix + "/" + file }
        return located
    }
}
