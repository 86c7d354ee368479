import Foundation
import PatchbayTesting
import Testing

/// The built `patchbay` program, run as its users run it.
struct Program: Sendable {
    /// How a run ended.
    struct Outcome: Sendable {
        var status: Int32
        var output: String
        var errors: String
    }

    /// Runs it to its end.
    ///
    /// - Parameters:
    ///   - arguments: Its arguments.
    ///   - directory: Its current directory.
    ///   - input: Its standard input.
    ///   - environment: Variables over the test's own.
    static func run(
        _ arguments: [String],
        in directory: TemporaryDirectory,
        input: String = "",
        environment: [String: String] = [:]
    ) async throws -> Outcome {
        let process = try start(arguments, in: directory, environment)
        process.feed(input)
        let output = try await process.remainingOutput()
        let status = try await process.ended()
        return Outcome(status: status, output: output, errors: errors(of: process))
    }

    /// Starts it.
    static func start(
        _ arguments: [String],
        in directory: TemporaryDirectory,
        _ environment: [String: String] = [:]
    ) throws -> ChildProcess {
        try ChildProcess(
            try executable.path,
            arguments,
            environment: environment,
            in: directory.path,
            errorFile: directory("program-\(UUID().uuidString).log")
        )
    }

    /// What it wrote to its standard error so far.
    static func errors(of process: ChildProcess) -> String {
        (try? String(contentsOfFile: process.errorFile, encoding: .utf8)) ?? ""
    }

    /// Starts it as on a machine that has no sandbox for functions.
    static func startUnsandboxed(
        _ arguments: [String],
        in directory: TemporaryDirectory,
        _ environment: [String: String] = [:]
    ) throws -> ChildProcess {
        try ChildProcess(
            try built("sandbox-probe").path,
            ["without", try executable.path] + arguments,
            environment: environment,
            in: directory.path,
            errorFile: directory("program-\(UUID().uuidString).log")
        )
    }

    private static var executable: URL {
        get throws { try built("patchbay") }
    }

    /// A program that was built beside the tests.
    private static func built(_ name: String) throws -> URL {
        let beside = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
        let candidates = [beside, Bundle.main.bundleURL].map { $0.appendingPathComponent(name) }
        return try #require(
            candidates.first { FileManager.default.isExecutableFile(atPath: $0.path) },
            "the program '\(name)' is not built beside the tests"
        )
    }
}
