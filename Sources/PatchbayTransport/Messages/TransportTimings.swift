/// Where the time of an exchange went, and what it moved.
///
/// Each time counts from the call of ``Transport/send(_:)``'s transfer, and is zero when its point was not reached or
/// was passed by reusing a connection.
public struct TransportTimings: Sendable, Hashable {
    /// Until the name was resolved.
    public var nameResolved: Duration

    /// Until the connection stood.
    public var connected: Duration

    /// Until the TLS handshake was done.
    public var secured: Duration

    /// Until the first byte of the answer.
    public var firstByte: Duration

    /// Until the last byte of the answer, or until the request failed.
    public var total: Duration

    /// Bytes of the request, header and body.
    public var bytesSent: Int

    /// Bytes of the answer as received, header and body, before decompression.
    public var bytesReceived: Int

    /// Whether a connection of an earlier request was used.
    public var reusedConnection: Bool

    /// Makes timings; what is not given is zero.
    public init(
        nameResolved: Duration = .zero,
        connected: Duration = .zero,
        secured: Duration = .zero,
        firstByte: Duration = .zero,
        total: Duration = .zero,
        bytesSent: Int = 0,
        bytesReceived: Int = 0,
        reusedConnection: Bool = false
    ) {
        self.nameResolved = nameResolved
        self.connected = connected
        self.secured = secured
        self.firstByte = firstByte
        self.total = total
        self.bytesSent = bytesSent
        self.bytesReceived = bytesReceived
        self.reusedConnection = reusedConnection
    }
}
