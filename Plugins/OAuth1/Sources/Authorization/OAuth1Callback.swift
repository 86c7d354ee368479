import IML
import PatchbayAuth

/// What came back from the user's way to the service (RFC 5849, section 2.2), checked.
struct OAuth1Callback {
    /// What the templates of `authorize` read as `query`.
    let query: Fields

    /// Checks an answer.
    ///
    /// - Parameters:
    ///   - answer: The callback's parameters, or the verifier the user pasted.
    ///   - issued: The token the user was sent away with; `nil` when the service issued none.
    /// - Throws: `RuntimeError` when the user or the service refused, or when the callback belongs to another token.
    init(_ answer: AuthorizationAnswer, issued: Secret?) throws(PlatformError) {
        switch answer {
        case .callback(let fields):
            try Self.checkRefusal(fields)
            try Self.check(fields, against: issued)
            query = Self.withAliases(fields)
        case .verifier(let verifier):
            query = Self.withAliases(try Self.fields(pasted: verifier, issued: issued))
        }
    }

    private static func checkRefusal(_ fields: Fields) throws(PlatformError) {
        if fields["denied"] != nil {
            throw PlatformError(.runtimeError, "Access was denied at the service.")
        }
        guard let problem = fields["oauth_problem"]?.text else { return }
        if ["user_refused", "permission_denied"].contains(problem) {
            throw PlatformError(.runtimeError, "Access was denied at the service (\(problem)).")
        }
        let advice = fields["oauth_problem_advice"].map { ": \($0.text)" } ?? ""
        throw PlatformError(.runtimeError, "The service refused the authorization with '\(problem)'\(advice).")
    }

    private static func check(_ fields: Fields, against issued: Secret?) throws(PlatformError) {
        guard let issued else { return }
        guard let token = fields["oauth_token"]?.text, !token.isEmpty else {
            throw PlatformError(
                .runtimeError,
                "The service sent no oauth_token back, so the answer cannot be told to belong to this authorization."
            )
        }
        guard issued == Secret(token) else {
            throw PlatformError(
                .runtimeError,
                "The token that came back is not the one this authorization began with; start it again."
            )
        }
    }

    private static func fields(pasted verifier: Secret, issued: Secret?) throws(PlatformError) -> Fields {
        let text = verifier.reveal().split { $0.isWhitespace }.joined()
        guard !text.isEmpty else {
            throw PlatformError(.runtimeError, "The verifier is empty; paste the code the service showed.")
        }
        var fields: Fields = ["oauth_verifier": .text(text)]
        if let issued { fields["oauth_token"] = .text(issued.reveal()) }
        return fields
    }

    /// Published specs read `query.verifier` and `query.token`.
    private static func withAliases(_ fields: Fields) -> Fields {
        var fields = fields
        for (alias, name) in [("verifier", "oauth_verifier"), ("token", "oauth_token")] where fields[alias] == nil {
            fields[alias] = fields[name]
        }
        return fields
    }
}
