import Foundation
import Synchronization

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

extension ChildProcess {
    /// A child that does not read what it is fed must not end the tests.
    static let ignoresBrokenPipes: Void = {
        var ignoring = sigaction()
        ignoring.__sigaction_handler.sa_handler = SIG_IGN
        sigaction(SIGPIPE, &ignoring, nil)
    }()

    /// Held from making a pipe until its ends are closed to other children, so that none inherits one.
    static let starting = Mutex(())

    static func start(
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
        ends.forEach(keepFromChildren)
        return (ends[0], ends[1])
    }

    static func environment(adding more: [String: String]) -> [String] {
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

    static func readLine(_ descriptor: Int32, _ seconds: Double) throws -> [UInt8]? {
        var line: [UInt8] = []
        while let byte = try readSome(descriptor, seconds, most: 1)?.first {
            if byte == UInt8(ascii: "\n") { return line }
            line.append(byte)
        }
        return line.isEmpty ? nil : line
    }

    /// What can be read now, waiting for it; empty at the end, `nil` when nothing came in time.
    static func readSome(_ descriptor: Int32, _ seconds: Double, most: Int = 65_536) throws -> [UInt8]? {
        var waited = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        guard poll(&waited, 1, Int32(seconds * 1_000)) > 0 else { return nil }
        let bytes = [UInt8](unsafeUninitializedCapacity: most) { buffer, count in
            count = max(0, read(descriptor, buffer.baseAddress, most))
        }
        return bytes
    }
}
