import IML
import PatchbayAuth

extension CallFailure {
    /// The failure as an error of the platform's types, as the log of calls shows it.
    var asError: PlatformError {
        switch self {
        case .failed(let error), .codeRefused(let error): error
        case .unknown(_, _, let message): PlatformError(.unexpectedError, message)
        case .broken(let component, let diagnostics):
            PlatformError(
                .invalidConfigurationError,
                "'\(component)' does not run\(diagnostics.first.map { ": \($0)" } ?? "")"
            )
        case .invalidInput(let problems):
            PlatformError(
                .dataError,
                Self.message(of: problems),
                path: problems.count == 1 ? problems[0].path : nil
            )
        case .badCall(let message): PlatformError(.invalidConfigurationError, message)
        case .connectionNeeded(let app, let component, let specs):
            PlatformError(
                .invalidConfigurationError,
                "'\(component)' of '\(app)' needs a connection of '\(specs.joined(separator: "' or '"))'."
            )
        case .connectionNotValid(_, _, let message): PlatformError(.invalidAccessTokenError, message)
        }
    }

    /// Everything that is wrong with an input in one sentence, as far as an error is long.
    package static func message(of problems: [InputProblem]) -> String {
        let all = problems.map { $0.path.isEmpty ? $0.message : "\($0.path) \($0.message)" }.joined(separator: "; ")
        // Secrets are masked in each of them already.
        return Excerpt(of: all + ".").shown()
    }
}
