import IML
import PatchbayAuth
import PatchbayBundle
import PatchbayText

/// A request with every template evaluated, before it becomes bytes; the next page starts from it.
struct EvaluatedRequest: Sendable {
    /// The absolute address as the spec gives it, `baseUrl` joined.
    var url: String
    /// Whether an answer gave the address, or the base that was joined to it.
    var isAnswerGiven: Bool
    /// The spec's own base beside an address that an answer gave; `nil` for none.
    var base: String?
    /// The method.
    var method: String
    /// The header lines as a collection.
    var headers: Fields
    /// The query; `nil` leaves the one in `url`.
    var query: Fields?
    /// The body; undefined for none.
    var body: Value
    /// How the body is written.
    var bodyType: BodyType
    /// Whether to percent-encode what an address may not hold.
    var encodesURL: Bool
    /// Whether compressed answers are asked for.
    var gzip: Bool
    /// Milliseconds to wait for the answer.
    var timeoutMilliseconds: Double
    /// Whether redirects of GET and HEAD are followed.
    var followsRedirects: Bool
    /// Whether redirects of other methods are followed.
    var followsAllRedirects: Bool
    /// PEM certificates trusted in addition.
    var trustedCertificates: String?
    /// The objects handlers sign with, by their key.
    var signing: [String: Value]
    /// What is masked wherever the request is shown (`log.sanitize`).
    var sanitize: [String]
}

extension EvaluatedRequest {
    /// Adds entries to the body where it has none of the name; a body that is no collection is left as it is.
    mutating func addToBody(_ entries: Fields) {
        guard var fields = body.isMissing ? [:] : body.asFields else { return }
        for (key, value) in entries where fields[key] == nil { fields[key] = value }
        body = .collection(fields)
    }
}

extension RequestDefinition {
    /// Evaluates everything the request says about what is sent.
    ///
    /// - Parameters:
    ///   - evaluator: Evaluates the spec's values in the call's scope.
    ///   - limits: The host's limits and defaults.
    /// - Returns: The request; `nil` in static mode.
    /// - Throws: `PlatformError` naming the key and the place of what does not evaluate.
    func evaluated(with evaluator: SpecEvaluator, limits: RuntimeLimits) async throws(PlatformError)
        -> EvaluatedRequest?
    {
        guard let url else { return nil }
        let address = try await address(url, isAnswerGiven: answerGiven.contains(.url), evaluator)
        var signed: [String: Value] = [:]
        for (key, object) in signing { signed[key] = try await evaluator.value(object) }
        return EvaluatedRequest(
            url: address.url,
            isAnswerGiven: address.isAnswerGiven,
            base: address.base,
            method: try await evaluator.text(method) ?? "GET",
            headers: try await evaluator.fields(headers) ?? [:],
            query: try await evaluator.fields(query),
            body: try await evaluator.value(body),
            bodyType: try await bodyType(evaluator),
            encodesURL: try await evaluator.flag(encodesURL) ?? true,
            gzip: try await evaluator.flag(gzip) ?? true,
            timeoutMilliseconds: min(
                try await evaluator.positiveNumber(timeout) ?? limits.requestMilliseconds,
                limits.longestRequestMilliseconds
            ),
            followsRedirects: try await evaluator.flag(followsRedirects) ?? true,
            followsAllRedirects: try await evaluator.flag(followsAllRedirects) ?? true,
            trustedCertificates: try await evaluator.text(trustedCertificates),
            signing: signed,
            sanitize: sanitize
        )
    }

    /// A `url` with `baseUrl` joined when it is relative.
    ///
    /// - Parameter isAnswerGiven: Whether an answer may have given the `url`.
    /// - Returns: The address; whether an answer gave what its origin is of; and the spec's own base, where it did.
    func address(
        _ url: SpecValue,
        isAnswerGiven: Bool,
        _ evaluator: SpecEvaluator
    ) async throws(PlatformError) -> (url: String, isAnswerGiven: Bool, base: String?) {
        guard let text = try await evaluator.text(url) else {
            throw PlatformError(
                .invalidConfigurationError,
                "The request's \(url.key) evaluates to nothing.",
                path: url.key,
                place: PlatformError.Place(url.place)
            )
        }
        let isAbsolute = WebAddress(text).isAbsolute
        if isAbsolute, !isAnswerGiven { return (text, false, nil) }
        guard let base = try await evaluator.text(baseURL), !base.isEmpty else { return (text, isAnswerGiven, nil) }
        let isBaseGiven = answerGiven.contains(.baseURL)
        if isAbsolute { return (text, true, isBaseGiven ? nil : base) }
        return (WebAddress.join(base: base, relative: text), isBaseGiven, nil)
    }

    private func bodyType(_ evaluator: SpecEvaluator) async throws(PlatformError) -> BodyType {
        guard let name = try await evaluator.text(bodyType), !name.isEmpty else { return .json }
        guard let type = BodyType(named: name) else {
            throw PlatformError(
                .invalidConfigurationError,
                "'\(name)' is not a type of request body; it is one of \(BodyType.names.joined(separator: ", ")).",
                path: "type",
                place: self.bodyType.map { PlatformError.Place($0.place) }
            )
        }
        return type
    }
}
