import Logging
import PatchbayRuntime
import PatchbayTesting

@testable import PatchbayHost

/// A server that really listens, on a free port, and answers with a test's own endpoints.
struct EndpointHost: Sendable {
    /// Its port on this machine.
    let port: UInt16
    /// Where its long work is done.
    let evaluation: EvaluationPool

    private let listening: Task<Void, any Error>

    /// Starts it.
    ///
    /// - Parameters:
    ///   - endpoints: What it offers.
    ///   - limits: How much clients may take.
    static func start(_ endpoints: [Endpoint], limits: ServerLimits = ServerLimits()) async throws -> EndpointHost {
        var log = Logger(label: "test")
        log.logLevel = .critical
        let listener = Listener(host: "127.0.0.1", port: 0, limits: limits, signals: [], log: log)
        let evaluation = EvaluationPool(width: 1)
        let (ports, port) = AsyncStream.makeStream(of: Int.self)
        let listening = Task { [log] in
            defer { port.finish() }
            try await listener.run { number in
                port.yield(number)
                return APIResponder.Parts(
                    api: API(endpoints, evaluation: evaluation, log: log),
                    access: AccessPolicy(token: nil, listeningHost: "127.0.0.1", publicURL: "http://127.0.0.1")
                )
            }
        }
        for await number in ports {
            return EndpointHost(port: UInt16(number), evaluation: evaluation, listening: listening)
        }
        try await listening.value
        throw HarnessError("The server did not start")
    }

    /// Runs a test against one, and stops it.
    static func run(
        _ endpoints: [Endpoint],
        limits: ServerLimits = ServerLimits(),
        _ test: @Sendable (EndpointHost) async throws -> Void
    ) async throws {
        let host = try await start(endpoints, limits: limits)
        do {
            try await test(host)
        } catch {
            host.tellToStop()
            throw error
        }
        host.tellToStop()
        try await host.hasStopped()
    }

    /// Tells it to stop; what is under way ends first.
    func tellToStop() { listening.cancel() }

    /// Waits until it has stopped.
    func hasStopped() async throws { try await listening.value }

    /// Connects to it.
    func connect() throws -> ClientSocket { try ClientSocket(port: port, patience: 30) }
}

extension Endpoint {
    /// Answers a path with a text.
    static func text(_ path: String, _ text: String) -> Endpoint {
        Endpoint(method: "GET", path: path, summary: "") { _ in .text(text) }
    }
}

extension EndpointAnswer {
    /// Answers with a text.
    static func text(_ text: String) -> EndpointAnswer {
        .ready(APIAnswer(headers: [("Content-Type", "text/plain")], body: .bytes(Array(text.utf8))))
    }
}
