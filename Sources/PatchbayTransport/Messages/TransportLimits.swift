/// The bounds of one request and its answer; crossing one ends the request with an error that names it.
public struct TransportLimits: Sendable, Hashable {
    /// Bytes of the answer's body after decompression; 16 MiB by default.
    public var responseBytes: Int

    /// Decompressed bytes for each received byte, at most; 100 by default.
    ///
    /// Answers of up to ``uncheckedDecompressionBytes`` are exempt: short repetitive texts compress better than that
    /// without doing harm.
    public var decompressionRatio: Int

    /// Lines of the answer's or the request's header; 1,000 by default.
    public var headerLines: Int

    /// Bytes of the answer's or the request's header; 64 KiB by default.
    public var headerBytes: Int

    /// Bytes of the request's body; 16 MiB by default.
    public var requestBytes: Int

    /// The time to resolve the name, connect and finish the TLS handshake, within the request's own timeout; 10 seconds
    /// by default.
    public var connectTimeout: Duration

    /// The size below which the decompression ratio does not matter: 256 KiB.
    public static let uncheckedDecompressionBytes = 256 * 1024

    /// The limits of a host that was not configured otherwise.
    public static let `default` = TransportLimits()

    /// Makes limits; what is not given has its default.
    public init(
        responseBytes: Int = 16 * 1024 * 1024,
        decompressionRatio: Int = 100,
        headerLines: Int = 1_000,
        headerBytes: Int = 64 * 1024,
        requestBytes: Int = 16 * 1024 * 1024,
        connectTimeout: Duration = .seconds(10)
    ) {
        self.responseBytes = responseBytes
        self.decompressionRatio = decompressionRatio
        self.headerLines = headerLines
        self.headerBytes = headerBytes
        self.requestBytes = requestBytes
        self.connectTimeout = connectTimeout
    }
}
