/// Why a template has no value.
public struct EvaluationError: Error, Sendable {
    private final class Content: Sendable {
        let type: ErrorType
        let message: QuotingMessage
        let function: String?
        let limit: String?
        let offset: Int?
        let column: Int?
        let pendingCall: ScriptCall?

        init(
            type: ErrorType,
            message: QuotingMessage,
            function: String?,
            limit: String?,
            offset: Int?,
            column: Int?,
            pendingCall: ScriptCall?
        ) {
            self.type = type
            self.message = message
            self.function = function
            self.limit = limit
            self.offset = offset
            self.column = column
            self.pendingCall = pendingCall
        }
    }

    /// In a box: the error travels through every evaluation's return, mostly as nothing.
    private let content: Content

    /// The platform's name of the error.
    public var type: ErrorType { content.type }
    /// What went wrong, in a sentence without the place; data stands in it as it is.
    public var message: String { content.message.text }
    /// The same sentence for whoever knows what of the data it quotes may be shown.
    public var quotingMessage: QuotingMessage { content.message }
    /// The function that failed, if one did.
    public var function: String? { content.function }
    /// The name of the limit that was met, if one was: `output`, `steps`, `depth` or `time`.
    public var limit: String? { content.limit }
    /// Where in the template's source, in UTF-8 bytes from 0.
    public var offset: Int? { content.offset }
    /// The column in the template's source, in characters (Unicode scalars) from 1.
    public var column: Int? { content.column }
    /// The call of an app's function that has to be made before the evaluation can go on; see ``ScriptJournal``.
    public var pendingCall: ScriptCall? { content.pendingCall }
    /// Whether this is no failure: the evaluation waits for ``pendingCall``.
    public var isSuspension: Bool { content.pendingCall != nil }
    /// Whether the ``EvaluationBudget`` did not let the evaluation go on.
    public var isInterruption: Bool { content.limit == "time" }

    /// Describes a failure.
    ///
    /// - Parameters:
    ///   - type: The platform's name of the error.
    ///   - message: What went wrong, in a sentence.
    ///   - function: The function that failed, if one did.
    ///   - limit: The name of the limit that was met, if one was.
    public init(_ type: ErrorType, _ message: String, function: String? = nil, limit: String? = nil) {
        self.init(type, QuotingMessage(message), function: function, limit: limit)
    }

    /// Describes a failure with a sentence that quotes data.
    init(_ type: ErrorType, _ message: QuotingMessage, function: String? = nil, limit: String? = nil) {
        content = Content(
            type: type,
            message: message,
            function: function,
            limit: limit,
            offset: nil,
            column: nil,
            pendingCall: nil
        )
    }

    /// The evaluation waits for a call of an app's function.
    public static func suspended(_ call: ScriptCall) -> EvaluationError {
        EvaluationError(
            content: Content(
                type: .unexpectedError,
                message: QuotingMessage("The function \(call.function) has not been called yet."),
                function: call.function,
                limit: nil,
                offset: nil,
                column: nil,
                pendingCall: call
            )
        )
    }

    private init(content: Content) {
        self.content = content
    }

    /// The same error with its place in a source, unless it has one.
    func at(_ offset: Int, in source: String) -> EvaluationError {
        guard content.offset == nil else { return self }
        return EvaluationError(
            content: Content(
                type: type,
                message: content.message,
                function: function,
                limit: limit,
                offset: offset,
                column: TextPosition(of: offset, in: source.utf8).column,
                pendingCall: pendingCall
            )
        )
    }
}

extension EvaluationError: CustomStringConvertible {
    /// Type, message and, where known, the column.
    public var description: String {
        let place = column.map { " (column \($0))" } ?? ""
        return "\(type): \(message)\(place)"
    }
}
