import PatchbayText

/// The name of a kind of error, as the platform and its users spell it.
public struct ErrorType: Sendable {
    /// The name.
    public let rawValue: String

    /// Takes a name as it is; names beyond the platform's own pass through.
    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// A service refused, or something failed that has no better name.
    public static let runtimeError = ErrorType(rawValue: "RuntimeError")
    /// Data is not what it has to be.
    public static let dataError = ErrorType(rawValue: "DataError")
    /// A service wants fewer calls.
    public static let rateLimitError = ErrorType(rawValue: "RateLimitError")
    /// A service has no room left for the user.
    public static let outOfSpaceError = ErrorType(rawValue: "OutOfSpaceError")
    /// A service cannot be reached, or is in trouble itself.
    public static let connectionError = ErrorType(rawValue: "ConnectionError")
    /// A setting cannot work.
    public static let invalidConfigurationError = ErrorType(rawValue: "InvalidConfigurationError")
    /// A service no longer takes the connection's credentials.
    public static let invalidAccessTokenError = ErrorType(rawValue: "InvalidAccessTokenError")
    /// Data is not complete yet; a later call may find it so.
    public static let incompleteDataError = ErrorType(rawValue: "IncompleteDataError")
    /// The service has such data already.
    public static let duplicateDataError = ErrorType(rawValue: "DuplicateDataError")
    /// A search gave more than it may.
    public static let maxResultsExceededError = ErrorType(rawValue: "MaxResultsExceededError")
    /// A file is larger than it may be.
    public static let maxFileSizeExceededError = ErrorType(rawValue: "MaxFileSizeExceededError")
    /// A call took longer than it may.
    public static let moduleTimeoutError = ErrorType(rawValue: "ModuleTimeoutError")
    /// Something failed that should not have been possible.
    public static let unexpectedError = ErrorType(rawValue: "UnexpectedError")

    /// The platform's names.
    public static let all: [ErrorType] = [
        .runtimeError, .dataError, .rateLimitError, .outOfSpaceError, .connectionError, .invalidConfigurationError,
        .invalidAccessTokenError, .incompleteDataError, .duplicateDataError, .maxResultsExceededError,
        .maxFileSizeExceededError, .moduleTimeoutError, .unexpectedError,
    ]
}

extension ErrorType: CustomStringConvertible, ExpressibleByStringLiteral {
    /// The name.
    public var description: String { rawValue }

    /// Takes a name as it is.
    public init(stringLiteral value: String) {
        self.init(rawValue: value)
    }
}

// Not `RawRepresentable`: its `!=` would compare names as `String` does, and a service may have chosen one.
extension ErrorType: Hashable {
    /// Whether two names are the same, byte for byte.
    public static func == (one: ErrorType, other: ErrorType) -> Bool { one.rawValue.hasSameBytes(as: other.rawValue) }

    /// Feeds the name into a hasher.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(ExactText(rawValue))
    }
}
