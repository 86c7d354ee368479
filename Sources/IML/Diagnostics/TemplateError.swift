/// Why a template does not compile, with the place in its source.
public struct TemplateError: Error, Sendable, Hashable {
    /// The kinds of mistakes, stable names for diagnostics.
    public enum Code: String, Sendable, Hashable {
        /// The text does not follow the grammar.
        case syntax
        /// A function is called that neither the language nor the app has.
        case unknownFunction = "unknown-function"
        /// A function is called with too few or too many arguments.
        case argumentCount = "argument-count"
        /// An expression is longer or nests deeper than allowed.
        case limit = "expression-limit"
        /// An index of zero, where the first is 1.
        case zeroIndex = "zero-index"
        /// A number after a dot, which names a member and is no index.
        case numericMember = "numeric-member"
        /// A name that reads like a subtraction, as `count-1`.
        case hyphenatedNumber = "hyphenated-number"
        /// Two values side by side with no operator between them, which are joined as text.
        case joinedOperands = "joined-operands"
        /// `{{}}` with nothing in it.
        case emptyExpression = "empty-expression"
    }

    /// The kind of mistake.
    public let code: Code
    /// What is wrong, in a sentence without the place.
    public let message: String
    /// What was probably meant, if it can be guessed.
    public let suggestion: String?
    /// Where in the source, in UTF-8 bytes from 0.
    public let offset: Int
    /// The line in the source, from 1.
    public let line: Int
    /// The column in characters (Unicode scalars), from 1.
    public let column: Int
    /// The line of the source with a caret under the place, cut to the place's surroundings when it is long.
    public let excerpt: String

    init(_ code: Code, _ message: String, suggestion: String? = nil, at offset: Int, in source: String) {
        self.code = code
        self.message = message
        self.suggestion = suggestion
        self.offset = offset
        let bytes = Array(source.utf8)
        let place = min(offset, bytes.count)
        let position = TextPosition(of: place, in: bytes)
        line = position.line
        column = position.column
        excerpt = SourceExcerpt(of: source, at: place).description
    }
}

extension TemplateError: CustomStringConvertible {
    /// The message with its place and what was probably meant.
    public var description: String {
        let hint = suggestion.map { ". \($0)" } ?? ""
        return "\(message) (line \(line), column \(column))\(hint)"
    }
}
