import IML
import PatchbayAuth
import PatchbayBundle
import PatchbayRuntime

/// Why a request is not answered as asked, as `application/problem+json` (RFC 9457).
package struct Problem: Error, Sendable {
    /// The status code.
    package var status: Int
    /// A stable short name of the kind of problem; the last part of `type`.
    package var code: String
    /// The kind of problem, in words.
    package var title: String
    /// What is wrong this time, and the remedy.
    package var detail: String
    /// A module's error.
    var error: PlatformError?
    /// What of the input does not fit.
    var inputProblems: [CallFailure.InputProblem] = []
    /// What is wrong with the files of a component; `nil` where that is not the matter.
    var diagnostics: [Diagnostic]?
    /// Of which specs a component needs a connection.
    var needs: (app: String, component: String, connections: [String])?
    /// The connection that is not valid.
    var connection: (id: String, status: String)?
    /// Whether the same may be tried again.
    var mayRetry = false
    /// Where the log of calls shows the call that failed.
    var executionID: String?
    /// Header lines that go with it.
    var headers: [(name: String, value: String)] = []

    /// The media type of the document.
    static let mediaType = "application/problem+json"

    /// The document.
    var document: Value { ProblemJSON.problem.json(self) }

    /// The answer that carries it.
    var answer: APIAnswer {
        APIAnswer(
            status: status,
            headers: [("Content-Type", Self.mediaType), ("Cache-Control", "no-store")] + headers,
            body: .bytes(document.json())
        )
    }
}

extension Problem {
    /// The request itself is wrong.
    static func badRequest(_ detail: String) -> Problem {
        Problem(status: 400, code: "bad-request", title: "The request makes no sense", detail: detail)
    }

    /// There is nothing at this address.
    static func nothingAt(_ path: String) -> Problem {
        Problem(
            status: 404,
            code: "not-found",
            title: "There is nothing at this address",
            detail: "Nothing is at '\(path)'; /openapi.json lists what there is."
        )
    }

    /// The address takes other methods only.
    static func methodNotAllowed(_ method: String, allowed: [String]) -> Problem {
        Problem(
            status: 405,
            code: "method-not-allowed",
            title: "The address does not take this method",
            detail: "\(method) means nothing here; use \(allowed.joined(separator: " or ")).",
            headers: [("Allow", allowed.joined(separator: ", "))]
        )
    }

    /// The body is larger than the host takes.
    static func tooLarge(limit: Int) -> Problem {
        Problem(
            status: 413,
            code: "too-large",
            title: "The body is too large",
            detail: "The body may have at most \(limit) bytes."
        )
    }

    /// The body did not arrive in time.
    static func bodyTooSlow(seconds: Double) -> Problem {
        Problem(
            status: 408,
            code: "too-slow",
            title: "The body took too long",
            detail: "A body has to arrive within \(Int(seconds)) seconds.",
            headers: [("Connection", "close")]
        )
    }

    /// Others' bodies take all there is for bodies.
    static let tooManyBodies = Problem(
        status: 503,
        code: "busy",
        title: "The host is busy",
        detail: "Too many large bodies are on their way at once; send this one again later.",
        headers: [("Retry-After", "1")]
    )

    /// As many clients as there may be wait for their answers.
    static let tooManyClients = Problem(
        status: 503,
        code: "busy",
        title: "The host is busy",
        detail: "Too many clients are connected at once; come back later.",
        headers: [("Retry-After", "1"), ("Connection", "close")]
    )

    /// A client of a proxy has too many requests under way.
    static func tooManyRequests(most: Int) -> Problem {
        Problem(
            status: 429,
            code: "too-many-requests",
            title: "There are too many requests at once",
            detail: "From one address at most \(most) requests may be under way.",
            headers: [("Retry-After", "1")]
        )
    }

    /// The request may not be made from where it comes.
    static func forbidden(_ detail: String) -> Problem {
        Problem(status: 403, code: "forbidden", title: "The request is not allowed", detail: detail)
    }

    /// The request shows no token, or a wrong one.
    static let unauthorized = Problem(
        status: 401,
        code: "unauthorized",
        title: "The request needs the host's token",
        detail: "Send the token of --api-token as 'Authorization: Bearer TOKEN'.",
        headers: [("WWW-Authenticate", "Bearer realm=\"patchbay\"")]
    )

    /// Something failed that is not the client's doing; the cause is in the log.
    static let `internal` = Problem(
        status: 500,
        code: "internal",
        title: "The host failed",
        detail: "Something failed in the host; its log says what."
    )
}
