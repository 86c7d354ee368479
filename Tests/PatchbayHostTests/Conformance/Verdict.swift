import IML

/// What one run of a component shows.
struct Verdict: Sendable {
    enum Kind: String, Sendable {
        /// Well-formed requests went out, and bundles came back.
        case ran
        /// The app itself says no: an error it declares, a failure of its own function, a mistake in its files.
        case declined
        /// Something of ours: a malformed request, an error no app declares, a crash, a hang.
        case ours
    }

    let kind: Kind
    /// Why, when it did not run.
    let reason: String

    /// Types of errors that come from what an app says, or from what its service answers.
    private static let declared: Set<String> = [
        "RuntimeError", "DataError", "InvalidConfigurationError", "InvalidAccessTokenError", "IncompleteDataError",
        "DuplicateDataError", "RateLimitError",
    ]

    /// Judges a run.
    ///
    /// - Parameter mistakes: Whether the bundle reader found errors in the component's files.
    init(_ outcome: StubbedHost.Outcome, mistakes: Bool) {
        let findings = outcome.requests.flatMap { $0["findings"].asArray ?? [] }
        let strays = outcome.requests.filter { $0["request"] == .null }
        if let finding = findings.first {
            (kind, reason) = (.ours, "a request was malformed: \(finding.text)")
        } else if let stray = strays.first {
            (kind, reason) = (.ours, "a request went where no spec sends one: \(stray["url"].text)")
        } else if (200...201).contains(outcome.answer.status) {
            let silent = outcome.sends > 0 && outcome.requests.isEmpty
            (kind, reason) = silent ? (.ours, "no request was sent") : (.ran, "")
        } else {
            (kind, reason) = Self.failure(outcome, mistakes: mistakes)
        }
    }

    private static func failure(_ outcome: StubbedHost.Outcome, mistakes: Bool) -> (Kind, String) {
        let problem = (try? outcome.answer.json) ?? .undefined
        let error = problem["error"]
        let said = error["message"].asText ?? problem["detail"].text
        let reason = "\(outcome.answer.status) \(error["type"].asText ?? ""): \(said)"
        guard outcome.answer.status == 422, declared.contains(error["type"].text) else { return (.ours, reason) }
        if error["type"] == "InvalidConfigurationError" { return (mistakes ? .declined : .ours, reason) }
        return (.declined, reason)
    }
}
