import Foundation
import IML
import IMLScript
package import Logging
import PatchbayAuth
import PatchbayBundle
import PatchbayRuntime
import PatchbayStore
import PatchbayTransport
import Synchronization

/// A host's parts, put together; the server and the commands that work in process both use one.
package final class HostAssembly: Sendable {
    /// How the host runs.
    let settings: HostSettings
    /// The bundles and their apps.
    let library: AppLibrary
    /// What happens.
    let events = EventHub()
    let counters = CallCounters()
    let log: Logger

    /// Keeps everything.
    let store: SQLiteStore

    /// How much clients may take, on this machine.
    let serverLimits: ServerLimits

    private let transport: CurlTransport
    private let handlers: HandlerRegistry
    private let reporting: EventReporting
    private let scripts: ScriptWorkers
    /// Where evaluations that take long go on.
    let evaluation = EvaluationPool()
    private let startedAt = ContinuousClock.now
    /// Those that were made, to be ended with the host.
    private let runtimes = Mutex<[Runtime]>([])

    /// Opens the store and starts what a host needs; reads no bundle yet.
    ///
    /// - Parameters:
    ///   - settings: How the host runs.
    ///   - environment: The process's environment, for the store's key.
    ///   - log: Where to write what happens.
    /// - Throws: ``SetupError``.
    package init(_ settings: HostSettings, environment: [String: String], log: Logger) throws(SetupError) {
        guard environment[KeyRing.variable]?.allSatisfy(\.isWhitespace) != true else {
            throw SetupError("\(KeyRing.variable): the value is empty; give a key, or leave it out", isUsage: true)
        }
        self.settings = settings
        self.log = log
        let descriptors = Descriptors.raised()
        serverLimits = settings.serverLimits.within(descriptors)
        handlers = Handlers.registry(randomBytes: Chance.bytes)
        scripts = ScriptWorkers(runUnsandboxed: settings.runsUnsandboxedFunctions)
        let reporting = EventReporting(events: events, counters: counters, log: log)
        self.reporting = reporting
        do {
            store = try SQLiteStore.open(
                settings.data,
                environment: environment,
                keySource: settings.keySource,
                now: HostClock.now
            )
            transport = try CurlTransport(Self.transportConfiguration(settings, descriptors))
        } catch let error as StoreError {
            throw SetupError(error.description)
        } catch {
            throw SetupError("the HTTP client cannot be started: \(error)")
        }
        library = AppLibrary(
            root: Self.absolutePath(settings.apps),
            reader: BundleReader(catalog: ConnectionSpecCatalog(handlers)),
            problems: { [scripts] in try? await scripts.pool.problems(of: $0) },
            onChange: { reporting.take($0) }
        )
    }

    /// Says why the directory of bundles cannot be used, before anything is read.
    func checkApps() throws(SetupError) {
        guard FileStatus(library.root)?.isDirectory == true else {
            if let hint = ExportHint.sentence(for: library.root) { throw SetupError("'\(settings.apps)': \(hint)") }
            throw SetupError(
                "there is no directory '\(settings.apps)'; name the directory of your apps, or make one with patchbay new"
            )
        }
    }

    /// Says in the log which settings are doubtful, once the apps were read.
    func warnOfSettings() {
        if library.catalog.all.isEmpty, let deeper = AppDirectory.deeperBundles(in: library.root) {
            log.warning("there is no app in '\(settings.apps)'. \(deeper); serve one of these directories")
        }
        if let token = settings.apiToken, token.reveal().utf8.count < 16 {
            log.warning("the API token is short enough to be guessed; use 16 random characters or more")
        }
        if let warning = FunctionSandbox.warning(settings) { log.warning("\(warning)") }
        if serverLimits.clients < settings.serverLimits.clients {
            log.warning(
                """
                the system gives few file descriptors, so there may be \(serverLimits.clients) clients at a time; raise \
                the limit (ulimit -n)
                """
            )
        }
        if settings.apiToken == nil, settings.publicURL.map(PublicURL.isLoopback) == false {
            log.notice(
                """
                under the public URL only /hooks, /connect and /oauth/cb answer, since there is no --api-token; the proxy \
                has to pass the name on (nginx: proxy_set_header Host $host)
                """
            )
        }
        for stranger in settings.installations.strangers(among: library.catalog.all) { log.warning("\(stranger)") }
    }

    /// The runtime of a host that is reached at an address.
    func runtime(publicURL: String) -> Runtime {
        let runtime = Runtime(
            apps: library.catalog,
            services: RuntimeServices(
                transport: transport,
                handlers: handlers,
                store: store,
                publicURL: publicURL,
                installations: settings.installations,
                evaluation: evaluation,
                limits: settings.limits,
                environment: ["timezone": .text(settings.timezone)],
                now: HostClock.now,
                uptime: HostClock.uptime,
                randomBytes: Chance.bytes,
                functions: { [scripts] in scripts.caller(for: $0) },
                report: { [reporting] in reporting.take($0) }
            )
        )
        runtimes.withLock { $0.append(runtime) }
        return runtime
    }

    /// The whole API on a runtime.
    func api(_ runtime: Runtime) -> API {
        let host = HostRoutes(library: library, events: events, counters: counters) { [startedAt] in
            startedAt.duration(to: .now) / .seconds(1)
        }
        let endpoints =
            host.endpoints + AppRoutes(runtime: runtime).endpoints + RunRoutes(runtime: runtime).endpoints
            + ExecutionRoutes(executions: runtime.executions).endpoints
            + ConnectionRoutes(connections: runtime.connections).endpoints
            + InstallationRoutes(connections: runtime.connections).endpoints
            + CallbackRoutes(connections: runtime.connections).endpoints
        return API(endpoints + [OpenAPIDocument.endpoint(of: endpoints)], evaluation: evaluation, log: log)
    }

    /// Seals the store under a new key.
    ///
    /// - Returns: How many entries are under it.
    func rotateKeys() async throws -> Int {
        try await store.rotate()
    }

    /// Ends what the host started, letting requests under way finish.
    func close() async {
        await transport.shutDown(within: .seconds(5))
        for runtime in runtimes.withLock(\.self) { await runtime.end() }
        scripts.pool.shutDown()
        try? store.close()
    }

    private static func transportConfiguration(
        _ settings: HostSettings,
        _ descriptors: Descriptors
    ) -> TransportConfiguration {
        var configuration = TransportConfiguration()
        configuration.connections = min(configuration.connections, descriptors.outgoing)
        configuration.userAgent = "Patchbay/\(PatchbayVersion.current)"
        configuration.addressGuard = settings.addressGuard
        configuration.redirects = settings.redirects
        return configuration
    }

    private static func absolutePath(_ path: String) -> String {
        let absolute = path.hasPrefix("/") ? path : FileManager.default.currentDirectoryPath + "/" + path
        return URL(fileURLWithPath: absolute).standardizedFileURL.path
    }
}
