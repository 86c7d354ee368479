internal import CCurl
internal import Foundation
internal import PatchbayQueues

/// Runs transfers on the thread it was made on, until it is told to stop.
///
/// All of libcurl's handles belong to that thread; everyone else writes to the ``Mailbox``. libcurl is given a request when
/// there is a connection for it, as ``Admission`` says; it would let requests wait itself, whosever they are.
final class TransferEngine {
    private let multi: MultiHandle
    private let mailbox: Mailbox
    private let configuration: TransportConfiguration
    private var certificates: CertificateStore?
    private var admission: Admission
    /// What has not gone out yet.
    private var waiting: [UInt64: Submission] = [:]
    /// What of it may go out.
    private var ready: [UInt64] = []
    private var active: [UInt64: Transfer] = [:]
    private var idle: [Transfer] = []
    /// The owners of those that have ended and are not told to the mailbox yet.
    private var ended: [String] = []
    private var shutdowns: [Mailbox.Shutdown] = []

    /// When what waits or is under way runs out of time.
    private var deadlines = DeadlineQueue()

    /// Handles kept for the next request; one is about 10 KB.
    private static let idleCapacity = 256

    init(multi: MultiHandle, mailbox: Mailbox, configuration: TransportConfiguration) {
        self.multi = multi
        self.mailbox = mailbox
        self.configuration = configuration
        admission = Admission(
            places: configuration.connections,
            placesPerHost: configuration.connectionsPerHost
        )
    }

    /// Works until shut down, then frees everything.
    func run() {
        while true {
            process(mailbox.collect(ended: ended))
            ended.removeAll(keepingCapacity: true)
            startReady()
            var running: Int32 = 0
            curl_multi_perform(multi.pointer, &running)
            finishCompleted()
            expireOverdue()
            startReady()
            if !shutdowns.isEmpty, active.isEmpty, waiting.isEmpty { break }
            if mailbox.prepareToSleep() {
                multi.wait(mailbox.waker, milliseconds: longestWait())
            }
        }
        close()
    }

    private func process(_ mail: Mailbox.Mail) {
        for submission in mail.submissions {
            deadlines.add(submission.id, before: submission.deadline)
            if admission.ask(submission.id, of: submission.owner, to: submission.request.destination.origin) {
                start(submission)
            } else {
                waiting[submission.id] = submission
            }
        }
        for id in mail.cancellations { end(id, .cancelled) }
        shutdowns += mail.shutdowns
    }

    private func startReady() {
        var index = 0
        // Whatever cannot be started ends, and may let others go.
        while index < ready.count {
            if let submission = waiting.removeValue(forKey: ready[index]) { start(submission) }
            index += 1
        }
        ready.removeAll(keepingCapacity: true)
    }

    /// Ends what waits or is under way; what is neither any more is ignored.
    private func end(_ id: UInt64, _ reason: Transfer.AbortReason) {
        if let transfer = active[id] {
            abort(transfer, reason)
        } else if let submission = waiting.removeValue(forKey: id) {
            answer(submission, submission.outcome(endedInLineBy: reason))
        }
    }

    // MARK: One transfer

    private func start(_ submission: Submission) {
        let request = submission.request
        guard let transfer = idle.popLast() ?? Transfer(configuration) else {
            return answer(submission, .refused(.engineFailed("there is no memory for another request")))
        }
        transfer.submission = submission
        transfer.certificates = request.certificates.map { bundle(adding: $0, transfer) }
        guard transfer.setOptions(request, offersHTTP2: configuration.offersHTTP2),
            curl_multi_add_handle(multi.pointer, transfer.easy) == CURLM_OK
        else {
            return answer(submission, .refused(.engineFailed("libcurl did not take the request")))
        }
        active[submission.id] = transfer
    }

    private func bundle(adding pem: String, _ transfer: Transfer) -> CertificateBundle {
        let store =
            certificates
            ?? CertificateStore(
                file: configuration.certificateFile ?? CurlLibrary.certificateFile(transfer.easy)
            )
        certificates = store
        return store.bundle(adding: pem)
    }

    private func finishCompleted() {
        var left: Int32 = 0
        while let message = curl_multi_info_read(multi.pointer, &left) {
            guard message.pointee.msg == CURLMSG_DONE, let transfer = transfer(of: message.pointee.easy_handle) else {
                continue
            }
            finish(transfer, transfer.outcome(patchbay_message_result(message)))
        }
    }

    private func transfer(of easy: UnsafeMutableRawPointer?) -> Transfer? {
        var pointer: UnsafeMutableRawPointer?
        guard let easy, patchbay_easy_get_pointer(easy, CURLINFO_PRIVATE, &pointer) == CURLE_OK, let pointer else {
            return nil
        }
        return Unmanaged<Transfer>.fromOpaque(pointer).takeUnretainedValue()
    }

    private func abort(_ transfer: Transfer, _ reason: Transfer.AbortReason) {
        finish(transfer, transfer.outcome(abortedBy: reason))
    }

    private func finish(_ transfer: Transfer, _ outcome: TransferOutcome) {
        curl_multi_remove_handle(multi.pointer, transfer.easy)
        guard let submission = transfer.submission else { return }
        active[submission.id] = nil
        transfer.clear()
        if idle.count < Self.idleCapacity {
            idle.append(transfer)
        }
        answer(submission, outcome)
    }

    private func answer(_ submission: Submission, _ outcome: TransferOutcome) {
        ended.append(submission.owner)
        ready += admission.end(submission.id)
        deadlines.end { active[$0] != nil || waiting[$0] != nil }
        submission.continuation.resume(returning: outcome)
    }

    // MARK: Time

    /// Ends what has run out of time.
    ///
    /// libcurl's own timeout is not used: it does not count the time that a transfer waits for a connection.
    private func expireOverdue() {
        guard let first = firstDeadline, case let now = ContinuousClock.now, now >= first else { return }
        while let id = deadlines.takeOverdue(at: now) {
            guard let submission = active[id]?.submission ?? waiting[id] else { continue }
            end(id, .timeout(submission.deadline - submission.start))
        }
        if let last = shutdowns.map(\.deadline).min(), last <= now {
            for id in Array(active.keys) + Array(waiting.keys) { end(id, .shutDown) }
        }
    }

    /// When something runs out of time, or earlier; `nil` when nothing is under way.
    private var firstDeadline: ContinuousClock.Instant? {
        guard let end = shutdowns.map(\.deadline).min() else { return deadlines.first }
        return min(deadlines.first ?? end, end)
    }

    /// Milliseconds to wait at most; libcurl shortens them when it has something to do earlier.
    private func longestWait() -> Int32 {
        guard let first = firstDeadline else { return 60_000 }
        let milliseconds = (first - ContinuousClock.now).wholeMilliseconds
        return Int32(min(milliseconds, 60_000))
    }

    private func close() {
        let rest = mailbox.close()
        for submission in rest.submissions {
            answer(submission, .refused(.shutDown))
        }
        idle = []
        curl_multi_cleanup(multi.pointer)
        for shutdown in shutdowns + rest.shutdowns {
            shutdown.completion()
        }
    }
}

extension Submission {
    /// What comes of a request that ends before it went out.
    fileprivate func outcome(endedInLineBy reason: Transfer.AbortReason) -> TransferOutcome {
        let destination = request.destination
        let error: TransportError =
            switch reason {
            case .cancelled: .cancelled(destination)
            case .timeout(let limit): .timeoutInLine(destination, limit)
            case .shutDown: .shutDown
            }
        return TransferOutcome(
            result: .failure(error),
            timings: TransportTimings(total: ContinuousClock.now - start)
        )
    }
}
