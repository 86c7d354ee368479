import Foundation
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
        let process = try process(arguments, in: directory, environment)
        let (standardInput, output, errors) = (Pipe(), Pipe(), Pipe())
        process.standardInput = standardInput
        process.standardOutput = output
        process.standardError = errors
        try process.run()
        try standardInput.fileHandleForWriting.write(contentsOf: Data(input.utf8))
        try standardInput.fileHandleForWriting.close()
        async let outputText = text(output.fileHandleForReading)
        async let errorText = text(errors.fileHandleForReading)
        let texts = await (outputText, errorText)
        process.waitUntilExit()
        return Outcome(status: process.terminationStatus, output: texts.0, errors: texts.1)
    }

    /// Makes a process of it that is not started yet.
    static func process(
        _ arguments: [String],
        in directory: TemporaryDirectory,
        _ environment: [String: String] = [:]
    ) throws -> Process {
        let process = Process()
        process.executableURL = try executable
        process.arguments = arguments
        process.currentDirectoryURL = URL(fileURLWithPath: directory.path)
        var variables = ProcessInfo.processInfo.environment.filter { !$0.key.hasPrefix("PATCHBAY_") }
        variables.merge(environment) { $1 }
        process.environment = variables
        return process
    }

    private static func text(_ handle: FileHandle) async -> String {
        await withCheckedContinuation { continuation in
            DispatchQueue.global().async {
                continuation.resume(returning: String(decoding: handle.readDataToEndOfFile(), as: UTF8.self))
            }
        }
    }

    /// The program stands beside the tests.
    private static var executable: URL {
        get throws {
            let beside = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
            let candidates = [beside, Bundle.main.bundleURL].map { $0.appendingPathComponent("patchbay") }
            return try #require(
                candidates.first { FileManager.default.isExecutableFile(atPath: $0.path) },
                "the program 'patchbay' is not built beside the tests"
            )
        }
    }
}
