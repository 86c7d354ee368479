import IML
import PatchbayAuth
import PatchbayBundle
import PatchbayRuntime
import Synchronization
import Testing

/// What came of one call of a module that was made for it.
struct Probe: Sendable {
    /// What was delivered.
    var bundles: [Value] = []
    /// What the service received, in order.
    var requests: [Received] = []
    /// The module's error, if it failed with one.
    var error: PlatformError?
    /// Why the call failed, whatever the reason.
    var failure: CallFailure?
    /// What the call did, if it succeeded.
    var summary: ExecutionSummary?

    /// The bundles as JSON lines.
    var output: String { bundles.map { $0.jsonText() }.joined(separator: "\n") }

    /// The only request.
    var request: Received {
        get throws {
            try #require(
                requests.count == 1,
                "\(requests.count) requests: \(error.map { "\($0.message)" } ?? "no error")"
            )
            return requests[0]
        }
    }

    /// Runs a communication as a module of an app of its own, whose base joins the service's address.
    ///
    /// - Parameters:
    ///   - communication: The module's communication; `URL` in it is the service's address.
    ///   - app: The rest of the app.
    ///   - script: The service; the second argument counts its requests from 1.
    static func run(
        _ communication: String,
        type: String = "search",
        app: TestApp = TestApp(base: #"{"baseUrl": "URL"}"#),
        expect: String = "[]",
        parameters: Fields = [:],
        limit: Int? = nil,
        environment: Fields = [:],
        streams: Bool = false,
        on host: TestHost? = nil,
        script: @escaping @Sendable (Received, Int) -> Answer = { _, _ in .json("{}") }
    ) async throws -> Probe {
        let host = try host ?? TestHost.shared.get()
        var app = app
        app.modules["module"] = TestApp.Module(type: type, communication: communication, parameters: expect)
        let received = Mutex<[Received]>([])
        let name = host.freshName()
        let definition = try host.install(app, as: name) { request in
            script(
                request,
                received.withLock { all in
                    all.append(request)
                    return all.count
                }
            )
        }
        try #require(definition.status == .loaded, "\(definition.diagnostics)")
        let call = ComponentCall(
            app: name,
            component: "module",
            parameters: parameters,
            limit: limit,
            environment: environment
        )
        var probe = Probe()
        let bundles = CollectedBundles()
        do {
            probe.summary = try await host.runtime.runModule(call, streams: streams) { bundles.append($0) }
        } catch {
            guard let failure = CallFailure(behind: error) else { throw error }
            probe.failure = failure
            probe.error = failure.error
        }
        probe.bundles = bundles.all
        probe.requests = received.withLock(\.self)
        return probe
    }
}
