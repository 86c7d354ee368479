import PatchbayTransport

extension SignedAnswer {
    /// What is known about the service once its clock is taken from the answer's `Date`.
    ///
    /// - Parameters:
    ///   - context: The time and what was known when the request was signed.
    ///   - tolerance: Seconds by which the clocks may differ without that being the reason of the refusal.
    /// - Returns: The corrected state; `nil` when the clocks agree well enough or the answer has no date.
    public func correctedClock(_ context: SigningContext, tolerance: Double) -> SigningState? {
        guard let date = headers.first("date"), let time = HTTPDate.seconds(date) else { return nil }
        let offset = time - context.now
        guard abs(offset - context.state.clockOffset) > tolerance else { return nil }
        var state = context.state
        state.clockOffset = offset
        return state
    }
}
