import PatchbayText

/// A problem of a bundle, with the place it stands at.
package struct Diagnostic: Sendable, Error {
    /// How bad it is.
    package enum Severity: String, Sendable, Hashable, CaseIterable {
        /// The component, or the whole bundle, does not load.
        case error
        /// It loads, but surely not as meant.
        case warning
    }

    /// The file, relative to the bundle's directory.
    package var file: String
    /// The line, from 1.
    package var line: Int
    /// The column in characters (Unicode scalars), from 1.
    package var column: Int
    /// How bad it is.
    package var severity: Severity
    /// A stable short name of the kind of problem, such as `unknown-function`.
    package var code: String
    /// What is wrong and how to mend it, in a sentence.
    package var message: String

    /// Describes a problem.
    package init(
        file: String,
        line: Int = 1,
        column: Int = 1,
        severity: Severity = .error,
        code: String,
        message: String
    ) {
        self.file = file
        self.line = line
        self.column = column
        self.severity = severity
        self.code = code
        self.message = message
    }
}

extension Diagnostic: Hashable {
    /// Compares byte for byte: messages show what stands in files.
    package static func == (one: Diagnostic, other: Diagnostic) -> Bool {
        one.line == other.line && one.column == other.column && one.severity == other.severity
            && one.code.isExactly(other.code) && one.file.isExactly(other.file) && one.message.isExactly(other.message)
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(line)
        hasher.combine(column)
        for text in [file, code, message] { hasher.combine(ExactText(text)) }
    }
}

extension Diagnostic: CustomStringConvertible {
    /// The form compilers and editors share: `file:line:column: error: text [code]`.
    package var description: String {
        "\(file):\(line):\(column): \(severity.rawValue): \(message) [\(code)]"
    }
}
