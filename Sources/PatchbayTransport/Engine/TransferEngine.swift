internal import CCurl
internal import Foundation

/// Runs transfers on the thread it was made on, until it is told to stop.
///
/// All of libcurl's handles belong to that thread; everyone else writes to the ``Mailbox``.
final class TransferEngine {
    private let multi: MultiHandle
    private let mailbox: Mailbox
    private let configuration: TransportConfiguration
    private var certificates: CertificateStore?
    private var active: [UInt64: Transfer] = [:]
    private var idle: [Transfer] = []
    private var ended = 0
    private var shutdowns: [Mailbox.Shutdown] = []

    /// When the first of the transfers runs out of time, or earlier.
    private var nextDeadline: ContinuousClock.Instant?

    /// Handles kept for the next request; one is about 10 KB.
    private static let idleCapacity = 256

    init(multi: MultiHandle, mailbox: Mailbox, configuration: TransportConfiguration) {
        self.multi = multi
        self.mailbox = mailbox
        self.configuration = configuration
    }

    /// Works until shut down, then frees everything.
    func run() {
        while true {
            process(mailbox.collect(ended: ended))
            ended = 0
            var running: Int32 = 0
            curl_multi_perform(multi.pointer, &running)
            finishCompleted()
            expireOverdue()
            if !shutdowns.isEmpty, active.isEmpty { break }
            if mailbox.prepareToSleep() {
                multi.wait(mailbox.waker, milliseconds: longestWait())
            }
        }
        close()
    }

    private func process(_ mail: Mailbox.Mail) {
        for submission in mail.submissions {
            start(submission)
        }
        for id in mail.cancellations {
            if let transfer = active[id] {
                abort(transfer, .cancelled)
            }
        }
        for shutdown in mail.shutdowns {
            shutdowns.append(shutdown)
            nextDeadline = min(nextDeadline ?? shutdown.deadline, shutdown.deadline)
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
        nextDeadline = min(nextDeadline ?? submission.deadline, submission.deadline)
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
        ended += 1
        submission.continuation.resume(returning: outcome)
    }

    // MARK: Time

    /// Ends what has run out of time.
    ///
    /// libcurl's own timeout is not used: it does not count the time that a transfer waits for a connection.
    private func expireOverdue() {
        guard let nextDeadline, case let now = ContinuousClock.now, now >= nextDeadline else { return }
        for transfer in active.values {
            if let submission = transfer.submission, submission.deadline <= now {
                abort(transfer, .timeout(submission.deadline - submission.start))
            }
        }
        if let last = shutdowns.map(\.deadline).min(), last <= now {
            active.values.forEach { abort($0, .shutDown) }
        }
        let deadlines = active.values.compactMap(\.submission?.deadline) + shutdowns.map(\.deadline)
        self.nextDeadline = deadlines.min()
    }

    /// Milliseconds to wait at most; libcurl shortens them when it has something to do earlier.
    private func longestWait() -> Int32 {
        guard let nextDeadline else { return 60_000 }
        let milliseconds = (nextDeadline - ContinuousClock.now).wholeMilliseconds
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
