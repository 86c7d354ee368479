internal import Foundation
import PatchbayQueues
import PatchbayText

/// Sends requests with libcurl over connections that are kept and shared (HTTP/1.1 keep-alive, HTTP/2).
///
/// One thread of its own does all input and output; calls wait without blocking a thread. Requests are sent byte for
/// byte as they are given, redirects are not followed, cookies are not kept, nothing is read from the environment or
/// from `.netrc`. Make one for a process, and ``shutDown(within:)`` it at the end.
///
/// ```swift
/// let transport = try CurlTransport()
/// let answer = try await transport.send(TransportRequest(url: "https://api.example.com/v1/items?limit=2"))
/// ```
public final class CurlTransport: Transport {
    private let mailbox: Mailbox
    private let preparation: RequestPreparation
    private let observer: (@Sendable (TransferReport) -> Void)?

    /// Starts the engine.
    ///
    /// - Parameter configuration: How it behaves; without one it reaches public addresses only.
    /// - Throws: ``TransportError`` with code ``TransportError/Code/engine`` when libcurl cannot be started.
    public init(_ configuration: TransportConfiguration = TransportConfiguration()) throws(TransportError) {
        guard let multi = MultiHandle(configuration), case let waker = Waker(), waker.isOpen else {
            throw .engineFailed("libcurl cannot be started")
        }
        let mailbox = Mailbox(waker: waker, capacity: configuration.requests)
        self.mailbox = mailbox
        preparation = RequestPreparation(configuration)
        observer = configuration.observer
        let thread = Thread {
            EngineThread.ignoreBrokenPipes()
            TransferEngine(multi: multi, mailbox: mailbox, configuration: configuration).run()
        }
        thread.name = "transport"
        thread.stackSize = 1024 * 1024
        thread.start()
    }

    deinit {
        // Every call in flight holds this object, so nothing is under way.
        mailbox.shutDown(Mailbox.Shutdown(deadline: .now) {})
    }

    /// Sends a request and waits for its complete answer.
    ///
    /// Cancelling the calling task ends the request at once.
    ///
    /// - Parameter request: What to send.
    /// - Returns: The answer, whatever its status code.
    /// - Throws: ``TransportError``; its message is for people, its code to branch on.
    public func send(_ request: TransportRequest) async throws(TransportError) -> TransportResponse {
        let start = ContinuousClock.now
        var origin: Origin?
        var timings = TransportTimings()
        let result: Result<TransportResponse, TransportError>
        do {
            let asked = try request.address.checkedOrigin()
            origin = asked
            let prepared = try preparation.prepare(request, to: asked)
            let outcome = await exchange(prepared, of: request.owner, start: start, deadline: start + request.timeout)
            timings = outcome.timings
            result = .success(try response(outcome, from: prepared.destination))
        } catch {
            result = .failure(error)
        }
        report(request.method, origin, result, timings)
        return try result.get()
    }

    /// Ends the transport: takes no more requests, waits for those under way, closes all connections.
    ///
    /// - Parameter limit: How long to wait before those still under way are ended too, with
    ///   ``TransportError/Code/shutDown``.
    public func shutDown(within limit: Duration = .seconds(30)) async {
        await withCheckedContinuation { continuation in
            mailbox.shutDown(Mailbox.Shutdown(deadline: .now + limit) { continuation.resume() })
        }
    }

    private func exchange(
        _ request: PreparedRequest,
        of owner: String,
        start: ContinuousClock.Instant,
        deadline: ContinuousClock.Instant
    ) async -> TransferOutcome {
        let id = mailbox.issueID()
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let submission = Submission(
                    id: id,
                    owner: owner,
                    request: request,
                    start: start,
                    deadline: deadline,
                    continuation: continuation
                )
                if let error = mailbox.submit(submission) {
                    continuation.resume(returning: .refused(error))
                } else if Task.isCancelled {
                    mailbox.cancel(id)  // The handler may have run before there was anything to cancel.
                }
            }
        } onCancel: {
            mailbox.cancel(id)
        }
    }

    private func response(
        _ outcome: TransferOutcome,
        from destination: Destination
    ) throws(TransportError) -> TransportResponse {
        let answer = try outcome.result.get()
        let head = try ResponseHead(answer.head, from: destination.name)
        return TransportResponse(
            statusCode: head.statusCode,
            reason: head.reason,
            headers: head.headers,
            body: answer.body,
            httpVersion: head.httpVersion,
            timings: outcome.timings
        )
    }

    private func report(
        _ method: String,
        _ origin: Origin?,
        _ result: Result<TransportResponse, TransportError>,
        _ timings: TransportTimings
    ) {
        guard let observer else { return }
        switch result {
        case .success(let response):
            observer(TransferReport(method, origin, statusCode: response.statusCode, timings: timings))
        case .failure(let error):
            observer(TransferReport(method, origin, error: error.code, timings: timings))
        }
    }
}
