import IML
import PatchbayAuth
import PatchbayBundle
import PatchbayTransport

/// Decides whether an answer is a good one, and makes the error when it is not.
struct ResponseJudge: Sendable {
    let definition: ResponseDefinition
    let evaluator: SpecEvaluator
    /// The time, to read a `Retry-After` that is a date in an answer that does not tell its own.
    let now: Double

    /// Checks an answer by `valid`, or by its status where the spec has none.
    ///
    /// - Parameter response: The answer; `nil` in static mode, where only `valid` counts.
    /// - Throws: The error the spec's `error` describes, else the platform's default.
    func check(_ response: TransportResponse?) async throws(PlatformError) {
        let statusIsGood = response.map { (200..<400).contains($0.statusCode) } ?? true
        guard let valid = definition.valid else {
            if !statusIsGood { throw try await failure(response, invalidated: false) }
            return
        }
        if try await !evaluator.value(valid).isTruthy {
            throw try await failure(response, invalidated: statusIsGood)
        }
    }

    private func failure(
        _ response: TransportResponse?,
        invalidated: Bool
    ) async throws(PlatformError) -> PlatformError {
        let status = response?.statusCode
        let specific = status.flatMap { definition.error?.byStatus[$0] }
        let validity = invalidated || specific == nil ? definition.validMessage : nil
        let said = specific?.message ?? validity ?? definition.error?.message
        let message = try await evaluator.value(said)
        let type = try await evaluator.text(
            specific?.type ?? definition.validType ?? definition.error?.type
        )
        let raised = RaisedError(message)
        return PlatformError(
            raised?.type ?? type.flatMap { $0.isEmpty ? nil : ErrorType(rawValue: $0) } ?? Self.type(for: status),
            (raised?.message ?? text(message)).map(Self.bounded)
                ?? Self.message(for: response, invalidated: invalidated),
            statusCode: status,
            retryAfter: response.flatMap(retryAfter),
            place: PlatformError.Place((said ?? (invalidated ? definition.valid : nil))?.place)
        )
    }

    /// The seconds a service wants to be left alone; a date is read by the service's own clock, where it tells its time.
    private func retryAfter(_ response: TransportResponse) -> Double? {
        guard let text = response.headers.first("retry-after") else { return nil }
        return RetryAfter.seconds(text, now: response.headers.first("date").flatMap(HTTPDate.seconds) ?? now)
    }

    private func text(_ message: Value) -> String? {
        if message.isMissing { return nil }
        let text = message.text
        return text.isEmpty ? nil : text
    }

    /// A message no longer than what is looked at of it: a spec may make one of a whole body.
    private static func bounded(_ message: String) -> String {
        String(decoding: Excerpt(of: message).bytes, as: UTF8.self)
    }

    private static func type(for status: Int?) -> ErrorType {
        switch status {
        case 429?: .rateLimitError
        case let status? where status >= 500: .connectionError
        default: .runtimeError
        }
    }

    private static func message(for response: TransportResponse?, invalidated: Bool) -> String {
        guard let response, !invalidated else { return "Response marked as invalid." }
        let reason = response.reason.isEmpty ? StatusReason.phrase(for: response.statusCode) : response.reason
        return "[\(response.statusCode)] \(reason)"
    }
}

/// A message that is itself an error: a collection with a `message`, a `type`, or both, as functions of an app give it.
private struct RaisedError {
    let message: String?
    let type: ErrorType?

    /// Reads a message; `nil` when it is a plain one.
    init?(_ value: Value) {
        guard case .collection(let fields) = value else { return nil }
        message = fields["message"].flatMap { $0.isEmpty ? nil : $0.text }
        type = fields["type"]?.asText.flatMap { $0.isEmpty ? nil : ErrorType(rawValue: $0) }
        if message == nil, type == nil { return nil }
    }
}
