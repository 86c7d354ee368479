/// A request on its way to the engine's thread.
struct Submission: Sendable {
    /// Tells requests of one engine apart, for cancellation.
    let id: UInt64

    /// Whose it is.
    let owner: String

    /// What to send.
    let request: PreparedRequest

    /// When the caller asked.
    let start: ContinuousClock.Instant

    /// When the caller no longer waits.
    let deadline: ContinuousClock.Instant

    /// The caller, to be told exactly once.
    let continuation: CheckedContinuation<TransferOutcome, Never>
}

/// How a transfer ended.
struct TransferOutcome: Sendable {
    /// The raw answer, or why there is none.
    var result: Result<ReceivedAnswer, TransportError>

    /// Where the time went.
    var timings: TransportTimings

    /// Nothing was sent.
    static func refused(_ error: TransportError) -> TransferOutcome {
        TransferOutcome(result: .failure(error), timings: TransportTimings())
    }
}

/// An answer as it came in, for the caller's task to read.
struct ReceivedAnswer: Sendable {
    /// Status line and header lines.
    var head: [UInt8]

    /// The decoded body.
    var body: [UInt8]
}
