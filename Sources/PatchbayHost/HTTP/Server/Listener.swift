import Foundation
import HummingbirdCore
import Logging
import NIOCore
import NIOPosix
import PatchbayText
import ServiceLifecycle
import Synchronization
import UnixSignals

/// Listens on an address and hands requests to an API until it is told to stop.
struct Listener: Sendable {
    /// The address to listen on.
    let host: String
    /// The port; 0 for any that is free.
    let port: Int
    /// How much clients may take.
    var limits = ServerLimits()
    /// The proxies that are not counted like other clients.
    var trustedProxies = TrustedProxies.none
    /// Seconds calls in flight have when it stops.
    var graceSeconds = 20
    /// The signals that stop it.
    var signals: [UnixSignal] = [.sigterm, .sigint]
    let log: Logger

    /// Listens until the process is told to end, the task is cancelled, or a service ends; requests in flight end first.
    ///
    /// - Parameters:
    ///   - services: What runs beside it.
    ///   - onReady: Is told the real port once the socket is open and before the first request; gives what answers.
    /// - Throws: ``SetupError`` when it cannot listen.
    func run(
        services: [any Service] = [],
        onReady: @escaping @Sendable (Int) async -> APIResponder.Parts
    ) async throws {
        let shared = SharedParts()
        let server = server(shared) { [port] in shared.value = await onReady($0 ?? port) }
        // Stopping goes backwards: what holds answers open, such as event streams, ends before the server waits.
        let group = group([server] + services)
        let running = Task { try await group.run() }
        do {
            try await withTaskCancellationHandler {
                try await running.value
            } onCancel: {
                Task { await group.triggerGracefulShutdown() }
            }
        } catch let error as IOError {
            throw setupError(error)
        } catch let error as SocketAddressError {
            throw SetupError("--host: '\(host)' is not an address of this machine (\(error))")
        }
    }

    private func server(_ parts: SharedParts, onRunning: @escaping @Sendable (Int?) async -> Void) -> any Service {
        let responder = APIResponder(log: log, limits: limits, trustedProxies: trustedProxies) { parts.value }
        let service = RequestHandler.Service(
            respond: { await responder.respond(to: $0, from: $1, $2) },
            bodies: ArrivingBody.Limits(
                bytes: limits.requestBytes,
                budget: BodyBudget(bytes: limits.bodyBytes, clients: limits.clients)
            )
        )
        let clients = Clients(most: limits.clients, mostPerAddress: limits.clientsPerAddress)
        let rules = ClientHandler.Rules(clients: clients, limits: limits, trustedProxies: trustedProxies)
        return ClientChannel(service: service, rules: rules).server(
            configuration: ServerConfiguration(address: .hostname(host, port: port)),
            onServerRunning: { [limits] channel in
                let most = limits.clients + limits.leavingClients
                try? await channel.eventLoop.submit {
                    try channel.pipeline.syncOperations.addHandler(Acceptance(clients, most: most), position: .first)
                }.get()
                await onRunning(channel.localAddress?.port)
            },
            eventLoopGroup: MultiThreadedEventLoopGroup.singleton,
            logger: quietLog
        )
    }

    private func group(_ services: [any Service]) -> ServiceGroup {
        var configuration = ServiceGroupConfiguration(
            services: services.map {
                .init(
                    service: $0,
                    successTerminationBehavior: .gracefullyShutdownGroup,
                    failureTerminationBehavior: .cancelGroup
                )
            },
            gracefulShutdownSignals: signals,
            logger: quietLog
        )
        configuration.maximumGracefulShutdownDuration = .seconds(graceSeconds)
        return ServiceGroup(configuration: configuration)
    }

    /// The server's own notes are for its developers.
    private var quietLog: Logger {
        var quiet = log
        quiet.logLevel = max(log.logLevel, .notice)
        return quiet
    }

    private func setupError(_ error: IOError) -> SetupError {
        let place = "\(HostAndPort.bracketed(host)):\(port)"
        switch error.errnoCode {
        case EADDRINUSE:
            return SetupError("port \(port) on \(host) is in use; stop what uses it or choose another with --port")
        case EACCES: return SetupError("\(place) may not be used by this user; choose a port above 1023 with --port")
        case EADDRNOTAVAIL: return SetupError("--host: '\(host)' is not an address of this machine")
        default: return SetupError("cannot listen on \(place): \(error)")
        }
    }
}

/// The parts of an answerer that come once the port is known.
private final class SharedParts: Sendable {
    private let parts = Mutex<APIResponder.Parts?>(nil)

    var value: APIResponder.Parts? {
        get { parts.withLock(\.self) }
        set { parts.withLock { $0 = newValue } }
    }
}
