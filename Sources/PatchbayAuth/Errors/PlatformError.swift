public import IML

/// The one error of a call: the platform's type name, what happened, and where in which bundle file.
///
/// Every layer that lets it pass may add a place or a note; none swallows it. The message is for a person who did not
/// write the code, and never contains a secret's text.
public struct PlatformError: Error, Sendable, Equatable {
    /// The platform's name of the error, such as `RateLimitError`.
    public var type: ErrorType

    /// What went wrong and, where there is one, the remedy.
    public var message: String

    /// The status the service answered with, if it answered.
    public var statusCode: Int?

    /// Seconds to wait before the next attempt, as the service said in `Retry-After`; within ``retryAfterRange``.
    public var retryAfter: Double?

    /// The seconds a caller is told to wait: one at least, for a service that has just refused a call does not want the
    /// next at once, and a day at most.
    public static let retryAfterRange = 1.0...86_400.0

    /// The parameter the error is about (`phones[2].number`), or the key of the spec (`response.output`).
    public var path: String?

    /// The bundle file the error comes from, relative to the bundle, with line and column where known.
    public var place: Place?

    /// Whether the request surely did not reach the service, so that even an unsafe one may be sent again.
    public var wasNotSent: Bool

    /// Whether a time limit ended it.
    public var timedOut: Bool

    /// A position in a bundle's file.
    public struct Place: Sendable, Hashable {
        /// The file, relative to the bundle's directory.
        public var file: String
        /// The line, from 1.
        public var line: Int?
        /// The column in characters (Unicode scalars), from 1.
        public var column: Int?

        /// Names a position in a bundle's file.
        public init(file: String, line: Int? = nil, column: Int? = nil) {
            self.file = file
            self.line = line
            self.column = column
        }
    }

    /// Makes an error of one of the platform's types.
    public init(
        _ type: ErrorType,
        _ message: String,
        statusCode: Int? = nil,
        retryAfter: Double? = nil,
        path: String? = nil,
        place: Place? = nil,
        wasNotSent: Bool = false,
        timedOut: Bool = false
    ) {
        self.type = type
        self.message = message
        self.statusCode = statusCode
        self.retryAfter = retryAfter.map {
            min(max($0, Self.retryAfterRange.lowerBound), Self.retryAfterRange.upperBound)
        }
        self.path = path
        self.place = place
        self.wasNotSent = wasNotSent
        self.timedOut = timedOut
    }

    /// The message as a sentence that another may follow.
    public var sentence: String {
        guard let last = message.last, !".!?".contains(last) else { return message }
        return message + "."
    }

    /// The same error with a place, unless it has one already: the innermost place wins.
    public func at(_ place: Place?) -> PlatformError {
        guard self.place == nil, let place else { return self }
        var located = self
        located.place = place
        return located
    }
}
