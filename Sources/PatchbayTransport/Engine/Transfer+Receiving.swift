internal import CCurl

/// libcurl's callback for each line of the header.
let receiveHeaderLine: @convention(c) (UnsafeMutablePointer<CChar>?, Int, Int, UnsafeMutableRawPointer?) -> Int = {
    bytes,
    size,
    count,
    transfer in
    guard let transfer, let bytes else { return 0 }
    let line = UnsafeRawBufferPointer(start: bytes, count: size * count)
    return Unmanaged<Transfer>.fromOpaque(transfer).takeUnretainedValue().receiveHeaderLine(line) ? line.count : 0
}

/// libcurl's callback for each piece of the decoded body.
let receiveBody: @convention(c) (UnsafeMutablePointer<CChar>?, Int, Int, UnsafeMutableRawPointer?) -> Int = {
    bytes,
    size,
    count,
    transfer in
    guard let transfer, let bytes else { return 0 }
    let piece = UnsafeRawBufferPointer(start: bytes, count: size * count)
    return Unmanaged<Transfer>.fromOpaque(transfer).takeUnretainedValue().receiveBody(piece) ? piece.count : 0
}

extension Transfer {
    /// Takes a line of the header, its line break included.
    ///
    /// - Returns: Whether to go on.
    fileprivate func receiveHeaderLine(_ line: UnsafeRawBufferPointer) -> Bool {
        guard let limits = submission?.request.limits else { return false }
        headerLines += 1
        headerBytes += line.count
        // The line that ends the header and the status line are not header lines.
        guard headerLines <= limits.headerLines + 2, headerBytes <= limits.headerBytes else {
            failure = .tooManyHeaders(limits)
            return false
        }
        if headIsComplete {
            guard line.starts(with: "HTTP/".utf8) else { return true }  // A trailer; the body is complete without it.
            head.removeAll(keepingCapacity: true)
            headIsComplete = false
        }
        if line.first == 0x0A || line.starts(with: "\r\n".utf8) {
            headIsComplete = true
        } else {
            head.append(contentsOf: line)
        }
        return true
    }

    /// Takes a piece of the body.
    ///
    /// - Returns: Whether to go on.
    fileprivate func receiveBody(_ piece: UnsafeRawBufferPointer) -> Bool {
        guard let limits = submission?.request.limits else { return false }
        if let take = submission?.request.takesBody, (200..<300).contains(number(CURLINFO_RESPONSE_CODE)) {
            take(Array(piece))
            return true
        }
        if body.isEmpty {
            let announced = size(CURLINFO_CONTENT_LENGTH_DOWNLOAD_T)
            guard announced <= limits.responseBytes else {
                failure = .responseTooLarge(limits, announced: announced)
                return false
            }
            body.reserveCapacity(min(max(announced, piece.count), 1024 * 1024))
        }
        guard body.count + piece.count <= limits.responseBytes else {
            failure = .responseTooLarge(limits, announced: nil)
            return false
        }
        body.append(contentsOf: piece)
        return !decompressesTooFar(limits, received: size(CURLINFO_SIZE_DOWNLOAD_T) + Self.uncountedBytes)
    }

    /// Whether the body is out of proportion to what was received; notes the failure if so.
    func decompressesTooFar(_ limits: TransportLimits, received: Int) -> Bool {
        guard body.count > TransportLimits.uncheckedDecompressionBytes,
            body.count / max(1, limits.decompressionRatio) > received
        else { return false }
        failure = .decompressesTooFar(limits)
        return true
    }

    /// What libcurl may have read and not counted yet when it hands over a piece: one buffer.
    private static var uncountedBytes: Int { 16 * 1024 }

    /// A number that libcurl keeps about the transfer, zero when it has none.
    func size(_ info: CURLINFO) -> Int {
        var value: curl_off_t = 0
        return patchbay_easy_get_size(easy, info, &value) == CURLE_OK ? max(0, Int(value)) : 0
    }

    /// A number that libcurl keeps about the transfer, zero when it has none.
    func number(_ info: CURLINFO) -> Int {
        var value = 0
        return patchbay_easy_get_long(easy, info, &value) == CURLE_OK ? value : 0
    }
}
