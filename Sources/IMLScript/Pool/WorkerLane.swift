import Foundation

/// A way to a worker's process past the worker's thread, while the process is at rest.
///
/// Whoever makes a request sends it, and looks for the answer for a moment: a thread takes as long to wake as a call takes
/// in a process that is awake.
struct WorkerLane: Sendable {
    /// The process's socket.
    let socket: Int32
    /// The app whose functions the process has at hand.
    let app: UInt64
    /// Requests up to this size mostly fit into the socket at once.
    private static let messageLimit = 32 << 10
    /// How long the answer is looked for; whoever looks keeps its thread for that time, as for any other work.
    private static let patience = Duration.microseconds(100)
}

extension WorkerLane {
    /// A request that was sent.
    struct Request: Sendable {
        /// When it was sent.
        let start: ContinuousClock.Instant
        /// What of it did not fit into the socket.
        let rest: [UInt8]
        /// What was read of the answer.
        var reader = FrameReader(room: WorkerConnection.answerRoom)
        /// The answer, once it was read.
        var answer: [UInt8]?
    }

    /// Whether a request may be sent here.
    func takes(_ message: [UInt8], of app: ScriptApp) -> Bool {
        app.id == self.app && message.count <= Self.messageLimit
    }

    /// Sends a request, as far as it fits.
    ///
    /// - Returns: What was sent; `nil` where the process is gone.
    func send(_ message: [UInt8]) -> Request? {
        let frame = Frame.bytes(of: message)
        guard let count = ChildProcess.send(frame, to: socket) else { return nil }
        return Request(start: .now, rest: Array(frame[count...]))
    }

    /// Looks for the answer to a request until patience ends.
    ///
    /// - Returns: The answer; `nil` where it has to be waited for, and where there is something wrong with it or with the
    ///   process, which its thread will find as well.
    func reply(to request: inout Request, limit: Int) -> WorkerReply? {
        guard request.rest.isEmpty else { return nil }
        let end = request.start + Self.patience
        while let count = ChildProcess.receive(into: &request.reader, from: socket) {
            if count > 0 {
                do throws(WireError) {
                    request.answer = try request.reader.message(limit: limit)
                } catch {
                    return nil
                }
                if let answer = request.answer { return try? WorkerReply(bytes: answer) }
            } else {
                guard .now < end else { return nil }
                // The process may have to run where this thread does.
                sched_yield()
            }
        }
        return nil
    }
}
