import IML
import PatchbayRuntime
import Synchronization

/// A module call whose bundles leave as lines of JSON while it runs.
///
/// Every line is one bundle. A call that fails after its first bundle ends with one more line that is no bundle: an
/// object whose only member `$error` holds the problem document; the trailer `Patchbay-Status` has its status, and 200
/// for a call that came to its end. A call that fails earlier is answered with the problem alone. One that a limit of the
/// host ended before the service had no more ends with an object whose only member `$truncated` names the limit, as the
/// trailer `Patchbay-Truncated` does.
final class StreamedCall: ByteSource {
    /// The media type of the lines.
    static let mediaType = "application/x-ndjson"

    /// The header lines of the answer.
    static let headers = [
        (name: "Content-Type", value: mediaType), ("Cache-Control", "no-store"),
        ("Trailer", "Patchbay-Status, Patchbay-Execution, Patchbay-Truncated"),
    ]

    private struct State {
        var first: [UInt8]?
        var outcome: Result<ExecutionSummary, any Error>?
        var hasEnded = false
    }

    private let relay: ByteRelay
    private let state = Mutex(State())
    private let task = Mutex<Task<Void, Never>?>(nil)

    private init(relay: ByteRelay) {
        self.relay = relay
    }

    deinit {
        // Whoever held the stream has gone, so the call has nobody to run for.
        relay.close()
        task.withLock { $0 }?.cancel()
    }

    /// Starts a call and waits for its first bundle or its end.
    ///
    /// - Throws: The call's error when it failed before its first bundle.
    static func start(_ call: ComponentCall, on runtime: Runtime) async throws -> StreamedCall {
        let relay = ByteRelay()
        let stream = StreamedCall(relay: relay)
        let running = Task { [weak stream] in
            let outcome: Result<ExecutionSummary, any Error>
            do {
                outcome = .success(
                    try await runtime.runModule(call, streams: true) { bundle in
                        try await relay.write(CallLine.bytes(of: bundle))
                    }
                )
            } catch {
                outcome = .failure(error)
            }
            stream?.state.withLock { $0.outcome = outcome }
            relay.finish()
        }
        stream.task.withLock { $0 = running }
        let beginning = await withTaskCancellationHandler {
            await relay.next()
        } onCancel: {
            running.cancel()
        }
        guard let first = beginning else {
            try stream.checkOutcome()
            return stream
        }
        stream.state.withLock { $0.first = first }
        return stream
    }

    private func checkOutcome() throws {
        if case .failure(let error) = state.withLock(\.outcome) { throw error }
    }

    func next() async -> [UInt8]? {
        if let first = state.withLock({ $0.first.take() }) { return first }
        if let lines = await relay.next() { return lines }
        return state.withLock { state in
            guard !state.hasEnded else { return nil }
            state.hasEnded = true
            return switch state.outcome {
            case .failure(let error): CallLine.error(Problem(error).document).bytes
            case .success(let summary): summary.truncatedBy.map { CallLine.truncated($0).bytes }
            case nil: nil
            }
        }
    }

    var trailers: [(name: String, value: String)] {
        switch state.withLock(\.outcome) {
        case .success(let summary):
            [("Patchbay-Status", "200"), ("Patchbay-Execution", summary.id)]
                + (summary.truncatedBy.map { [("Patchbay-Truncated", $0)] } ?? [])
        case .failure(let error):
            [("Patchbay-Status", String(Problem(error).status))]
                + ((error as? FailedCall)?.execution.map { [("Patchbay-Execution", $0)] } ?? [])
        case nil: []
        }
    }
}
