import Foundation
package import Logging
import PatchbayBundle
import PatchbayRuntime
import PatchbayText
import ServiceLifecycle

/// The host as a server: what `patchbay serve` runs.
package enum HostServer {
    /// Serves until the process is told to end.
    ///
    /// - Parameters:
    ///   - settings: How it runs.
    ///   - environment: The process's environment, for the store's key.
    ///   - log: Where to write what happens.
    ///   - announce: Takes the start line once the host answers.
    /// - Throws: ``SetupError`` when it cannot start; nothing is left running then.
    package static func run(
        _ settings: HostSettings,
        environment: [String: String],
        log: Logger,
        announce: @escaping @Sendable (String) -> Void
    ) async throws {
        let host = try HostAssembly(settings, environment: environment, log: log)
        do {
            try host.checkApps()
            let watcher = try watcher(of: host)
            await load(host, watcher)
            host.warnOfSettings()
            defer { watcher?.stop() }
            let listener = Listener(
                host: settings.host,
                port: settings.port,
                limits: host.serverLimits,
                trustedProxies: settings.trustedProxies,
                log: log
            )
            let services: [any Service] = [
                EventStreamService(events: host.events), EvaluationService(evaluation: host.evaluation),
            ]
            try await listener.run(services: services) { port in
                let parts = parts(of: host, port: port)
                announce(startLine(of: host, port: port))
                return parts
            }
        } catch {
            await host.close()
            throw error
        }
        await host.close()
    }

    private static func watcher(of host: HostAssembly) throws(SetupError) -> BundleWatcher? {
        guard host.settings.watching != .off else { return nil }
        let watcher = BundleWatcher(
            root: host.library.root,
            polls: host.settings.watching == .polling,
            log: host.log,
            onChange: { [library = host.library] changed in
                let isNew = !library.reload(changed).isEmpty
                if isNew { Task { await library.checkFunctions() } }
                return isNew
            }
        )
        guard let watcher else { throw SetupError("the system has no file descriptors left to watch the apps with") }
        return watcher
    }

    /// Watches first and reads then, so that no change falls between.
    private static func load(_ host: HostAssembly, _ watcher: BundleWatcher?) async {
        await withCheckedContinuation { continuation in
            DispatchQueue.global().async {
                watcher?.start()
                host.library.reload()
                continuation.resume()
            }
        }
        await host.library.checkFunctions()
    }

    private static func parts(of host: HostAssembly, port: Int) -> APIResponder.Parts {
        let settings = host.settings
        let publicURL = settings.publicURL ?? PublicURL.listening(on: settings.host, port: port)
        return APIResponder.Parts(
            api: host.api(host.runtime(publicURL: publicURL)),
            access: AccessPolicy(token: settings.apiToken, listeningHost: settings.host, publicURL: publicURL)
        )
    }

    private static func startLine(of host: HostAssembly, port: Int) -> String {
        let apps = host.library.catalog.all
        let troubled = apps.count { app in
            app.status != .loaded || app.diagnostics.contains { $0.severity == .error }
        }
        let address = "http://\(HostAndPort.bracketed(host.settings.host)):\(port)"
        return "Patchbay \(PatchbayVersion.current) on \(address) · \(apps.count) apps (\(troubled) with problems)"
    }
}
