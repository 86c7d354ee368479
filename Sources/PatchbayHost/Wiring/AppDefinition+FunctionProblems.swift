import IMLScript
import PatchbayBundle

extension AppDefinition {
    /// Adds what is wrong with function files to the app's problems.
    mutating func take(_ problems: [FunctionProblem]) {
        guard !problems.isEmpty else { return }
        diagnostics += problems.map { problem in
            Diagnostic(
                file: problem.file,
                line: problem.line ?? 1,
                column: problem.column ?? 1,
                code: DiagnosticCode.functionSyntax.rawValue,
                message: "The function's code does not do: \(problem.message)"
            )
        }
        diagnostics.sort { ($0.file, $0.line, $0.column) < ($1.file, $1.line, $1.column) }
        if status == .loaded { status = .partial }
    }
}
