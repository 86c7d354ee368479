import Foundation
import IML
import PatchbayTesting
import Testing

/// A sample service, a host on some bundles, and a folder for both.
struct Stage: Sendable {
    let folder: TemporaryDirectory
    let provider: SampleProvider
    let host: RunningHost

    /// The folder of bundles the host runs.
    var apps: String { folder.path + "/apps" }
    var data: String { folder.path + "/data" }

    /// Creates a connection and goes with the user to the consent page and back.
    ///
    /// - Returns: The connection's id.
    func connect(_ app: String, _ connection: String, _ parameters: Value = [:]) async throws -> String {
        let pending = try await begin(app, connection, parameters)
        let back = try await provider.decide("approve", at: pending["authorizeUrl"].text)
        let page = try await host.visit(back)
        try #require(page.status == 200, "\(page.text)")
        return pending["id"].text
    }

    /// Creates a connection that waits for its user.
    func begin(_ app: String, _ connection: String, _ parameters: Value = [:]) async throws -> Value {
        let answer = try await host.create(connection, of: app, parameters)
        try #require(answer.status == 201, "\(answer.text)")
        return try answer.json
    }

    /// Runs a command of the command line until it ends.
    func command(
        _ arguments: [String],
        input: String = "",
        environment: [String: String] = [:]
    ) async throws -> (status: Int32, output: String, errors: String) {
        try await Command.run(arguments, input: input, environment: environment, in: folder)
    }

    /// Starts `patchbay connect`, on the running host unless other flags say where.
    ///
    /// - Returns: The command, which waits for the user, and the address it printed. It writes to `connect.log`.
    func connecting(
        _ app: String = "notes",
        _ place: [String]? = nil
    ) async throws -> (process: ChildProcess, address: String) {
        let process = try ChildProcess(
            try Repository.product("patchbay"),
            ["connect", app, "--no-browser"] + (place ?? ["--url", host.url]),
            in: folder.path,
            errorFile: folder.path + "/connect.log"
        )
        var address = ""
        try await until("the address is printed") {
            let said = folder.read("connect.log")
            address = said.firstMatch(of: #/http://\S+/#).map { String($0.0) } ?? ""
            return said.contains(address + "\n") && !address.isEmpty
        }
        return (process, address)
    }
}

/// `patchbay` run to its end.
enum Command {
    static func run(
        _ arguments: [String],
        input: String = "",
        environment: [String: String] = [:],
        in folder: TemporaryDirectory
    ) async throws -> (status: Int32, output: String, errors: String) {
        let log = "command-\(UUID().uuidString).log"
        let process = try ChildProcess(
            try Repository.product("patchbay"),
            arguments,
            environment: environment,
            in: folder.path,
            errorFile: folder.path + "/" + log
        )
        process.feed(input)
        let output = try await process.remainingOutput()
        return (try await process.ended(), output, folder.read(log))
    }
}

/// Lets a few tests at a time have processes of their own, however many run at once.
private actor Turns {
    static let shared = Turns()
    private var free = 4
    private var queue: [CheckedContinuation<Void, Never>] = []

    func take() async {
        if free > 0 {
            free -= 1
        } else {
            await withCheckedContinuation { queue.append($0) }
        }
    }

    func give() {
        if queue.isEmpty { free += 1 } else { queue.removeFirst().resume() }
    }
}

/// Gives a test a folder, and takes it away after.
func withFolder<Result>(_ body: (TemporaryDirectory) async throws -> Result) async throws -> Result {
    await Turns.shared.take()
    let folder: TemporaryDirectory
    do { folder = try TemporaryDirectory() } catch {
        await Turns.shared.give()
        throw error
    }
    let result = await Swift.Result(catching: { () async throws in try await body(folder) })
    await Turns.shared.give()
    return try result.get()
}

/// Gives a test a service, and ends it after.
func withService<Result>(
    _ module: String,
    _ arguments: [String] = [],
    in folder: TemporaryDirectory,
    _ body: (PeerService) async throws -> Result
) async throws -> Result {
    let service = try await PeerService.start(module, arguments, in: folder)
    let result = await Swift.Result { () async throws in try await body(service) }
    try await service.stop()
    return try result.get()
}

/// Gives a test a host on the bundles in the folder `apps`, and ends it after; what fails comes with the host's log.
func withRunningHost(
    in folder: TemporaryDirectory,
    apps: String? = nil,
    _ arguments: [String] = [],
    _ body: (RunningHost) async throws -> Void
) async throws {
    let host = try await RunningHost.start(
        apps: apps ?? folder.path + "/apps",
        data: folder.path + "/data",
        arguments,
        in: folder
    )
    let result = await Result { () async throws in try await body(host) }
    try await host.kill()
    do { try result.get() } catch {
        Issue.record("\(error)\nThe host's log:\n\(folder.read("host.log").suffix(4_000))")
    }
}

/// Sets a stage for a test, and clears it after.
///
/// - Parameters:
///   - samples: Which bundles of `apps/` the host runs; their addresses become the service's.
///   - arguments: Further flags of the host.
///   - prepare: Writes more bundles into the folder `apps`.
func withStage(
    samples: [String] = [],
    _ arguments: [String] = [],
    prepare: (TemporaryDirectory, SampleProvider) async throws -> Void = { _, _ in },
    _ body: (Stage) async throws -> Void
) async throws {
    try await withFolder { folder in
        try await withService("oauth1_provider", in: folder) { service in
            let provider = SampleProvider(service: service)
            try FileManager.default.createDirectory(atPath: folder.path + "/apps", withIntermediateDirectories: true)
            for sample in samples { try RepositoryBundle.copy(sample, to: folder, provider: provider.url) }
            try await prepare(folder, provider)
            try await withRunningHost(in: folder, arguments) { host in
                try await body(Stage(folder: folder, provider: provider, host: host))
            }
        }
    }
}

extension Result where Failure == any Error {
    /// What a closure gave or threw.
    fileprivate init(catching body: () async throws -> Success) async {
        do { self = .success(try await body()) } catch { self = .failure(error) }
    }
}
