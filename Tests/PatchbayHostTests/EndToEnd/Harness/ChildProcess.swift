import Foundation
import Synchronization

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A program a test started, with its input and output in the test's hands.
final class ChildProcess: Sendable {
    let identifier: pid_t
    /// The test's end of its standard input.
    private let input: Mutex<Int32?>
    /// The test's end of its standard output.
    private let output: Int32
    /// The file its standard error goes to.
    let errorFile: String
    private let exit = Mutex<Int32?>(nil)

    /// Starts a program.
    ///
    /// - Parameters:
    ///   - program: Its path; a name without a slash is looked for in `PATH`.
    ///   - folder: Where it runs.
    ///   - errorFile: Where its standard error is written.
    init(
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
    func closeInput() {
        input.withLock { descriptor in
            if let open = descriptor { close(open) }
            descriptor = nil
        }
    }

    /// Writes to its standard input and ends it.
    func feed(_ text: String) {
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
    func signal(_ number: Int32) {
        exit.withLock { if $0 == nil { kill(identifier, number) } }
    }

    /// The next line of its standard output.
    func line(within seconds: Double = 60) async throws -> String {
        let output = output
        let bytes = try await waiting { try Self.readLine(output, seconds) }
        guard let bytes else {
            let said = (try? String(contentsOfFile: errorFile, encoding: .utf8)) ?? ""
            throw HarnessError("The program ended, or said nothing for \(seconds) seconds. It wrote: \(said)")
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// All its standard output until it closes it.
    func remainingOutput(within seconds: Double = 60) async throws -> String {
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
    func ended(within seconds: Double = 60) async throws -> Int32 {
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

// MARK: - System calls

extension ChildProcess {
    /// A child that does not read what it is fed must not end the tests.
    private static let ignoresBrokenPipes: Void = {
        var ignoring = sigaction()
        ignoring.__sigaction_handler.sa_handler = SIG_IGN
        sigaction(SIGPIPE, &ignoring, nil)
    }()

    /// Held from making a pipe until its ends are closed to other children, so that none inherits one.
    private static let starting = Mutex(())

    private static func start(
        _ words: [String],
        _ variables: [String],
        errorFile: String
    ) throws -> (identifier: pid_t, input: Int32, output: Int32) {
        let (inputRead, inputWrite) = try pipe()
        let (outputRead, outputWrite) = try pipe()
        defer {
            close(inputRead)
            close(outputWrite)
        }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, inputRead, 0)
        posix_spawn_file_actions_adddup2(&actions, outputWrite, 1)
        posix_spawn_file_actions_addopen(&actions, 2, errorFile, O_WRONLY | O_CREAT | O_APPEND, 0o600)
        var identifier: pid_t = 0
        let code = withTexts(words) { words in
            withTexts(variables) { posix_spawn(&identifier, "/bin/sh", &actions, nil, words, $0) }
        }
        guard code == 0 else { throw HarnessError.system("\(words.dropFirst(4)) does not start", code) }
        return (identifier, inputWrite, outputRead)
    }

    private static func pipe() throws -> (read: Int32, write: Int32) {
        var ends: [Int32] = [0, 0]
        guard Foundation.pipe(&ends) == 0 else { throw HarnessError.system("A pipe cannot be made") }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        return (ends[0], ends[1])
    }

    private static func environment(adding more: [String: String]) -> [String] {
        var variables = ProcessInfo.processInfo.environment.filter { !$0.key.hasPrefix("PATCHBAY_") }
        variables.merge(more) { _, new in new }
        return variables.map { "\($0.key)=\($0.value)" }
    }

    private static func withTexts<Result>(
        _ texts: [String],
        _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
    ) -> Result {
        let pointers = texts.map { strdup($0) }
        defer { pointers.forEach { free($0) } }
        return body(pointers + [nil])
    }

    private static func readLine(_ descriptor: Int32, _ seconds: Double) throws -> [UInt8]? {
        var line: [UInt8] = []
        while let byte = try readSome(descriptor, seconds, most: 1)?.first {
            if byte == UInt8(ascii: "\n") { return line }
            line.append(byte)
        }
        return line.isEmpty ? nil : line
    }

    /// What can be read now, waiting for it; empty at the end, `nil` when nothing came in time.
    private static func readSome(_ descriptor: Int32, _ seconds: Double, most: Int = 65_536) throws -> [UInt8]? {
        var waited = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        guard poll(&waited, 1, Int32(seconds * 1_000)) > 0 else { return nil }
        let bytes = [UInt8](unsafeUninitializedCapacity: most) { buffer, count in
            count = max(0, read(descriptor, buffer.baseAddress, most))
        }
        return bytes
    }
}
