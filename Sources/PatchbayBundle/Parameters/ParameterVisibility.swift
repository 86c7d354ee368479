import IML
import PatchbayText

/// When a parameter is part of its form (`visible`): an expression over the values of the others.
struct ParameterVisibility: Sendable {
    private let template: Template
    /// The expression as the bundle writes it.
    let source: String

    /// Reads a `visible`.
    ///
    /// - Returns: `nil` for one that leaves the parameter shown whatever is given: anything but a template, or a template
    ///   with an error.
    init?(_ value: Value) {
        guard let source = value.asText, source.contains(bytesOf: "{{"), let template = try? Template(source) else {
            return nil
        }
        self.template = template
        self.source = source
    }

    /// Whether the parameter is shown; one whose expression fails is.
    ///
    /// - Parameters:
    ///   - input: What templates read as `parameters`.
    ///   - budget: What the expression may take.
    func holds(for input: Fields, within budget: EvaluationBudget) -> Bool {
        var scope = Scope(budget: budget)
        scope[.parameters] = .collection(input)
        return (try? template.evaluate(in: scope))?.isTruthy ?? true
    }
}
