import IML
import PatchbayAuth

/// What came back from the user's way to the service (RFC 6749, section 4.1.2), checked.
///
/// Whether it belongs to this authorization the host has found out by its `state` before.
struct OAuth2Callback {
    /// What the templates of `authorize` read as `query`.
    let query: Fields

    /// Checks an answer; a code the user pasted counts as if the callback had brought it.
    ///
    /// - Throws: `RuntimeError` when the user or the service refused, or when nothing was pasted.
    init(_ answer: AuthorizationAnswer) throws(PlatformError) {
        switch answer {
        case .callback(let fields):
            if let error = fields["error"]?.text, !error.isEmpty { throw Self.refusal(error, fields) }
            query = fields
        case .verifier(let code):
            let text = code.reveal().split { $0.isWhitespace }.joined()
            guard !text.isEmpty else {
                throw PlatformError(.runtimeError, "The code is empty; paste the one the service showed.")
            }
            query = ["code": .text(text)]
        }
    }

    /// Section 4.1.2.1: a code for programs, and maybe a sentence for people.
    private static func refusal(_ error: String, _ fields: Fields) -> PlatformError {
        let reason = fields["error_description"].map { ": \($0.text)" } ?? ""
        let said =
            switch error {
            case "access_denied": "Access was denied at the service"
            case "invalid_scope": "The service does not know, or not allow, a scope that was asked for"
            case "temporarily_unavailable", "server_error": "The service could not authorize just now (\(error))"
            default: "The service refused the authorization with '\(error)'"
            }
        let type: ErrorType =
            ["temporarily_unavailable", "server_error"].contains(error) ? .connectionError : .runtimeError
        return PlatformError(type, "\(said)\(reason)\(reason.hasSuffix(".") ? "" : ".")")
    }
}
