package import IML
package import PatchbayAuth
package import PatchbayBundle
package import PatchbayStore
package import PatchbayTransport

/// Everything a runtime takes from outside: the network, the store, the handlers, time and chance.
package struct RuntimeServices: Sendable {
    /// Sends requests.
    package var transport: any Transport
    /// The authentication types.
    package var handlers: HandlerRegistry
    /// Keeps connections, pending authorizations, and what is filled in for connection specs.
    package var store: any ConnectionStore & FlowStore & InstallationStore & LeaseStore
    /// What the host's settings fill in for connection specs.
    package var installations: GivenInstallations
    /// The current time in seconds since 1970: what is shown, signed and stored; it may jump.
    package var now: @Sendable () -> Double
    /// Seconds on a clock that never jumps, from any start: what durations and limits are measured with.
    package var uptime: @Sendable () -> Double
    /// Gives unpredictable bytes, as many as asked for.
    package var randomBytes: @Sendable (Int) -> [UInt8]
    /// Where evaluations that take long go on.
    package var evaluation: EvaluationPool
    /// How far a call may go.
    package var limits: RuntimeLimits
    /// The address this host is reached at, without a trailing slash; the callback stands below it.
    package var publicURL: String
    /// What templates read as `environment` unless a call says otherwise.
    package var environment: Fields
    /// Gives who answers calls of an app's own functions; asked once for each version of an app that has some.
    package var functions: @Sendable (AppDefinition) -> (any AppFunctionCaller)?
    /// Is told what happened, for event streams and logs; must return at once.
    package var report: @Sendable (RuntimeEvent) -> Void

    /// Puts the services together.
    package init(
        transport: any Transport,
        handlers: HandlerRegistry,
        store: any ConnectionStore & FlowStore & InstallationStore & LeaseStore,
        publicURL: String,
        installations: GivenInstallations = GivenInstallations(),
        evaluation: EvaluationPool = EvaluationPool(),
        limits: RuntimeLimits = RuntimeLimits(),
        environment: Fields = ["timezone": "UTC"],
        now: @escaping @Sendable () -> Double,
        uptime: @escaping @Sendable () -> Double,
        randomBytes: @escaping @Sendable (Int) -> [UInt8],
        functions: @escaping @Sendable (AppDefinition) -> (any AppFunctionCaller)? = { _ in nil },
        report: @escaping @Sendable (RuntimeEvent) -> Void = { _ in }
    ) {
        self.transport = transport
        self.handlers = handlers
        self.store = store
        self.installations = installations
        self.publicURL = publicURL
        self.evaluation = evaluation
        self.limits = limits
        self.environment = environment
        self.now = now
        self.uptime = uptime
        self.randomBytes = randomBytes
        self.functions = functions
        self.report = report
    }
}

/// Something that happened in the runtime and may interest whoever watches.
package enum RuntimeEvent: Sendable {
    /// A connection was created, changed or deleted.
    case connectionChanged(id: String, app: String, status: String)
    /// A call ended; `error` is its type and message when it failed.
    case executionFinished(ExecutionSummary, app: String, component: String, error: PlatformError?)
}
