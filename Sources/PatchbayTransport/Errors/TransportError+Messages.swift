import PatchbayText

/// The texts of the errors that the engine itself raises.
extension TransportError {
    static let shutDown = TransportError(.shutDown, "The host is shutting down and sends no more requests.")

    static func overloaded(_ capacity: Int) -> TransportError {
        TransportError(.overloaded, "There are \(capacity) requests under way already. Try again later.")
    }

    static func overloaded(_ owner: String, _ count: Int, of capacity: Int) -> TransportError {
        TransportError(
            .overloaded,
            "\(count) requests of '\(owner)' are under way already, its share of the \(capacity) there may be. "
                + "Try again later."
        )
    }

    static func engineFailed(_ reason: String) -> TransportError {
        TransportError(.engine, "The HTTP engine failed: \(reason).")
    }

    static func tooManyHeaders(_ limits: TransportLimits) -> TransportError {
        TransportError(
            .tooManyHeaders,
            "The answer's header is larger than the \(limits.headerLines) lines or \(limits.headerBytes) bytes allowed."
        )
    }

    static func responseTooLarge(_ limits: TransportLimits, announced: Int?) -> TransportError {
        let size = announced.map { "has \($0) bytes, more" } ?? "is larger"
        return TransportError(
            .responseTooLarge,
            "The answer's body \(size) than the \(limits.responseBytes) bytes allowed."
        )
    }

    static func decompressesTooFar(_ limits: TransportLimits) -> TransportError {
        TransportError(
            .decompressionRatio,
            "The answer's body decompresses to more than \(limits.decompressionRatio) times what was received."
        )
    }

    static func closedBeforeAnswer(_ destination: Destination, isRepeatable: Bool) -> TransportError {
        let reason = isRepeatable ? "" : " It was not sent again, since that could perform it twice."
        return TransportError(
            .connectionReset,
            "\(destination.name) closed the connection before it answered.\(reason)"
        )
    }

    static func timeoutInLine(_ destination: Destination, _ limit: Duration) -> TransportError {
        TransportError(
            .timeout,
            "\(destination.name) did not answer completely within \(limit.inSeconds): the request was still waiting for "
                + "a free connection."
        )
    }

    static func cancelled(_ destination: Destination) -> TransportError {
        TransportError(.cancelled, "The request to \(destination.name) was cancelled.")
    }

    static func timeout(
        _ destination: Destination,
        _ limit: Duration,
        _ stage: Transfer.Stage,
        received: Int
    ) -> TransportError {
        let state =
            switch stage {
            case .resolving: "its name had not been resolved or a connection not become free"
            case .connecting where destination.origin.scheme == .https:
                "the connection did not stand yet, or its TLS handshake was not done"
            case .connecting: "the connection did not stand yet"
            case .securing: "the TLS handshake was not done"
            case .waiting: "the request was sent, nothing had come back"
            case .receiving: "\(received) bytes of the body had come"
            }
        return TransportError(
            .timeout,
            "\(destination.name) did not answer completely within \(limit.inSeconds): \(state)."
        )
    }

    static func connectTimeout(_ destination: Destination, _ limit: Duration, _ stage: Transfer.Stage) -> TransportError
    {
        let state =
            switch stage {
            case .resolving: "its name was not resolved"
            // libcurl counts both as connecting, and does not tell them apart.
            case .connecting where destination.origin.scheme == .https:
                "it did not take the connection, or did not finish the TLS handshake"
            case .connecting: "it did not take the connection"
            case .securing, .waiting, .receiving: "the TLS handshake was not done"
            }
        return TransportError(.timeout, "No connection to \(destination.name) within \(limit.inSeconds): \(state).")
    }
}

extension Duration {
    /// `40 s`, `0.25 s`.
    var inSeconds: String {
        let milliseconds = wholeMilliseconds
        let (whole, rest) = milliseconds.quotientAndRemainder(dividingBy: 1_000)
        guard rest > 0 else { return "\(whole) s" }
        var digits = String(rest + 1_000).dropFirst()
        while digits.last == "0" {
            digits.removeLast()
        }
        return "\(whole).\(digits) s"
    }
}
