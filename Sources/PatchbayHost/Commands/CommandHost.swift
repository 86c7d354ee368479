import Foundation
import Logging
import PatchbayRuntime

/// What a command works on: a host in this process, or a running one.
package struct CommandHost: Sendable {
    let client: any HostClient
    /// The parts of the host in this process; `nil` for a running one.
    let local: HostAssembly?
    /// What the host in this process calls and connects with; `nil` for a running one.
    let runtime: Runtime?

    /// Opens what the settings name: the host at `--url`, else the data directory.
    ///
    /// - Parameters:
    ///   - given: The settings from all their sources.
    ///   - environment: The process's environment.
    ///   - needsApps: Whether the apps are read.
    package init(_ given: GivenSettings, environment: [String: String], needsApps: Bool) async throws {
        var settings = try HostSettings(given)
        if given[.logLevel] == nil { settings.logLevel = .error }
        if let url = given[.url]?.values.last {
            client = try RemoteClient(url: url, token: settings.apiToken)
            local = nil
            runtime = nil
            return
        }
        // The callback's address has to be known before anything listens on it.
        if settings.port == 0 { settings.port = FreePort.number(on: settings.host) ?? 0 }
        let log = StandardErrorLog.logger(settings)
        let host = try HostAssembly(settings, environment: environment, log: log)
        if needsApps { try host.checkApps() }
        await withCheckedContinuation { continuation in
            DispatchQueue.global().async {
                host.library.reload()
                continuation.resume()
            }
        }
        local = host
        let runtime = host.runtime(publicURL: host.publicURL)
        self.runtime = runtime
        client = LocalClient(api: host.api(runtime))
    }

    /// Works with the host, and closes it whatever happens.
    package static func with<Result: Sendable>(
        _ given: GivenSettings,
        environment: [String: String],
        needsApps: Bool = true,
        _ body: (CommandHost) async throws -> Result
    ) async throws -> Result {
        let host = try await CommandHost(given, environment: environment, needsApps: needsApps)
        do {
            let result = try await body(host)
            await host.local?.close()
            return result
        } catch {
            await host.local?.close()
            throw error
        }
    }
}

extension HostAssembly {
    /// The address the host is reached at, as far as the settings say.
    var publicURL: String {
        settings.publicURL ?? PublicURL.listening(on: settings.host, port: settings.port)
    }
}
