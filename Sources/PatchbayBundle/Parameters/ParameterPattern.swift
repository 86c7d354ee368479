package import IML
import PatchbayText

/// The regular expression of a parameter's `validate.pattern`: a text, or `{regexp, flags}`.
///
/// It is one of JavaScript, matched by the language's own engine: that compiles it once, and gives up on a text that
/// would take too long.
package struct ParameterPattern: Sendable {
    /// The expression without slashes and flags.
    package let expression: String
    /// The expression as people write it, `/^a/i`.
    package let source: String

    /// Compiles a pattern; `nil` for what is none.
    package init?(_ value: Value) {
        guard let (expression, flags) = Self.parts(of: value), !expression.isEmpty else { return nil }
        self.expression = expression
        source = "/\(expression)/\(flags)"
        if replaced(in: "") == nil { return nil }
    }

    private static func parts(of value: Value) -> (expression: String, flags: String)? {
        if case .collection(let fields) = value {
            guard let text = (fields["regexp"] ?? fields["pattern"])?.asText else { return nil }
            return (text, fields["flags"]?.asText ?? "")
        }
        guard let text = value.asText else { return nil }
        guard text.hasPrefix("/"), let end = text.lastIndex(of: "/"), end != text.startIndex else { return (text, "") }
        let flags = String(text[text.index(after: end)...])
        // `/api/v1` is an expression with slashes in it, not one between slashes.
        guard flags.allSatisfy({ "dgimsuvy".contains($0) }) else { return (text, "") }
        return (String(text[text.index(after: text.startIndex)..<end]), flags)
    }

    /// Whether a text has a part the expression matches; not when finding out takes too long.
    ///
    /// - Parameters:
    ///   - text: The text.
    ///   - budget: What the search may take; `nil` for what one evaluation may.
    package func matches(_ text: String, within budget: EvaluationBudget? = nil) -> Bool {
        replaced(in: text, within: budget).map { !$0.isExactly(text) } ?? false
    }

    /// The text with a match replaced by what no text holds; `nil` when the expression is none or takes too long.
    private func replaced(in text: String, within budget: EvaluationBudget? = nil) -> String? {
        var scope = Scope(budget: budget)
        scope[.parameters] = ["text": .text(text), "pattern": .text(source), "mark": "\u{0}"]
        return (try? Self.replacing?.evaluate(in: scope))?.asText
    }

    private static let replacing = try? Template(
        "{{replace(parameters.text, parameters.pattern, parameters.mark)}}"
    )
}
