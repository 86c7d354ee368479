/// An answer of the API, free of the server it goes out through.
package struct APIAnswer: Sendable {
    /// What the answer carries.
    package enum Body: Sendable {
        /// All of it.
        case bytes([UInt8])
        /// Bytes that come as they are made.
        case stream(any ByteSource)
    }

    /// The status code.
    package var status: Int
    /// The header lines beside the length.
    package var headers: [(name: String, value: String)]
    /// What it carries.
    package var body: Body

    /// Makes an answer.
    init(status: Int = 200, headers: [(name: String, value: String)], body: Body) {
        self.status = status
        self.headers = headers
        self.body = body
    }
}

/// Bytes that come as they are made; whoever takes them sets the pace.
package protocol ByteSource: AnyObject, Sendable {
    /// The next bytes, waiting for them; `nil` at the end.
    func next() async -> [UInt8]?

    /// The header lines that follow the end.
    var trailers: [(name: String, value: String)] { get }
}
