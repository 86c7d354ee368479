import Foundation

/// A worker process as its thread has it: the process's id, the socket, and what the process has loaded.
struct WorkerConnection {
    private static let appLimit = 64

    private let executable: String
    private let limits: ScriptLimits
    private let leash: Leash
    private var process: ChildProcess?
    /// The apps the process knows, the one used last at the end.
    private var loaded: [UInt64] = []
    /// What was read last.
    private var buffer = [UInt8](repeating: 0, count: 64 << 10)

    init(executable: String, limits: ScriptLimits, leash: Leash) {
        self.executable = executable
        self.limits = limits
        self.leash = leash
    }

    /// Sends a request and waits for the answer, within the limits of time and memory.
    mutating func exchange(_ app: ScriptApp, _ message: [UInt8]) -> Result<WorkerReply, WorkerLoss> {
        outcome { (connection) throws(WorkerLoss) in
            let process = try connection.running()
            try connection.load(app, into: process)
            try connection.send(message, to: process)
            return try connection.receive(from: process, before: connection.deadline())
        }
    }

    /// Waits for the answer to a request that was sent on the lane.
    ///
    /// - Parameters:
    ///   - rest: What did not fit into the socket.
    ///   - start: When the request was sent.
    mutating func answer(
        after rest: [UInt8],
        sent start: ContinuousClock.Instant
    ) -> Result<WorkerReply, WorkerLoss> {
        let deadline = start + .seconds(limits.callSeconds + limits.graceSeconds)
        return outcome { (connection) throws(WorkerLoss) in
            guard let process = connection.process else { throw .died }
            if !rest.isEmpty { try process.send(rest, before: deadline, connection.limits) }
            return try connection.receive(from: process, before: deadline)
        }
    }

    /// Where calls of the app that was called last may be sent to; `nil` without a process.
    var lane: WorkerLane? {
        guard let process, let app = loaded.last else { return nil }
        return WorkerLane(socket: process.socket, app: app)
    }

    private mutating func outcome(
        _ body: (inout WorkerConnection) throws(WorkerLoss) -> [UInt8]
    ) -> Result<WorkerReply, WorkerLoss> {
        do throws(WorkerLoss) {
            let answer = try body(&self)
            guard let reply = try? WorkerReply(bytes: answer) else { throw .died }
            return .success(reply)
        } catch {
            close()
            return .failure(leash.wasKilled ? .shutDown : error)
        }
    }

    /// Ends the process.
    mutating func close() {
        leash.reap()
        process?.close()
        process = nil
        loaded = []
    }

    private mutating func running() throws(WorkerLoss) -> ChildProcess {
        if let process { return process }
        if leash.wasKilled { throw .shutDown }
        let started = try ChildProcess(executable: executable)
        leash.hold(started.id)
        process = started
        return started
    }

    private mutating func load(_ app: ScriptApp, into process: ChildProcess) throws(WorkerLoss) {
        if loaded.last == app.id { return }
        if let place = loaded.firstIndex(of: app.id) {
            loaded.append(loaded.remove(at: place))
            return
        }
        if loaded.count == Self.appLimit {
            try send(WorkerRequest.unload(app: loaded.removeFirst()).bytes, to: process)
            _ = try receive(from: process, before: deadline())
        }
        try send(WorkerRequest.load(app: app.id, app.sources).bytes, to: process)
        _ = try receive(from: process, before: deadline())
        loaded.append(app.id)
    }

    private func send(_ message: [UInt8], to process: ChildProcess) throws(WorkerLoss) {
        try process.send(Frame.bytes(of: message), before: deadline(), limits)
    }

    /// Reads a message, mostly with one call of the system.
    private mutating func receive(
        from process: ChildProcess,
        before deadline: ContinuousClock.Instant
    ) throws(WorkerLoss) -> [UInt8] {
        var filled = 0
        while filled < Frame.headerBytes {
            filled += try process.receive(into: &buffer, at: filled, before: deadline, limits)
        }
        let length = Frame.length(buffer)
        guard length <= limits.messageBytes else { throw .tooLarge(limits.messageBytes) }
        let end = Frame.headerBytes + length
        if filled >= end { return Array(buffer[Frame.headerBytes..<end]) }
        var message = [UInt8](repeating: 0, count: length)
        message.replaceSubrange(0..<filled - Frame.headerBytes, with: buffer[Frame.headerBytes..<filled])
        while filled < end {
            let start = filled - Frame.headerBytes
            filled += try process.receive(into: &message, at: start, before: deadline, limits)
        }
        return message
    }

    private func deadline() -> ContinuousClock.Instant {
        .now + .seconds(limits.callSeconds + limits.graceSeconds)
    }
}

/// Where a request can be sent to without the worker's thread.
struct WorkerLane: Sendable {
    let socket: Int32
    /// The app whose functions the process has at hand.
    let app: UInt64
    /// Requests up to this size mostly fit into the socket at once.
    static let messageLimit = 32 << 10
}
