import Foundation
import Synchronization

#if canImport(Glibc)
    package import Glibc
#else
    package import Darwin
#endif

/// A program a test started, with its input and output in the test's hands.
package final class ChildProcess: Sendable {
    package let identifier: pid_t
    /// The test's end of its standard input.
    private let input: Mutex<Int32?>
    /// The test's end of its standard output.
    private let output: Int32
    /// The file its standard error goes to.
    package let errorFile: String
    private let exit = Mutex<Int32?>(nil)

    /// Starts a program.
    ///
    /// - Parameters:
    ///   - program: Its path; a name without a slash is looked for in `PATH`.
    ///   - environment: Variables beside the test's own, of which none is the host's.
    ///   - folder: Where it runs.
    ///   - errorFile: Where its standard error is written.
    /// - Throws: ``HarnessError`` when it does not start.
    package init(
        _ program: String,
        _ arguments: [String],
        environment: [String: String] = [:],
        in folder: String,
        errorFile: String
    ) throws {
        _ = Self.ignoresBrokenPipes
        // The shell changes the folder, and is then replaced by the program: the number stays the same.
        let words = ["sh", "-c", "cd \"$0\" && exec \"$@\"", folder, program] + arguments
        let variables = Self.environment(adding: environment)
        let started = try Self.starting.withLock { _ in
            try Self.start(words, variables, errorFile: errorFile)
        }
        identifier = started.identifier
        input = Mutex(started.input)
        output = started.output
        self.errorFile = errorFile
    }

    deinit {
        closeInput()
        close(output)
    }

    /// Ends its standard input.
    package func closeInput() {
        input.withLock { descriptor in
            if let open = descriptor { close(open) }
            descriptor = nil
        }
    }

    /// Writes to its standard input and ends it.
    package func feed(_ text: String) {
        input.withLock { descriptor in
            if let open = descriptor {
                var rest = Array(text.utf8)[...]
                while !rest.isEmpty {
                    let count = rest.withUnsafeBytes { write(open, $0.baseAddress, $0.count) }
                    guard count > 0 else { break }
                    rest = rest.dropFirst(count)
                }
                close(open)
            }
            descriptor = nil
        }
    }

    /// Sends it a signal, unless it has ended.
    package func signal(_ number: Int32) {
        exit.withLock { if $0 == nil { kill(identifier, number) } }
    }

    /// The next line of its standard output.
    package func line(within seconds: Double = 60) async throws -> String {
        let output = output
        let bytes = try await waiting { try Self.readLine(output, seconds) }
        guard let bytes else {
            let said = (try? String(contentsOfFile: errorFile, encoding: .utf8)) ?? ""
            throw HarnessError("The program ended, or said nothing for \(seconds) seconds. It wrote: \(said)")
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// All its standard output until it closes it.
    package func remainingOutput(within seconds: Double = 60) async throws -> String {
        let output = output
        return try await waiting {
            var bytes: [UInt8] = []
            while let more = try Self.readSome(output, seconds), !more.isEmpty { bytes += more }
            return String(decoding: bytes, as: UTF8.self)
        }
    }

    /// Waits until it has ended, killing it when that takes too long.
    ///
    /// - Returns: Its exit status; a negative signal number when a signal ended it.
    @discardableResult
    package func ended(within seconds: Double = 60) async throws -> Int32 {
        let deadline = DispatchWorkItem { [self] in signal(SIGKILL) }
        DispatchQueue.global().asyncAfter(deadline: .now() + seconds, execute: deadline)
        defer { deadline.cancel() }
        return try await waiting { [self] in
            if let known = exit.withLock({ $0 }) { return known }
            var information = siginfo_t()
            // Waits without reaping, so that the number stays ours until the status is recorded.
            while waitid(P_PID, id_t(identifier), &information, WEXITED | WNOWAIT) != 0 && errno == EINTR {}
            return exit.withLock { known in
                if let known { return known }
                var status: Int32 = 0
                waitpid(identifier, &status, 0)
                let code = status & 0x7F == 0 ? (status >> 8) & 0xFF : -(status & 0x7F)
                known = code
                return code
            }
        }
    }
}
