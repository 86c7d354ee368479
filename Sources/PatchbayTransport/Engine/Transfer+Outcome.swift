internal import CCurl

extension Transfer {
    /// Why the engine ends an exchange that libcurl would go on with.
    enum AbortReason {
        /// The caller's task was cancelled.
        case cancelled
        /// The request's time is over.
        case timeout(Duration)
        /// The transport is shutting down.
        case shutDown
    }

    /// How far an exchange has come.
    enum Stage {
        case resolving, connecting, securing, waiting, receiving
    }

    /// The result of an exchange that libcurl has ended.
    func outcome(_ code: CURLcode) -> TransferOutcome {
        guard let limits = submission?.request.limits else { return .refused(.engineFailed("it lost a request")) }
        if failure == nil, code == CURLE_OK, !decompressesTooFar(limits, received: size(CURLINFO_SIZE_DOWNLOAD_T)) {
            return TransferOutcome(result: .success(ReceivedAnswer(head: head, body: body)), timings: timings())
        }
        return failed(failure ?? error(for: code))
    }

    /// The result of an exchange that is ended now.
    func outcome(abortedBy reason: AbortReason) -> TransferOutcome {
        guard let destination = submission?.request.destination else {
            return .refused(.engineFailed("it lost a request"))
        }
        switch reason {
        case .cancelled:
            return failed(.cancelled(destination))
        case .timeout(let limit):
            return failed(.timeout(destination, limit, stage, received: body.count))
        case .shutDown:
            return failed(.shutDown)
        }
    }

    private func failed(_ error: TransportError) -> TransferOutcome {
        var error = error
        error.requestMayHaveBeenSent = attempts > 0 && error.code != .addressRefused
        return TransferOutcome(result: .failure(error), timings: timings())
    }

    /// How far the exchange has come.
    var stage: Stage {
        if attempts > 0 {
            return head.isEmpty ? .waiting : .receiving
        }
        if size(CURLINFO_NAMELOOKUP_TIME_T) == 0 {
            return .resolving
        }
        return size(CURLINFO_CONNECT_TIME_T) == 0 ? .connecting : .securing
    }

    private func timings() -> TransportTimings {
        let isReused = attempts > 0 && number(CURLINFO_NUM_CONNECTS) == 0
        func time(_ info: CURLINFO) -> Duration { isReused ? .zero : .microseconds(size(info)) }
        return TransportTimings(
            nameResolved: time(CURLINFO_NAMELOOKUP_TIME_T),
            connected: time(CURLINFO_CONNECT_TIME_T),
            secured: time(CURLINFO_APPCONNECT_TIME_T),
            firstByte: .microseconds(size(CURLINFO_STARTTRANSFER_TIME_T)),
            total: submission.map { ContinuousClock.now - $0.start } ?? .zero,
            bytesSent: number(CURLINFO_REQUEST_SIZE) + size(CURLINFO_SIZE_UPLOAD_T),
            bytesReceived: number(CURLINFO_HEADER_SIZE) + size(CURLINFO_SIZE_DOWNLOAD_T),
            reusedConnection: isReused
        )
    }

    /// What libcurl's code means.
    private func error(for code: CURLcode) -> TransportError {
        guard let destination = submission?.request.destination else { return .engineFailed("it lost a request") }
        if code == CURLE_COULDNT_CONNECT, let refusal {
            return refusal
        }
        let report = CurlFailure(
            code: code,
            text: errorText.baseAddress.map { String(cString: $0) } ?? "",
            systemError: Int32(truncatingIfNeeded: number(CURLINFO_OS_ERRNO)),
            destination: destination,
            stage: stage,
            connectTimeout: submission?.request.limits.connectTimeout ?? .zero,
            headerIsUnfinished: !headIsComplete && headerBytes > 0,
            received: body.count
        )
        return report.error(submission?.request.limits ?? .default)
    }
}
