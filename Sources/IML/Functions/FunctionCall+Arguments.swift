import PatchbayText

extension FunctionCall {
    /// The argument as text: a text, number, boolean, date, or binary that is text; `nil` when it is missing.
    ///
    /// - Throws: `DataError` for anything else.
    func text(_ position: Int) throws(EvaluationError) -> String? {
        switch value(position) {
        case .text(let text): return text
        case .undefined, .null: return nil
        case .array, .collection: throw failure(position, expected: "a text")
        case let other: return other.text
        }
    }

    /// Whether the argument is there and is text, as ``text(_:)`` has it.
    ///
    /// - Throws: `DataError` for what is no text.
    @inline(__always)
    func isText(_ position: Int) throws(EvaluationError) -> Bool {
        try withText(position) { _ in }
    }

    /// Lends the UTF-8 of the argument as text; gives whether there is any, as ``text(_:)`` has it.
    ///
    /// - Throws: `DataError` for what is no text, and what the closure throws.
    @inline(__always)
    func withText(
        _ position: Int,
        _ use: (UnsafeBufferPointer<UInt8>) throws(EvaluationError) -> Void
    ) throws(EvaluationError) -> Bool {
        guard let text = try text(position) else { return false }
        try text.withBytes(use)
        return true
    }

    /// The argument as a number: a number, or a text that is one; `nil` when it is missing.
    ///
    /// - Throws: `DataError` for anything else.
    func number(_ position: Int) throws(EvaluationError) -> Number? {
        switch value(position) {
        case .number(let number): return number
        case .undefined, .null: return nil
        case .text(let text):
            guard let number = Number(text.trimmingJavaScriptSpaces()) else {
                throw failure(position, expected: "a number")
            }
            return number
        default: throw failure(position, expected: "a number")
        }
    }

    /// The argument as a whole number, a fraction cut off and clamped to what an index can be; `nil` when it is missing.
    ///
    /// - Throws: `DataError` when it is no number.
    @inline(__always)
    func integer(_ position: Int) throws(EvaluationError) -> Int? {
        if let whole = value(position).asInt { return whole }
        return try truncatedNumber(position)
    }

    private func truncatedNumber(_ position: Int) throws(EvaluationError) -> Int? {
        guard let number = try number(position) else { return nil }
        let whole = number.rounded(toDigits: 0, rule: .towardZero)
        return whole.integer ?? (whole.isNegative ? Int(Int32.min) : Int(Int32.max))
    }

    /// Whether the argument is true as JavaScript has it, and not the text `false`; `nil` when it is missing.
    func flag(_ position: Int) -> Bool? {
        switch value(position) {
        case .undefined, .null: nil
        case .text(let text): !text.isEmpty && !text.isExactly("false")
        case let other: other.isTruthy
        }
    }

    /// The argument as an array; `nil` when it is missing.
    ///
    /// - Throws: `DataError` for anything else.
    func array(_ position: Int) throws(EvaluationError) -> [Value]? {
        switch value(position) {
        case .array(let elements): return elements
        case .undefined, .null: return nil
        default: throw failure(position, expected: "an array")
        }
    }

    /// The argument as a collection; `nil` when it is missing.
    ///
    /// - Throws: `DataError` for anything else.
    func fields(_ position: Int) throws(EvaluationError) -> Fields? {
        switch value(position) {
        case .collection(let fields): return fields
        case .undefined, .null: return nil
        default: throw failure(position, expected: "a collection")
        }
    }

    /// The argument's bytes: those of binary, or of the text; `nil` when it is missing.
    ///
    /// - Throws: `DataError` for an array or a collection.
    func bytes(_ position: Int) throws(EvaluationError) -> [UInt8]? {
        if case .binary(let binary) = value(position) { return binary.bytes }
        return try text(position).map { Array($0.utf8) }
    }

    /// The `DataError` that names function, argument and value.
    ///
    /// - Parameters:
    ///   - position: Which argument, from 0.
    ///   - expected: What it has to be, with its article: `a text`.
    func failure(_ position: Int, expected: String) -> EvaluationError {
        let value = value(position)
        let problem = "argument \(position + 1) has to be \(expected), not \(value.typeName)"
        guard !value.isMissing else { return failure(problem) }
        return failure(problem + ": ", quoting: Excerpt(of: value, showing: FunctionCall.shownCharacters))
    }

    /// A `DataError` of this function.
    ///
    /// - Parameter message: What is wrong, without the function's name and without a period.
    func failure(_ message: String) -> EvaluationError {
        EvaluationError(.dataError, "\(name): \(message).", function: name)
    }

    /// A `DataError` of this function that ends with a piece of data.
    ///
    /// - Parameters:
    ///   - message: What is wrong, without the function's name, up to the data.
    ///   - discreetly: The same without words of the data, where some stand in it.
    ///   - excerpt: The data.
    func failure(_ message: String, discreetly: String? = nil, quoting excerpt: Excerpt) -> EvaluationError {
        let message = QuotingMessage(
            "\(name): \(message)",
            discreetLead: discreetly.map { "\(name): \($0)" },
            quoting: excerpt,
            "."
        )
        return EvaluationError(.dataError, message, function: name)
    }

    /// How many characters of a value an error shows.
    static let shownCharacters = 60
}
