import IML
import PatchbayRuntime

/// Waits until the user is back from the service.
///
/// In process it listens for the callback itself; where a running host has the port already, that host takes the
/// callback into the same data directory, and this looks for what became of it.
struct CallbackWait: Sendable {
    let host: CommandHost
    let patience: Double

    private enum End: Sendable {
        case changed
        case refused(String)
        case outOfTime
        case cannotListen(SetupError)
        case strangersHost(port: Int)
    }

    /// Waits for a connection to become valid.
    ///
    /// - Parameters:
    ///   - id: The connection's id.
    ///   - before: The connection as it was.
    ///   - sendUser: Tells the user where to go; called once there is someone to come back to.
    /// - Throws: ``CommandFailure`` when the user comes back refused, or not at all.
    func until(_ id: String, changesFrom before: Value, sendsUser sendUser: @escaping @Sendable () -> Void) async throws
    {
        let end = await withTaskGroup(of: End?.self) { group in
            group.addTask { await look(id, before, on: host.client) }
            if let local = host.local, let runtime = host.runtime {
                group.addTask { await listen(local, runtime.connections, for: id, before, sendUser) }
            } else {
                sendUser()
            }
            defer { group.cancelAll() }
            for await end in group { if let end { return end } }
            return .outOfTime
        }
        switch end {
        case .changed: return
        case .refused(let message): throw CommandFailure(message)
        case .outOfTime: throw CommandFailure("nobody came back within \(Int(patience)) seconds")
        case .cannotListen(let error): throw CommandFailure("cannot wait for the callback: \(error)")
        case .strangersHost(let port):
            throw CommandFailure(
                "a Patchbay host with another data directory has port \(port), where the callback would come; "
                    + "name a free one with --port, or that host with --url"
            )
        }
    }

    private func look(_ id: String, _ before: Value, on client: any HostClient) async -> End? {
        let path = "/v1/connections/" + id.asPathSegment
        let deadline = ContinuousClock.now + .seconds(patience)
        while ContinuousClock.now < deadline {
            do { try await Task.sleep(for: .milliseconds(250)) } catch { return nil }
            guard let now = try? await client.json("GET", path) else { continue }
            if let refusal = now["refusal"].asText { return .refused(refusal) }
            if now["status"] == "valid", now["updatedAt"] != before["updatedAt"] || before["status"] != "valid" {
                return .changed
            }
        }
        return .outOfTime
    }

    private func listen(
        _ local: HostAssembly,
        _ connections: ConnectionService,
        for id: String,
        _ before: Value,
        _ sendUser: @escaping @Sendable () -> Void
    ) async -> End? {
        let settings = local.settings
        let listener = Listener(
            host: settings.host,
            port: settings.port,
            limits: local.serverLimits,
            trustedProxies: settings.trustedProxies,
            graceSeconds: 5,
            signals: [],
            log: local.log
        )
        do {
            try await listener.run { _ in
                // Whoever comes back before the first request can be answered waits in the socket's queue.
                sendUser()
                return APIResponder.Parts(
                    api: API(
                        CallbackRoutes(connections: connections).endpoints,
                        evaluation: local.evaluation,
                        log: local.log
                    ),
                    access: AccessPolicy(token: nil, listeningHost: settings.host, publicURL: local.publicURL)
                )
            }
            return nil
        } catch let error as SetupError {
            let address = PublicURL.listening(on: settings.host, port: settings.port)
            switch await host(at: address, knows: id) {
            case true?:
                // That host takes the callback, and it alone knows of a refusal.
                guard let client = try? RemoteClient(url: address, token: settings.apiToken) else { return nil }
                sendUser()
                return await look(id, before, on: client)
            case false?: return .strangersHost(port: settings.port)
            case nil: return .cannotListen(error)
            }
        } catch {
            return nil
        }
    }

    /// Whether a running host works on the same data directory, so that it takes the callback.
    ///
    /// A host that wants a token does not say; it is taken for one that does.
    ///
    /// - Returns: `nil` when no host answers at the address.
    private func host(at address: String, knows id: String) async -> Bool? {
        guard let client = try? RemoteClient(url: address, token: nil),
            let health = try? await client.send(APIRequest("GET", "/v1/health")), [200, 401].contains(health.status),
            let answer = try? await client.send(APIRequest("GET", "/v1/connections/" + id.asPathSegment))
        else { return nil }
        return answer.status != 404
    }
}
