import Foundation
import PatchbayText

/// A started process with a socket as its standard input and output, and nothing else of this process.
struct ChildProcess {
    /// The process's number.
    let id: pid_t
    /// The socket; it does not block.
    let socket: Int32
    /// Milliseconds between two looks at a process that is busy.
    private static let look: Int32 = 20

    /// Starts a program without an environment.
    init(executable: String, arguments: [String]) throws(WorkerLoss) {
        var ends: [Int32] = [-1, -1]
        guard socketpair(AF_UNIX, Self.streamType, 0, &ends) == 0 else {
            throw .notStarted("no socket for \(executable): \(SystemError.last)")
        }
        #if !os(Linux)
            for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        #endif
        defer { Foundation.close(ends[1]) }
        var started: pid_t = 0
        let failure = Self.spawn(executable, arguments, end: ends[1], &started)
        guard failure == 0 else {
            Foundation.close(ends[0])
            throw .notStarted("\(executable) does not start: \(SystemError(number: failure))")
        }
        _ = fcntl(ends[0], F_SETFL, O_NONBLOCK)
        id = started
        socket = ends[0]
    }

    /// Closes the socket to the process.
    func close() {
        Foundation.close(socket)
    }

    /// Writes bytes to the process.
    func send(_ bytes: [UInt8], before deadline: ContinuousClock.Instant, _ limits: ScriptLimits) throws(WorkerLoss) {
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes { buffer in
                Foundation.send(socket, buffer.baseAddress?.advanced(by: sent), buffer.count - sent, Self.noSignal)
            }
            if count > 0 {
                sent += count
            } else if errno == EAGAIN || errno == EINTR {
                try wait(for: POLLOUT, before: deadline, limits)
            } else {
                throw .died
            }
        }
    }

    /// Writes as many bytes as fit at once.
    ///
    /// - Returns: How many; `nil` when the process is gone.
    static func send(_ bytes: [UInt8], to socket: Int32) -> Int? {
        let count = bytes.withUnsafeBytes { Foundation.send(socket, $0.baseAddress, $0.count, noSignal) }
        if count >= 0 { return count }
        return errno == EAGAIN || errno == EINTR ? 0 : nil
    }

    /// Reads some bytes from the process, one at least.
    func receive(
        into reader: inout FrameReader,
        before deadline: ContinuousClock.Instant,
        _ limits: ScriptLimits
    ) throws(WorkerLoss) {
        while true {
            guard let count = Self.receive(into: &reader, from: socket) else { throw .died }
            if count > 0 { return }
            try wait(for: POLLIN, before: deadline, limits)
        }
    }

    /// Reads what there is.
    ///
    /// - Returns: How many bytes; `nil` when the process is gone.
    static func receive(into reader: inout FrameReader, from socket: Int32) -> Int? {
        let count = reader.fill { recv(socket, $0.baseAddress, $0.count, 0) }
        if count > 0 { return count }
        return count < 0 && (errno == EAGAIN || errno == EINTR) ? 0 : nil
    }

    private func wait(
        for events: Int32,
        before deadline: ContinuousClock.Instant,
        _ limits: ScriptLimits
    ) throws(WorkerLoss) {
        while true {
            var entry = pollfd(fd: socket, events: Int16(events), revents: 0)
            if poll(&entry, 1, Self.look) > 0 { return }
            if ContinuousClock.now >= deadline { throw .outOfTime(seconds: limits.callSeconds) }
            if residentBytes > limits.memoryBytes { throw .outOfMemory(bytes: limits.memoryBytes) }
        }
    }
}

// MARK: - Systems

extension ChildProcess {
    #if os(Linux)
        // Closed in other programs from the start: a worker started on another thread must not get hold of this one's.
        private static let streamType = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        private static let noSignal = Int32(MSG_NOSIGNAL)
    #else
        private static let streamType = SOCK_STREAM
        private static let noSignal: Int32 = 0
    #endif

    /// How much memory the process holds; 0 where the system does not say.
    var residentBytes: Int {
        guard let file = fopen("/proc/\(id)/statm", "r") else { return 0 }
        defer { fclose(file) }
        var line = [CChar](repeating: 0, count: 128)
        guard fgets(&line, Int32(line.count), file) != nil else { return 0 }
        let fields = String(decoding: line.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self).split(
            separator: " "
        )
        return fields.count > 1 ? (Int(fields[1]) ?? 0) * Int(getpagesize()) : 0
    }

    private static func spawn(
        _ executable: String,
        _ arguments: [String],
        end: Int32,
        _ id: inout pid_t
    ) -> Int32 {
        #if os(Linux)
            var actions = posix_spawn_file_actions_t()
            var attributes = posix_spawnattr_t()
        #else
            var actions: posix_spawn_file_actions_t?
            var attributes: posix_spawnattr_t?
        #endif
        posix_spawn_file_actions_init(&actions)
        posix_spawnattr_init(&attributes)
        defer {
            posix_spawn_file_actions_destroy(&actions)
            posix_spawnattr_destroy(&attributes)
        }
        posix_spawn_file_actions_adddup2(&actions, end, STDIN_FILENO)
        posix_spawn_file_actions_adddup2(&actions, end, STDOUT_FILENO)
        posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0)
        // A group of its own: an interrupt typed at the terminal is for the host, which ends its workers itself.
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP) | Int16(POSIX_SPAWN_SETSIGMASK))
        var words = ([executable] + arguments).map { strdup($0) } + [nil]
        defer { for word in words { free(word) } }
        var environment: [UnsafeMutablePointer<CChar>?] = [nil]
        return posix_spawn(&id, executable, &actions, &attributes, &words, &environment)
    }
}
