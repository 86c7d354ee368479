import Basic
import Foundation
import IML
import OAuth1
import PatchbayAuth
import PatchbayBundle
import PatchbayRuntime
import PatchbayStore
import PatchbayTransport
import Synchronization
import Testing

/// A runtime with its real parts around it: bundles in a directory, a store in SQLite, libcurl, and a server to talk to.
final class TestHost: Sendable {
    let server: ScriptedServer
    let runtime: Runtime
    let store: SQLiteStore
    let directory: URL
    private let catalog: ConnectionSpecCatalog
    private let sequence = Atomic<Int>(0)

    /// What most tests share.
    static let shared: Result<TestHost, any Error> = {
        atexit {
            if case .success(let host) = TestHost.shared { try? FileManager.default.removeItem(at: host.directory) }
        }
        return Result { try TestHost() }
    }()

    /// Starts a runtime of its own.
    init(
        limits: RuntimeLimits = TestHost.quickLimits,
        handlers: [any AuthenticationHandler] = [OAuth1Handler(), BasicHandler()],
        allowedHosts: [String] = ["127.0.0.1", "localhost"],
        functions: @escaping @Sendable (AppDefinition) -> (any AppFunctionCaller)? = { _ in nil },
        now: @escaping @Sendable () -> Double = { Date().timeIntervalSince1970 },
        uptime: @escaping @Sendable () -> Double = { ProcessInfo.processInfo.systemUptime },
        directory: URL? = nil,
        names: NameResolution = .system,
        installations: GivenInstallations = GivenInstallations(),
        redirectsEverything: Bool = false,
        transport wrapped: (CurlTransport) -> any Transport = { $0 }
    ) throws {
        let home =
            directory
            ?? FileManager.default.temporaryDirectory.appending(path: "patchbay-runtime-\(UUID().uuidString)")
        self.directory = home
        try FileManager.default.createDirectory(at: home, withIntermediateDirectories: true)
        server = try ScriptedServer()
        var configuration = TransportConfiguration()
        configuration.addressGuard.allowedHosts = try allowedHosts.map { try HostPattern($0) }
        configuration.nameResolution = names
        if redirectsEverything { try configuration.redirects.add("*=http://127.0.0.1:\(server.port)") }
        let registry = HandlerRegistry(handlers)
        catalog = ConnectionSpecCatalog(registry)
        let reports = Reports()
        store = try SQLiteStore.open(home.appending(path: "data").path, environment: [:], now: now)
        let services = RuntimeServices(
            transport: wrapped(try CurlTransport(configuration)),
            handlers: registry,
            store: store,
            publicURL: "http://127.0.0.1:8700",
            installations: installations,
            limits: limits,
            now: now,
            uptime: uptime,
            randomBytes: { count in
                var generator = SystemRandomNumberGenerator()
                return (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
            },
            functions: functions,
            report: { reports.append($0) }
        )
        self.reports = reports
        runtime = Runtime(apps: AppCatalog(), services: services)
    }

    private let reports: Reports

    /// Gathers what the runtime tells.
    private final class Reports: Sendable {
        let all = Mutex<[RuntimeEvent]>([])
        func append(_ event: RuntimeEvent) { all.withLock { $0.append(event) } }
    }

    deinit {
        try? FileManager.default.removeItem(at: directory)
    }

    /// Everything the runtime told so far.
    var reported: [RuntimeEvent] { reports.all.withLock(\.self) }

    /// Limits that let tests of waiting and failing end soon.
    static var quickLimits: RuntimeLimits {
        var limits = RuntimeLimits()
        limits.retrySeconds = 0.01
        return limits
    }

    /// A name no other test uses.
    func freshName() -> String {
        "app\(sequence.wrappingAdd(1, ordering: .relaxed).newValue)"
    }

    /// Writes, reads and adds an app; `{{url}}` in its files is the address its script answers at.
    @discardableResult
    func install(_ app: TestApp, as name: String, answering script: @escaping ScriptedServer.Script) throws
        -> AppDefinition
    {
        server.answer(name, with: script)
        let home = directory.appending(path: name)
        try app.resolved(url: url(of: name)).write(to: home)
        let definition = BundleReader(catalog: catalog).read(directory: home.path)
        runtime.apps.put(definition)
        return definition
    }

    /// Reads a bundle where it stands, and adds it.
    func add(bundleAt path: String) -> AppDefinition {
        let definition = BundleReader(catalog: catalog).read(directory: path)
        runtime.apps.put(definition)
        return definition
    }

    /// The address an app's script answers at.
    func url(of name: String) -> String { "http://127.0.0.1:\(server.port)/\(name)" }
}

extension TestApp {
    /// The app with the address of its service put in.
    func resolved(url: String) -> TestApp {
        func put(_ text: String) -> String { text.replacingOccurrences(of: "URL", with: url) }
        var app = self
        app.base = put(base)
        app.common = put(common)
        app.modules = modules.mapValues { module in
            var module = module
            module.communication = put(module.communication)
            return module
        }
        app.connections = connections.mapValues { connection in
            var connection = connection
            connection.communication = put(connection.communication)
            return connection
        }
        app.rpcs = rpcs.mapValues { rpc in
            var rpc = rpc
            rpc.communication = put(rpc.communication)
            return rpc
        }
        return app
    }
}
