import IML
import PatchbayAuth
import PatchbayTransport
import Synchronization

/// One call on its way: its id, its time, what it sent so far.
final class Execution: Sendable {
    /// The call's id.
    let id: String
    /// The app whose call it is, which shares what the host has with the others.
    let app: String
    /// What the runtime takes from outside.
    let services: RuntimeServices
    /// What all calls share.
    let shared: SharedState
    /// When it began, in seconds since 1970.
    let startedAt: Double

    /// When it began, on the clock that never jumps.
    private let begin: Double
    /// When its time is up, on the same clock.
    private let end: Double
    private let sentRequests = Atomic<Int>(0)
    private let pooled = Atomic<Bool>(false)
    private let wasRefusedRequest = Atomic<Bool>(false)
    private let lastCredentials = Mutex<String?>(nil)
    private let exchanges = Mutex(ExchangeList())
    private let learned = Mutex<[SecretFinder]>([])
    private let hostFailure = Mutex<(any Error)?>(nil)
    private let noted = Mutex(Notes())
    /// Whether its exchanges are kept for the execution log.
    let isLogged: Bool

    /// The host's limits, and what the app's common data makes of them.
    let limits: RuntimeLimits

    /// What its evaluations may do together.
    let budget: EvaluationBudget
    /// Whether the call goes on in the pool for long evaluations just now; see ``pooled(_:)``.
    var isPooled: Bool {
        get { pooled.load(ordering: .relaxed) }
        set { pooled.store(newValue, ordering: .relaxed) }
    }

    /// Starts a call.
    ///
    /// - Parameters:
    ///   - app: The app whose call it is.
    ///   - limits: Its limits; `nil` for the host's.
    ///   - isLogged: Whether its exchanges are kept for the execution log.
    init(
        of app: String,
        services: RuntimeServices,
        shared: SharedState,
        limits: RuntimeLimits? = nil,
        isLogged: Bool = false
    ) {
        let limits = limits ?? services.limits
        let begin = services.uptime()
        let end = begin + limits.callSeconds
        self.app = app
        self.services = services
        self.shared = shared
        self.limits = limits
        self.begin = begin
        self.end = end
        budget = EvaluationBudget(steps: limits.steps, slice: limits.sliceSteps) {
            [pool = services.evaluation, uptime = services.uptime] in
            pool.pass() && !Task.isCancelled && uptime() < end
        }
        self.isLogged = isLogged && shared.executions.keeps
        startedAt = services.now()
        id = "exe_" + Binary(services.randomBytes(16)).base64URL
    }

    /// The limits that hold for each single transfer.
    var transportLimits: TransportLimits {
        TransportLimits(responseBytes: limits.responseBytes, requestBytes: limits.requestBytes)
    }

    /// How many requests were sent, retries and redirect hops included.
    var requests: Int { sentRequests.load(ordering: .relaxed) }

    /// Whether the call may send another request.
    var maySendMore: Bool { requests < limits.requests }

    /// Whether a request was refused because the call had sent as many as it may.
    var hasMetRequestLimit: Bool { wasRefusedRequest.load(ordering: .relaxed) }

    /// Makes sure that the call may send another request.
    ///
    /// - Throws: `MaxResultsExceededError` when it has sent as many as it may.
    func checkRequests() throws(PlatformError) {
        guard !maySendMore else { return }
        wasRefusedRequest.store(true, ordering: .relaxed)
        throw PlatformError(
            .maxResultsExceededError,
            "The call sends more than the \(limits.requests) requests it may: pages, repetitions, redirects, retries and "
                + "refreshes count (--max requests=…, or patchbay.requests in the app's common data)."
        )
    }

    /// Counts a request that is about to be sent, and remembers its credentials so that no error shows them.
    ///
    /// - Throws: `MaxResultsExceededError` when the call has sent as many as it may.
    func count(_ request: SignableRequest) throws(PlatformError) {
        try checkRequests()
        sentRequests.wrappingAdd(1, ordering: .relaxed)
        if let credentials = request.headers.first("authorization") {
            lastCredentials.withLock { $0 = credentials }
        }
    }

    /// What finds the texts of the `Authorization` sent last, which services like to echo.
    var sentSecrets: [SecretFinder] {
        guard let credentials = lastCredentials.withLock({ $0 }) else { return [] }
        var secrets = SecretTexts()
        secrets.add(credentials: credentials)
        return [SecretFinder(secrets)]
    }

