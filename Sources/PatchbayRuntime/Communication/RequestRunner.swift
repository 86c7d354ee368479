import IML
import PatchbayAuth
import PatchbayBundle
import PatchbayTransport

/// Runs single requests: evaluates, sends, reads and judges the answer, and repeats where the spec says so.
struct RequestRunner {
    let execution: Execution
    let exchange: Exchange

    /// The origins the spec names, where its credentials may go.
    var origins = SpecOrigins()

    /// Evaluates in the call's scope; answers and `temp` are put there.
    var evaluator: SpecEvaluator

    /// Entries added to a request's body where its spec has none of the name.
    var bodyEntries: Fields = [:]

    /// Gets other credentials once the service refuses the ones there are, and `nil` when it has none; `nil` where there
    /// is no way.
    var renewal: (@Sendable () async throws(PlatformError) -> Fields?)?

    /// Which of the host's limits ended pages or repetitions before the service had no more: `pages`, `requests` or
    /// `repetitions`; `nil` for none.
    var truncation: String?

    /// The last answer; `nil` before the first and in static mode.
    private(set) var response: TransportResponse?

    /// What is to be sent.
    enum Prepared: Sendable {
        /// A request.
        case request(OutgoingRequest)
        /// Nothing, but the response is evaluated (static mode).
        case response
        /// Nothing at all: there is no further page.
        case nothing
    }

    /// Makes a request from what is in scope.
    typealias Preparation = (RequestRunner) async throws(PlatformError) -> Prepared

    /// Prepares to run requests.
    init(execution: Execution, exchange: Exchange, evaluator: SpecEvaluator) {
        self.execution = execution
        self.exchange = exchange
        self.evaluator = evaluator
    }

    /// Makes a request's `temp`, and says whether its condition lets it run.
    mutating func begin(_ request: RequestDefinition) async throws(PlatformError) -> Bool {
        try execution.checkGoesOn()
        evaluator.forgetAnswer()
        response = nil
        try await evaluator.assignTemp(request.temp)
        return try await evaluator.holds(request.condition)
    }

    /// Sends the request until its `repeat` no longer holds.
    ///
    /// - Returns: The request as it was sent; `nil` in static mode.
    /// - Throws: The error the spec makes of a bad answer, or of the way there.
    mutating func answer(_ request: RequestDefinition) async throws(PlatformError) -> OutgoingRequest? {
        var runs = 0
        while true {
            let sent = try await fetch(request) { runner throws(PlatformError) in try await runner.prepared(request) }
            runs += 1
            guard let repetition = request.repetition, try await repeats(repetition, after: runs) else { return sent }
            try execution.checkGoesOn()
            let pagination = evaluator.scope[.pagination]
            evaluator.forgetAnswer()
            evaluator.scope[.pagination] = pagination
            try await evaluator.assignTemp(request.temp)
        }
    }

    /// Sends a request and takes its answer; again where the error is one that passes and sending again is safe, and
    /// with new credentials where the service no longer takes the old ones.
    ///
    /// - Returns: The request as it was sent; `nil` when there was none to send.
    mutating func fetch(
        _ request: RequestDefinition,
        _ prepare: Preparation
    ) async throws(PlatformError) -> OutgoingRequest? {
        do throws(PlatformError) {
            var outgoing: OutgoingRequest?
            switch try await prepare(self) {
            case .request(let made):
                outgoing = made
                origins.note(made)
            case .response: outgoing = nil
            case .nothing: return nil
            }
            var attempt = 0
            while true {
                let before = evaluator.scope
                do throws(PlatformError) {
                    try await take(try await sent(outgoing), for: request)
                    return outgoing
                } catch {
                    let error = outgoing?.explaining(error) ?? error
                    evaluator.scope = before
                    if try await renews(after: error) {
                        if case .request(let made) = try await prepare(self) { outgoing = made }
                    } else {
                        try await wait(after: error, of: outgoing, attempt: attempt)
                        attempt += 1
                    }
                }
            }
        } catch {
            throw error.at(PlatformError.Place(request.place))
        }
    }

    /// Writes an evaluated request as bytes.
    func written(_ evaluated: EvaluatedRequest) throws(PlatformError) -> OutgoingRequest {
        try OutgoingRequest(evaluated, limits: execution.limits) {
            "patchbay-" + Binary(execution.services.randomBytes(18)).base64URL
        }
    }

