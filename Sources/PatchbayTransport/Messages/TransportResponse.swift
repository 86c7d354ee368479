/// A complete answer.
public struct TransportResponse: Sendable {
    /// The status code, such as 200.
    public var statusCode: Int

    /// The reason phrase of the status line; empty over HTTP/2, which has none.
    public var reason: String

    /// The header lines of the final answer, without those of interim (1xx) answers and without trailers.
    ///
    /// `Content-Encoding` and `Content-Length` are as they were received although ``body`` is decoded.
    public var headers: HeaderFields

    /// The body after decoding of `Transfer-Encoding` and `Content-Encoding`.
    public var body: [UInt8]

    /// The version the server answered in.
    public var httpVersion: HTTPVersion

    /// How long each part of the exchange took, and what it moved.
    public var timings: TransportTimings

    /// What a person should know of the exchange although it went well, in sentences.
    public var notes: [String]

    /// Makes an answer.
    public init(
        statusCode: Int,
        reason: String = "",
        headers: HeaderFields = HeaderFields(),
        body: [UInt8] = [],
        httpVersion: HTTPVersion = .http11,
        timings: TransportTimings = TransportTimings(),
        notes: [String] = []
    ) {
        self.statusCode = statusCode
        self.reason = reason
        self.headers = headers
        self.body = body
        self.httpVersion = httpVersion
        self.timings = timings
        self.notes = notes
    }
}

/// A version of HTTP.
public enum HTTPVersion: String, Sendable, Hashable, CustomStringConvertible {
    /// HTTP/1.0.
    case http10 = "HTTP/1.0"
    /// HTTP/1.1.
    case http11 = "HTTP/1.1"
    /// HTTP/2.
    case http2 = "HTTP/2"

    /// The name as it stands in a status line.
    public var description: String { rawValue }
}
