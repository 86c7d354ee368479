import Foundation
import IML
import PatchbayAuth
import PatchbayBundle
import PatchbayRuntime
import Synchronization
import Testing

/// Published apps against a service that takes anything: each component sends well-formed requests, and gives bundles or
/// an error that says why.
struct CorpusTests {
    private static let corpus = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "../shared/corpus").standardized.path

    static let isThere = FileManager.default.fileExists(atPath: corpus)

    /// Stands for the worker that runs an app's functions.
    private struct FirstArgument: AppFunctionCaller {
        func answer(to call: ScriptCall, environment: Value, waiting wait: Duration) async -> ScriptAnswer {
            .value(call.arguments.first ?? .null)
        }
    }

    @Test(.enabled(if: isThere), arguments: isThere ? AppDirectory.bundles(in: corpus) : [])
    func everyComponentRunsOnce(_ bundle: String) async throws {
        // Some apps wait for their service to finish a job, which this one never does.
        var limits = TestHost.quickLimits
        limits.callSeconds = 2
        let host = try TestHost(limits: limits, functions: { _ in FirstArgument() }, redirectsEverything: true)
        let seen = Seen()
        host.server.answerTheRest { request in
            seen.append(request)
            return .json(#"{"id": "1", "status": "completed", "data": [{"id": "1"}], "items": [{"id": "1"}]}"#)
        }
        let app = host.add(bundleAt: bundle)
        var connections: [String: String] = [:]
        for connection in app.connections where connection.failures.isEmpty && connection.handler != nil {
            let input = GeneratedInput.fields(for: connection.form.parameters)
            let created = try? await host.runtime.connections.create(
                app: app.name,
                connection: connection.name,
                name: nil,
                parameters: input
            )
            connections[connection.name] = created?.id
        }
        for module in app.modules where module.failures.isEmpty && module.communication != nil {
            let call = ComponentCall(
                app: app.name,
                component: module.name,
                connection: module.connection.flatMap { connections[$0] },
                parameters: GeneratedInput.fields(for: module.form.parameters),
                limit: 2
            )
            await check("module \(module.name)", needs: module.connection, call) { call in
                _ = try await host.runtime.runModule(call) { _ in }
            }
        }
        for rpc in app.rpcs where rpc.failures.isEmpty && rpc.communication != nil {
            let call = ComponentCall(
                app: app.name,
                component: rpc.name,
                connection: rpc.connection.flatMap { connections[$0] },
                parameters: GeneratedInput.fields(for: rpc.form.parameters),
                limit: 2
            )
            await check("RPC \(rpc.name)", needs: rpc.connection, call) { _ = try await host.runtime.runRPC($0) }
        }
        for request in seen.all {
            #expect(
                request.target.hasPrefix("/") && !request.target.contains("{{"),
                "\(request.method) \(request.target)"
            )
            #expect(request.header("x-forwarded-host")?.isEmpty == false)
        }
    }

    private func check(
        _ name: String,
        needs connection: String?,
        _ call: ComponentCall,
        _ run: (ComponentCall) async throws -> Void
    ) async {
        if connection != nil, call.connection == nil { return }
        do {
            try await run(call)
        } catch {
            guard let failed = CallFailure(behind: error)?.error else {
                Issue.record("\(call.app), \(name): \(error)")
                return
            }
            #expect(failed.type != .unexpectedError, "\(name): \(failed.message)")
        }
    }
}
