/// A setting of the transport that cannot be read.
public struct ConfigurationError: Error, Sendable, Hashable, CustomStringConvertible {
    /// Which setting, what is wrong with it and what is expected.
    public let message: String

    /// Makes an error.
    public init(_ message: String) {
        self.message = message
    }

    /// The message.
    public var description: String { message }
}
