import Foundation
import IML
import PatchbayTesting
import Testing

/// The sample OAuth 2.0 service, and a host on `apps/tasks` and the test's own bundles.
struct TaskStage: Sendable {
    let folder: TemporaryDirectory
    let service: PeerService
    let host: RunningHost

    /// Creates a connection of an app; it may wait for its user.
    func create(_ connection: String = "tasks", of app: String = "tasks", _ parameters: Value = [:]) async throws
        -> Value
    {
        let answer = try await host.create(connection, of: app, parameters)
        try #require(answer.status == 201, "\(answer.text)")
        return try answer.json
    }

    /// Creates a connection and goes with a user to the consent page and back.
    ///
    /// - Returns: The connection's id.
    func connect(_ connection: String = "tasks", of app: String = "tasks", user: String = "ada") async throws -> String
    {
        let pending = try await create(connection, of: app)
        let back = try await service.decide("approve", at: pending["authorizeUrl"].text, user: user)
        let page = try await host.visit(back)
        try #require(page.status == 200, "\(page.text)")
        return pending["id"].text
    }

    /// Calls the module that gets one task.
    func getTask(_ connection: String) async throws -> WebAnswer {
        try await host.run("tasks", "getTask", connection: connection, ["taskId": "t002"])
    }

    /// Every token the service ever issued, oldest first.
    func tokens() async throws -> [Value] {
        try await service.send("GET", "/_provider/tokens").json["tokens"].asArray ?? []
    }

    /// How often a path was asked and answered with a status.
    func count(_ path: String, _ status: Int) async throws -> Int {
        try await service.requests(to: path).count { $0["status"].asInt == status }
    }
}

/// Sets a stage with the sample OAuth 2.0 service, and clears it after.
func withTasks(
    _ arguments: [String] = [],
    prepare: (TemporaryDirectory, PeerService) async throws -> Void = { _, _ in },
    _ body: (TaskStage) async throws -> Void
) async throws {
    try await withFolder { folder in
        try await withService("oauth2_provider", in: folder) { service in
            try RepositoryBundle.copy("tasks", to: folder, provider: service.url)
            try await prepare(folder, service)
            try await withRunningHost(in: folder, arguments) { host in
                try await body(TaskStage(folder: folder, service: service, host: host))
            }
        }
    }
}
