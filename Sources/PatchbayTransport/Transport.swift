/// Sends one request and gives its answer.
///
/// One hop: redirects are answers like any other. Implementations check what they are given, keep the limits, and
/// answer cancellation of the calling task by ending the request with ``TransportError/Code/cancelled``.
public protocol Transport: Sendable {
    /// Sends a request.
    ///
    /// - Parameter request: What to send, byte for byte.
    /// - Returns: The complete answer, whatever its status code.
    /// - Throws: ``TransportError`` when there is none.
    func send(_ request: TransportRequest) async throws(TransportError) -> TransportResponse
}
