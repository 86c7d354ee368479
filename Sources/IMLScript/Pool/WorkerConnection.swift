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

    init(executable: String, limits: ScriptLimits, leash: Leash) {
        self.executable = executable
        self.limits = limits
        self.leash = leash
    }

    /// Sends a request and waits for the answer, within the limits of time and memory.
    mutating func exchange(_ app: ScriptApp, _ message: [UInt8]) -> Result<WorkerReply, WorkerLoss> {
        do throws(WorkerLoss) {
            let process = try running()
            try load(app, into: process)
            try send(message, to: process)
            let answer = try receive(from: process)
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
            _ = try receive(from: process)
        }
        try send(WorkerRequest.load(app: app.id, app.sources).bytes, to: process)
        _ = try receive(from: process)
        loaded.append(app.id)
    }

    private func send(_ message: [UInt8], to process: ChildProcess) throws(WorkerLoss) {
        try process.send(Frame.bytes(of: message), before: deadline(), limits)
    }

    private func receive(from process: ChildProcess) throws(WorkerLoss) -> [UInt8] {
        let deadline = deadline()
        let header = try process.receive(Frame.headerBytes, before: deadline, limits)
        let length = Frame.length(header)
        guard length <= limits.messageBytes else { throw .tooLarge(limits.messageBytes) }
        return try process.receive(length, before: deadline, limits)
    }

    private func deadline() -> ContinuousClock.Instant {
        .now + .seconds(limits.callSeconds + limits.graceSeconds)
    }
}
