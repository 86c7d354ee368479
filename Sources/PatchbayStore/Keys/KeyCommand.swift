import PatchbayText

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// A shell command whose first line of output is the host's key, or several with commas between them.
///
/// Neither it nor what it prints appears in an error: either could hold the key.
struct KeyCommand: Sendable {
    /// What the shell runs.
    let text: String
    /// How long it may take, in seconds.
    var patience: Double = 30

    /// More than this of its output is not read.
    private static let outputBytes = 64 << 10

    /// Runs the command and reads its keys; the thread waits for it.
    ///
    /// - Throws: ``StoreError`` when it does not start, fails, takes too long, or prints no key.
    func keys() throws(StoreError) -> [StoreKey] {
        let output = try run()
        let line = output.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).first ?? []
        return try KeyRing.keys(in: String(decoding: line, as: UTF8.self), of: "The first line of the key command")
    }

    private func run() throws(StoreError) -> [UInt8] {
        let child: RunningCommand
        do throws(SystemError) {
            child = try RunningCommand(text)
        } catch {
            throw Self.failed("cannot be started: \(error.text)")
        }
        switch child.output(limit: Self.outputBytes, within: patience) {
        case .exited(0, let output): return output
        case .exited(let status, _): throw Self.failed("ended with status \(status)")
        case .signaled(let number): throw Self.failed("was ended by signal \(number)")
        case .late: throw Self.failed("took longer than \(Int(patience)) seconds")
        }
    }

    private static func failed(_ what: String) -> StoreError {
        StoreError(
            .malformedKey,
            "The key command \(what).",
            remedy: "Run it in a shell as the host's user; it has to print the key as its first line and end with 0."
        )
    }
}

/// A shell that runs a command in a process group of its own, with its output in our hands.
private struct RunningCommand {
    private let identifier: pid_t
    private let output: Int32

    /// How it went.
    enum End {
        case exited(Int32, [UInt8])
        case signaled(Int32)
        case late
    }

    /// Starts the shell.
    init(_ command: String) throws(SystemError) {
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0 else { throw .last }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        defer { close(ends[1]) }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_adddup2(&actions, ends[1], 1)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP))
        posix_spawnattr_setpgroup(&attributes, 0)
        let words: [UnsafeMutablePointer<CChar>?] = ["sh", "-c", command].map { (word: String) in strdup(word) }
        defer { words.forEach { free($0) } }
        var started: pid_t = 0
        let code = posix_spawn(&started, "/bin/sh", &actions, &attributes, words + [nil], environ)
        guard code == 0 else {
            close(ends[0])
            throw SystemError(number: code)
        }
        identifier = started
        output = ends[0]
        _ = fcntl(output, F_SETFL, O_NONBLOCK)
    }

    /// Reads what it prints until it ends; one that takes too long is killed with all it started.
    func output(limit: Int, within seconds: Double) -> End {
        defer { close(output) }
        let end = ContinuousClock.now + .seconds(seconds)
        var bytes: [UInt8] = []
        while ContinuousClock.now < end {
            var status: Int32 = 0
            let ended = waitpid(identifier, &status, WNOHANG)
            read(into: &bytes, limit: limit)
            if ended == identifier { return Self.end(status, bytes) }
            var waited = pollfd(fd: output, events: Int16(POLLIN), revents: 0)
            // Wakes for output; the end of a command that closed its output early is looked for twenty times a second.
            if poll(&waited, 1, 50) > 0, waited.revents & Int16(POLLIN) == 0 { usleep(5_000) }
        }
        kill(-identifier, SIGKILL)
        var status: Int32 = 0
        waitpid(identifier, &status, 0)
        return .late
    }

    private func read(into bytes: inout [UInt8], limit: Int) {
        var buffer = [UInt8](repeating: 0, count: 4_096)
        while true {
            #if canImport(Darwin)
                let count = Darwin.read(output, &buffer, buffer.count)
            #else
                let count = Glibc.read(output, &buffer, buffer.count)
            #endif
            guard count > 0 else { return }
            bytes += buffer.prefix(min(count, limit - bytes.count))
        }
    }

    private static func end(_ status: Int32, _ bytes: [UInt8]) -> End {
        status & 0x7F == 0 ? .exited((status >> 8) & 0xFF, bytes) : .signaled(status & 0x7F)
    }
}
