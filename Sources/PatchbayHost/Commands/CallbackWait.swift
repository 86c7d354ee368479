import IML
import PatchbayRuntime

/// Waits until the user is back from the service.
///
/// In process it listens for the callback itself; where a running host has the port already, that host takes the
/// callback into the same data directory, and this looks for what became of it.
struct CallbackWait: Sendable {
    let host: CommandHost
    let terminal: Terminal
    let patience: Double

    private enum End: Sendable {
        case changed
        case refused(String)
        case outOfTime
        case cannotListen(SetupError)
    }

    /// Waits for a connection to become valid.
    ///
    /// - Throws: ``CommandFailure`` when the user comes back refused, or not at all.
    func until(_ id: String, changesFrom before: Value) async throws {
        let (outcomes, outcome) = AsyncStream.makeStream(of: CallbackOutcome.self)
        let end = await withTaskGroup(of: End?.self) { group in
            group.addTask { await look(id, before) }
            if let local = host.local {
                group.addTask { await listen(local) { outcome.yield($0) } }
                group.addTask { await Self.refusal(in: outcomes) }
            }
            var end = End.outOfTime
            while let next = await group.next() {
                guard let next else { continue }
                end = next
                break
            }
            outcome.finish()
            group.cancelAll()
            return end
        }
        switch end {
        case .changed: return
        case .refused(let message): throw CommandFailure(message)
        case .outOfTime: throw CommandFailure("nobody came back within \(Int(patience)) seconds")
        case .cannotListen(let error): throw CommandFailure("cannot wait for the callback: \(error)")
        }
    }

    private static func refusal(in outcomes: AsyncStream<CallbackOutcome>) async -> End? {
        for await outcome in outcomes {
            if case .refused(let message) = outcome { return .refused(message) }
        }
        return nil
    }

    private func look(_ id: String, _ before: Value) async -> End? {
        let path = "/v1/connections/" + id.asPathSegment
        let deadline = ContinuousClock.now + .seconds(patience)
        while ContinuousClock.now < deadline {
            do { try await Task.sleep(for: .milliseconds(250)) } catch { return nil }
            guard let now = try? await host.client.json("GET", path) else { continue }
            if now["status"] == "valid", now["updatedAt"] != before["updatedAt"] || before["status"] != "valid" {
                return .changed
            }
        }
        return .outOfTime
    }

    private func listen(
        _ local: HostAssembly,
        onOutcome: @escaping @Sendable (CallbackOutcome) -> Void
    ) async -> End? {
        let settings = local.settings
        let listener = Listener(host: settings.host, port: settings.port, graceSeconds: 5, signals: [], log: local.log)
        do {
            try await listener.run { _ in
                let connections = local.runtime(publicURL: local.publicURL).connections
                return APIResponder.Parts(
                    api: API(CallbackRoutes(connections: connections, onOutcome: onOutcome).endpoints, log: local.log),
                    access: AccessPolicy(token: nil, listeningHost: settings.host, publicURL: local.publicURL)
                )
            }
            return nil
        } catch let error as SetupError {
            return await isHost(PublicURL.listening(on: settings.host, port: settings.port))
                ? nil : .cannotListen(error)
        } catch {
            return nil
        }
    }

    /// Whether a running host answers at an address, which then takes the callback.
    private func isHost(_ address: String) async -> Bool {
        guard let client = try? RemoteClient(url: address, token: nil),
            let answer = try? await client.send(APIRequest("GET", "/v1/health"))
        else { return false }
        return answer.status == 200 || answer.status == 401
    }
}
