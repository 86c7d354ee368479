import Foundation

/// A worker process as its thread has it: the process's id, the socket, and what the process has loaded.
struct WorkerConnection {
    private static let appLimit = 64
    /// Most answers are not longer.
    static let answerRoom = 4 << 10

    private let executable: String
    private let arguments: [String]
    private let limits: ScriptLimits
    private let leash: Leash
    private var process: ChildProcess?
    /// The apps the process knows, the one used last at the end.
    private var loaded: [UInt64] = []

    init(executable: String, arguments: [String], limits: ScriptLimits, leash: Leash) {
        self.executable = executable
        self.arguments = arguments
        self.limits = limits
        self.leash = leash
    }

    /// Sends a request and waits for the answer, within the limits of time and memory.
    mutating func exchange(_ app: ScriptApp, _ message: [UInt8]) -> Result<WorkerReply, WorkerLoss> {
        outcome(since: .now) { (connection) throws(WorkerLoss) in
            let process = try connection.running()
            try connection.load(app, into: process)
            try connection.send(message, to: process)
            return try connection.receive(from: process, before: connection.deadline())
        }
    }

    /// Waits for the answer to a request that was sent on the lane.
    mutating func answer(to request: WorkerLane.Request) -> Result<WorkerReply, WorkerLoss> {
        let deadline = deadline(since: request.start)
        return outcome(since: request.start) { (connection) throws(WorkerLoss) in
            if let answer = request.answer { return answer }
            guard let process = connection.process else { throw .died }
            if !request.rest.isEmpty { try process.send(request.rest, before: deadline, connection.limits) }
            return try connection.receive(from: process, before: deadline, request.reader)
        }
    }

    /// Where calls of the app that was called last may be sent to; `nil` without a process.
    var lane: WorkerLane? {
        guard let process, let app = loaded.last else { return nil }
        return WorkerLane(socket: process.socket, app: app)
    }

    private mutating func outcome(
        since start: ContinuousClock.Instant,
        _ body: (inout WorkerConnection) throws(WorkerLoss) -> [UInt8]
    ) -> Result<WorkerReply, WorkerLoss> {
        do throws(WorkerLoss) {
            let answer = try body(&self)
            guard let reply = try? WorkerReply(bytes: answer) else { throw .died }
            // What takes no time takes no memory to speak of.
            if ContinuousClock.now - start > .milliseconds(2), isFull { close() }
            return .success(reply)
        } catch {
            let status = close()
            if leash.wasKilled { return .failure(.shutDown) }
            return .failure(error == .died && status == WorkerStart.hasNoSandbox ? .notSandboxed : error)
        }
    }

    /// Whether requests have left so much in the process that the next one would miss it.
    private var isFull: Bool { process.map { $0.residentBytes > limits.memoryBytes / 4 } ?? false }

    /// Ends the process.
    ///
    /// - Returns: The status it had ended with by itself; `nil` when it had not.
    @discardableResult
    mutating func close() -> Int32? {
        let status = leash.reap()
        process?.close()
        process = nil
        loaded = []
        return status
    }

    private mutating func running() throws(WorkerLoss) -> ChildProcess {
        if let process { return process }
        if leash.wasKilled { throw .shutDown }
        let started = try ChildProcess(executable: executable, arguments: arguments)
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

    /// Reads an answer, mostly with one call of the system.
    ///
    /// Each answer has a reader of its own: what stands behind one nobody has asked for, and a worker that was taken over
    /// by what it runs may have put it there to be taken for the answer to the next call.
    private func receive(
        from process: ChildProcess,
        before deadline: ContinuousClock.Instant,
        _ begun: FrameReader = FrameReader(room: Self.answerRoom)
    ) throws(WorkerLoss) -> [UInt8] {
        var reader = begun
        while true {
            do {
                if let message = try reader.message(limit: limits.messageBytes) { return message }
            } catch {
                throw .tooLarge(limits.messageBytes)
            }
            try process.receive(into: &reader, before: deadline, limits)
        }
    }

    private func deadline(since start: ContinuousClock.Instant = .now) -> ContinuousClock.Instant {
        start + .seconds(limits.callSeconds + limits.graceSeconds)
    }
}
