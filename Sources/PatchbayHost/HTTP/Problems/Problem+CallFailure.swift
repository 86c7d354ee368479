import IML
import PatchbayAuth
import PatchbayBundle
import PatchbayRuntime
import PatchbayStore

extension Problem {
    /// What a client is told of any error.
    ///
    /// Errors nobody foresaw say nothing of themselves: their text could hold anything.
    init(_ error: any Error) {
        switch error {
        case let problem as Problem: self = problem
        case let call as FailedCall: self.init(call)
        case let failure as CallFailure: self.init(failure)
        case let error as PlatformError: self.init(.failed(error))
        case let error as StoreError where error.kind == .unknownConnection:
            self.init(.unknown(kind: "connection", name: "", message: error.message))
        case let error as StoreError:
            self.init(status: 500, code: "store", title: "The host's store failed", detail: "\(error)")
        default: self = .internal
        }
    }

    /// What a client is told of a call that had begun: why it failed, and where the log of calls shows it.
    private init(_ call: FailedCall) {
        self.init(call.cause)
        if case CallFailure.failed(let error) = call.cause, error.type == .invalidAccessTokenError {
            title =
                call.usedConnection
                ? "The service no longer takes the connection" : "The service does not take the call's credentials"
        }
        executionID = call.execution
    }

    /// What a client is told of a failure.
    init(_ failure: CallFailure) {
        switch failure {
        case .unknown(let kind, _, let message):
            let code = "unknown-" + kind.lowercased().replacing(" ", with: "-")
            self.init(status: 404, code: code, title: "There is no such \(kind)", detail: message)
        case .broken(let component, let diagnostics):
            self.init(brokenComponent: component, diagnostics)
        case .invalidInput(let problems):
            self.init(problems)
        case .badCall(let message):
            self = .badRequest(message)
        case .connectionNeeded(let app, let component, let specs):
            let names = specs.joined(separator: "' or '")
            self = .badRequest("'\(component)' of '\(app)' needs a connection of '\(names)'; name one as connection.")
            code = "connection-needed"
            title = "The call needs a connection"
            needs = (app, component, specs)
        case .codeRefused(let error):
            self.init(error)
            detail = error.sentence + " The authorization waits on: give the code again."
            mayRetry = true
        case .connectionNotValid(let id, let status, let message):
            self.init(status: 409, code: "connection-not-valid", title: "The connection is not valid", detail: message)
            connection = (id, status)
            // A pending one has no token yet that could have become invalid, and a damaged one's is not known.
            if status != "pending", status != "damaged" {
                error = PlatformError(.invalidAccessTokenError, message)
            }
        case .failed(let error):
            self.init(error)
        }
    }

    private init(brokenComponent component: String, _ diagnostics: [Diagnostic]) {
        let first = diagnostics.first.map { ": \($0)" } ?? ""
        self.init(
            status: 422,
            code: "broken",
            title: "The bundle's files have errors",
            detail: "'\(component)' does not run\(first)"
        )
        error = PlatformError(.invalidConfigurationError, "'\(component)' has errors in its files.")
        self.diagnostics = diagnostics
    }

    private init(_ problems: [CallFailure.InputProblem]) {
        let message = CallFailure.message(of: problems)
        self.init(
            status: 400,
            code: "invalid-input",
            title: "The input does not fit the parameters",
            detail: message
        )
        error = PlatformError(.dataError, message)
        inputProblems = problems
    }

    private init(_ error: PlatformError) {
        let (status, code, title) = Self.kind(of: error)
        self.init(status: status, code: code, title: title, detail: error.message)
        self.error = error
        // A service that wants fewer calls and does not say when to come back gets a second.
        if let retryAfter = error.retryAfter ?? (status == 429 ? PlatformError.retryAfterRange.lowerBound : nil) {
            headers = [("Retry-After", String(Int(retryAfter.rounded(.up))))]
        }
    }

    private static func kind(of error: PlatformError) -> (status: Int, code: String, title: String) {
        switch error.type {
        case .rateLimitError: (429, "rate-limit", "The service wants fewer calls")
        case .moduleTimeoutError: (504, "timeout", "The call took too long")
        case _ where error.timedOut: (504, "timeout", "The service took too long")
        case .connectionError: (502, "upstream", "The service cannot be reached or is in trouble")
        case .invalidAccessTokenError: (409, "connection-not-valid", "The service does not take the credentials")
        default: (422, "module-error", "The call failed")
        }
    }
}
