import IML
import PatchbayAuth

/// Decides whether a failed request is sent again.
struct RetryPolicy {
    private let execution: Execution

    /// Decides within a call's limits.
    init(_ execution: Execution) {
        self.execution = execution
    }

    /// The seconds to wait before sending again; `nil` when the error stands.
    ///
    /// `RateLimitError` and `ConnectionError` pass with time. A request that is not safe is only sent again when it
    /// surely did not arrive.
    ///
    /// - Parameters:
    ///   - error: What went wrong.
    ///   - request: What was sent.
    ///   - attempt: How often it was sent again already.
    func wait(after error: PlatformError, of request: OutgoingRequest, attempt: Int) -> Double? {
        guard attempt < execution.limits.retries,
            error.type == .rateLimitError || error.type == .connectionError,
            request.isSafe || error.wasNotSent
        else { return nil }
        let wait = error.retryAfter ?? backoff(attempt)
        guard wait <= execution.limits.longestRetrySeconds, wait < execution.remainingSeconds else { return nil }
        return wait
    }

    /// Doubles each time, with full jitter over its upper half, so that many callers do not return at once.
    private func backoff(_ attempt: Int) -> Double {
        let longest = execution.limits.retrySeconds * Double(1 << min(attempt, 16))
        let byte = execution.services.randomBytes(1).first ?? 0
        return longest * (0.5 + 0.5 * Double(byte) / 255)
    }
}