    /// Writes an evaluated request as bytes to be sent; without anything secret where an answer leads it to an origin that
    /// the spec does not name.
    func outgoing(_ evaluated: EvaluatedRequest) throws(PlatformError) -> OutgoingRequest {
        let request = try written(evaluated)
        guard request.isAnswerGiven, !origins.name(request.address, base: evaluated.base) else { return request }
        return try request.forStrangerNamedByAnswer(exchange.secrets())
    }

    private func prepared(_ request: RequestDefinition) async throws(PlatformError) -> Prepared {
        guard var evaluated = try await request.evaluated(with: evaluator, limits: execution.limits) else {
            return .response
        }
        if !bodyEntries.isEmpty { evaluated.addToBody(bodyEntries) }
        return .request(try outgoing(evaluated))
    }

    private func sent(_ outgoing: OutgoingRequest?) async throws(PlatformError) -> TransportResponse? {
        guard let outgoing else { return nil }
        return try await exchange.send(outgoing)
    }
}

// MARK: - Again

extension RequestRunner {
    /// Whether the credentials were renewed, so that the request can be made anew.
    private mutating func renews(after error: PlatformError) async throws(PlatformError) -> Bool {
        guard error.type == .invalidAccessTokenError, let renewal else { return false }
        guard let connection = try await renewal() else { return false }
        evaluator.scope[.connection] = .collection(connection)
        return true
    }

    /// Waits until the request may be sent again.
    ///
    /// - Throws: The error itself where it stands.
    private func wait(
        after error: PlatformError,
        of outgoing: OutgoingRequest?,
        attempt: Int
    ) async throws(PlatformError) {
        guard let outgoing, let wait = RetryPolicy(execution).wait(after: error, of: outgoing, attempt: attempt) else {
            throw error
        }
        try await execution.pause(seconds: wait)
    }

    private mutating func repeats(_ repetition: RepetitionDefinition, after runs: Int) async throws(PlatformError)
        -> Bool
    {
        guard try await evaluator.value(repetition.condition).isTruthy else { return false }
        let most = Double(execution.limits.repetitions)
        let wanted = try await evaluator.positiveNumber(repetition.limit) ?? .infinity
        guard Double(runs) <= min(wanted, most) else {
            if wanted > most { truncation = "repetitions" }
            return false
        }
        let delay = try await evaluator.positiveNumber(repetition.delay) ?? 0
        if delay > 0 { try await execution.pause(seconds: delay / 1_000) }
        return true
    }
}

// MARK: - Answers

extension RequestRunner {
    /// Puts an answer where templates read it, and judges it.
    private mutating func take(
        _ response: TransportResponse?,
        for request: RequestDefinition
    ) async throws(PlatformError) {
        let definition = request.response
        self.response = response
        if let response {
            evaluator.scope[.statusCode] = .number(Number(response.statusCode))
            evaluator.scope[.headers] = Value(headers: response.headers)
            evaluator.scope[.body] = try await body(of: response, definition)
        }
        try await evaluator.assignTemp(definition.temp)
        try await ResponseJudge(definition: definition, evaluator: evaluator, now: execution.services.now())
            .check(response)
    }

    /// The body as the spec reads it.
    ///
    /// What a failed answer carries need not be what a good one does: it is text then.
    private func body(
        of response: TransportResponse,
        _ definition: ResponseDefinition
    ) async throws(PlatformError) -> Value {
        let rule = definition.type.first { $0.statuses.contains(response.statusCode) }
        let type = try await evaluator.text(rule?.type) ?? "automatic"
        do throws(PlatformError) {
            return try await execution.performing(response.body.count / 2) { () throws(PlatformError) in
                try ResponseBodyReader.read(response, as: type, quoting: evaluator.quoting)
            }
        } catch {
            guard error.type == .dataError, response.statusCode >= 400 else {
                throw error.at(rule.map { PlatformError.Place($0.type.place) })
            }
            return (try? ResponseBodyReader.read(response, as: "text", quoting: evaluator.quoting))
                ?? .text(String(decoding: response.body, as: UTF8.self))
        }
    }
}
