import NIOCore

/// Where the answer to one request goes: the client's connection, at the client's pace.
struct AnswerWriter: Sendable {
    private let handler: NIOLoopBound<RequestHandler>
    /// Which of the connection's requests it answers.
    private let number: Int

    /// Makes the writer of an answer; on the connection's event loop.
    init(_ handler: RequestHandler, on loop: any EventLoop, number: Int) {
        self.handler = NIOLoopBound(handler, eventLoop: loop)
        self.number = number
    }

    /// Cancels the current task when the client has gone or goes before it has an answer.
    ///
    /// - Precondition: The task has not waited for anything yet, so that it is still on the event loop.
    func cancelWithoutClient() {
        if !handler.value.cancelWithoutClient(number) { withUnsafeCurrentTask { $0?.cancel() } }
    }

    /// Sends an answer; returns when the last of it is on its way, or the client has gone.
    func send(_ answer: APIAnswer) async {
        switch answer.body {
        case .bytes(let bytes) where bytes.count <= Self.pieceBytes:
            await onLoop { $0.send(answer, bytes, to: number) }
        case .bytes(let bytes):
            guard await onLoop({ $0.begin(answer, length: bytes.count, to: number) }) else { return }
            for start in stride(from: 0, to: bytes.count, by: Self.pieceBytes) {
                guard await write(bytes[start..<min(start + Self.pieceBytes, bytes.count)]) else { return }
            }
            await onLoop { $0.finish([], to: number) }
        case .stream(let source):
            guard await onLoop({ $0.begin(answer, length: nil, to: number) }) else { return }
            while let bytes = await source.next() {
                guard await write(bytes[...]) else { return }
            }
            let trailers = source.trailers
            await onLoop { $0.finish(trailers, to: number) }
        }
    }

    /// Bytes of an answer that are handed to the connection at a time.
    private static let pieceBytes = 256 << 10

    /// Sends a piece of an answer, and waits until the client takes more.
    ///
    /// - Returns: Whether the client is still there.
    private func write(_ bytes: ArraySlice<UInt8>) async -> Bool {
        guard await onLoop({ $0.write(bytes, to: number) }) else { return false }
        return await isTaken()
    }

    /// Says that the task of the request ends here.
    func end() async {
        await onLoop { $0.taskEnded(number) }
    }

    /// Waits while more lies here than the client takes.
    ///
    /// - Returns: Whether the client is still there.
    private func isTaken() async -> Bool {
        if handler.eventLoop.inEventLoop, handler.value.isTaking { return true }
        return await withCheckedContinuation { continuation in
            let loop = handler.eventLoop
            if loop.inEventLoop { return handler.value.whenTaking(continuation) }
            loop.execute { handler.value.whenTaking(continuation) }
        }
    }

    /// Does something on the connection's event loop, where the task usually is.
    @discardableResult
    private func onLoop<Result: Sendable>(_ body: @escaping @Sendable (RequestHandler) -> Result) async -> Result {
        let loop = handler.eventLoop
        if loop.inEventLoop { return body(handler.value) }
        return await withCheckedContinuation { continuation in
            loop.execute { continuation.resume(returning: body(handler.value)) }
        }
    }
}