    /// What a person should know of the call so far, although it goes well.
    var notes: Notes { noted.withLock(\.self) }

    /// Notes what a person should know of the call, although it goes well.
    func add(notes: [String]) {
        guard !notes.isEmpty else { return }
        noted.withLock { for note in notes { $0.add(note) } }
    }

    /// Keeps an exchange for the execution log.
    func keep(_ exchange: @autoclosure () -> ExchangeRecord) {
        guard isLogged else { return }
        let record = exchange()
        exchanges.withLock { $0.append(record, most: limits.loggedExchanges) }
    }

    /// Takes over what another execution sent on behalf of this call: a refresh of its connection.
    ///
    /// - Parameter secrets: What finds what must not be shown of it.
    func absorb(_ other: Execution, hiding secrets: [SecretFinder]) {
        sentRequests.wrappingAdd(other.requests, ordering: .relaxed)
        add(notes: other.notes.texts)
        guard isLogged, let taken = other.keptExchanges else { return }
        learned.withLock { $0 += secrets }
        exchanges.withLock { list in
            for exchange in taken.kept { list.append(exchange, most: limits.loggedExchanges) }
        }
    }

    /// What finds what must not be shown of what was taken over from others.
    var absorbedSecrets: [SecretFinder] { learned.withLock(\.self) }

    /// The host's own trouble that ended the call, to be told as it is instead of an error of the module.
    var trouble: (any Error)? { hostFailure.withLock(\.self) }

    /// Notes the host's own trouble, and says in a module's terms that there was some.
    func note(_ trouble: any Error) -> PlatformError {
        hostFailure.withLock { $0 = trouble }
        return PlatformError(.unexpectedError, "The host could not renew the connection.")
    }

    /// What was kept; `nil` when this call is not logged.
    var keptExchanges: ExchangeList? { isLogged ? exchanges.withLock(\.self) : nil }

    /// Seconds the call may still take.
    var remainingSeconds: Double { end - services.uptime() }

    /// Makes sure that the call has time left, whoever used it up: a reader that takes bundles slowly, for one.
    ///
    /// - Throws: `ModuleTimeoutError` when nothing is left.
    func checkTime() throws(PlatformError) {
        guard remainingSeconds > 0 else { throw timeIsUp }
    }

    /// Makes sure that the call is to go on: somebody waits for it, it has time left, and the host is not ending.
    ///
    /// - Throws: `ModuleTimeoutError`.
    func checkGoesOn() throws(PlatformError) {
        if Task.isCancelled { throw cancelled }
        try checkTime()
        if services.evaluation.isClosed {
            throw PlatformError(.moduleTimeoutError, "The host is shutting down, and the call was given up.")
        }
    }

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
            throw cancelled
        }
    }

    /// What is said of a call whose caller takes no more of it.
    var abandoned: PlatformError { PlatformError(.moduleTimeoutError, "The caller left before the call had ended.") }

    private var cancelled: PlatformError { PlatformError(.moduleTimeoutError, "The call was cancelled.") }

    private var timeIsUp: PlatformError {
        PlatformError(
            .moduleTimeoutError,
            "The call took longer than the \(Int(limits.callSeconds)) seconds this host allows (--max seconds=…).",
            timedOut: true
        )
    }

    /// Sums the call up as it is now.
    func summary(bundles: Int) -> ExecutionSummary {
        ExecutionSummary(
            id: id,
            requests: requests,
            bundles: bundles,
            durationMilliseconds: ((services.uptime() - begin) * 1_000_000).rounded() / 1_000
        )
    }

    /// A failure of the transport as the platform names it.
    func platformError(_ error: TransportError) -> PlatformError {
        let type: ErrorType
        switch error.code {
        case .timeout where remainingSeconds <= 0.005: return timeIsUp
        case .cancelled: return cancelled
        case .responseTooLarge, .decompressionRatio, .requestTooLarge: type = .maxFileSizeExceededError
        case .invalidURL, .invalidMethod, .invalidHeader, .invalidCertificates: type = .invalidConfigurationError
        default: type = error.code.isConnectionTrouble ? .connectionError : .runtimeError
        }
        return PlatformError(
            type,
            error.message,
            wasNotSent: error.connectionWasRefused,
            timedOut: error.code == .timeout
        )
    }
}
