import IML
import PatchbayAuth
import PatchbayTransport
import Synchronization

/// One call on its way: its id, its time, what it sent so far.
final class Execution: Sendable {
    /// The call's id.
    let id: String
    /// What the runtime takes from outside.
    let services: RuntimeServices
    /// What handlers learned about services, shared by all calls.
    let signingStates: SigningStates

    private let startedAt: Double
    private let sentRequests = Atomic<Int>(0)

    /// Starts a call.
    init(services: RuntimeServices, signingStates: SigningStates) {
        self.services = services
        self.signingStates = signingStates
        startedAt = services.now()
        id = "exe_" + Base64URL.encode(services.randomBytes(16))
    }

    /// The host's limits.
    var limits: RuntimeLimits { services.limits }

    /// The limits that hold for each single transfer.
    var transportLimits: TransportLimits {
        TransportLimits(responseBytes: limits.responseBytes, requestBytes: limits.requestBytes)
    }

    /// How many requests were sent, retries and redirect hops included.
    var requests: Int { sentRequests.load(ordering: .relaxed) }

    /// Counts a request that is about to be sent.
    func countRequest() {
        sentRequests.wrappingAdd(1, ordering: .relaxed)
    }

    /// Seconds the call may still take.
    var remainingSeconds: Double { startedAt + limits.callSeconds - services.now() }

    /// The time a request may take: what it asks for, within what the call has left.
    ///
    /// - Throws: `ModuleTimeoutError` when nothing is left.
    func allowance(_ milliseconds: Double) throws(PlatformError) -> Double {
        let remaining = remainingSeconds * 1_000
        guard remaining > 0 else { throw timeIsUp }
        return max(1, min(milliseconds, remaining))
    }

    /// Waits, unless that would take longer than the call has.
    ///
    /// - Throws: `ModuleTimeoutError` when the call has no time for it or is cancelled.
    func pause(seconds: Double) async throws(PlatformError) {
        guard seconds < remainingSeconds else { throw timeIsUp }
        do {
            try await Task.sleep(for: .seconds(max(0, seconds)))
        } catch {
            throw PlatformError(.moduleTimeoutError, "The call was cancelled.")
        }
    }

    private var timeIsUp: PlatformError {
        PlatformError(
            .moduleTimeoutError,
            "The call took longer than the \(Int(limits.callSeconds)) seconds this host allows.",
            timedOut: true
        )
    }

    /// Sums the call up as it is now.
    func summary(bundles: Int) -> ExecutionSummary {
        ExecutionSummary(
            id: id,
            requests: requests,
            bundles: bundles,
            durationMilliseconds: ((services.now() - startedAt) * 1_000_000).rounded() / 1_000
        )
    }

    /// A failure of the transport as the platform names it.
    func platformError(_ error: TransportError) -> PlatformError {
        let type: ErrorType
        switch error.code {
        case .timeout where remainingSeconds <= 0.005: return timeIsUp
        case .responseTooLarge, .decompressionRatio, .requestTooLarge: type = .maxFileSizeExceededError
        case .invalidURL, .invalidMethod, .invalidHeader, .invalidCertificates: type = .invalidConfigurationError
        default: type = error.code.isConnectionTrouble ? .connectionError : .runtimeError
        }
        return PlatformError(
            type,
            error.message,
            wasNotSent: !error.requestMayHaveBeenSent,
            timedOut: error.code == .timeout
        )
    }
}
