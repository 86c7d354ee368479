package import IML
import Synchronization

/// The regular expression of a parameter's `validate.pattern`: a text, or `{regexp, flags}`.
package struct ParameterPattern: Sendable {
    /// The expression without slashes and flags.
    package let expression: String
    /// The expression as people write it, `/^a/i`.
    package let source: String
    private let compiled: CompiledPattern

    /// Compiles a pattern; `nil` for what is none.
    package init?(_ value: Value) {
        guard let (expression, flags) = Self.parts(of: value), !expression.isEmpty,
            let compiled = CompiledPattern(expression, ignoresCase: flags.contains("i"))
        else { return nil }
        self.expression = expression
        source = "/\(expression)/\(flags)"
        self.compiled = compiled
    }

    private static func parts(of value: Value) -> (expression: String, flags: String)? {
        if case .collection(let fields) = value {
            guard let text = (fields["regexp"] ?? fields["pattern"])?.asText else { return nil }
            return (text, fields["flags"]?.asText ?? "")
        }
        guard let text = value.asText else { return nil }
        guard text.hasPrefix("/"), let end = text.lastIndex(of: "/"), end != text.startIndex else { return (text, "") }
        return (String(text[text.index(after: text.startIndex)..<end]), String(text[text.index(after: end)...]))
    }

    /// Whether a text has a part the expression matches.
    package func matches(_ text: String) -> Bool {
        compiled.matches(text)
    }
}

/// A regular expression that several calls may use: Swift's own is not sendable, so one match at a time runs on it.
private final class CompiledPattern: Sendable {
    private let regex: Mutex<Regex<AnyRegexOutput>>

    init?(_ expression: String, ignoresCase: Bool) {
        guard let regex = try? Regex(expression).ignoresCase(ignoresCase) else { return nil }
        self.regex = Mutex(regex)
    }

    func matches(_ text: String) -> Bool {
        regex.withLock { text.contains($0) }
    }
}
