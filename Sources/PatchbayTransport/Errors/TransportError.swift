/// Why a request got no usable answer.
///
/// An answer with any status code, 4xx and 5xx too, is not an error here.
public struct TransportError: Error, Sendable, Hashable {
    /// What went wrong, to branch on.
    public var code: Code

    /// What went wrong and what to do about it, for the person who reads it.
    ///
    /// It names hosts, addresses, sizes and header names, never header values, bodies, paths or queries.
    public var message: String

    /// Whether bytes of the request may have reached the server, so that repeating it may perform it twice.
    public var requestMayHaveBeenSent: Bool

    /// Makes an error.
    public init(_ code: Code, _ message: String, requestMayHaveBeenSent: Bool = false) {
        self.code = code
        self.message = message
        self.requestMayHaveBeenSent = requestMayHaveBeenSent
    }

    /// Whether the server's machine refused the connection, so that repeating any request is safe.
    public var connectionWasRefused: Bool { code == .connectionRefused }
}

extension TransportError: CustomStringConvertible {
    /// The message and, for machines, the code.
    public var description: String { "\(message) [\(code)]" }
}
