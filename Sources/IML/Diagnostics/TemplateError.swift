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
    /// The column in UTF-8 bytes, from 1.
    public let column: Int
    /// The line of the source, for ``excerpt``.
    let sourceLine: String

    init(_ code: Code, _ message: String, suggestion: String? = nil, at offset: Int, in source: String) {
        self.code = code
        self.message = message
        self.suggestion = suggestion
        self.offset = offset
        let bytes = Array(source.utf8)
        let place = min(offset, bytes.count)
        let position = TextPosition(of: place, in: bytes)
        let lineStart = place - (position.column - 1)
        let lineEnd = bytes[place...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
        line = position.line
        column = position.column
        sourceLine = String(decoding: bytes[lineStart..<lineEnd], as: UTF8.self)
    }
}

extension TemplateError: CustomStringConvertible {
    /// The message with its place and what was probably meant.
    public var description: String {
        let hint = suggestion.map { ". \($0)" } ?? ""
        return "\(message) (line \(line), column \(column))\(hint)"
    }

    /// The line of the source with a caret under the place, cut to the place's surroundings when it is long.
    public var excerpt: String {
        let characters = Array(sourceLine)
        let before = String(decoding: sourceLine.utf8.prefix(column - 1), as: UTF8.self).count
        let start = max(0, before - 50)
        let end = min(characters.count, before + 30)
        let lead = start > 0 ? "…" : ""
        let tail = end < characters.count ? "…" : ""
        let shown = characters[start..<max(start, end)].map { $0 == "\t" ? " " : $0 }
        return lead + String(shown) + tail + "\n" + String(repeating: " ", count: lead.count + before - start) + "^"
    }
}
