import IML
import Testing

/// One line of the tables in `Cases/`: what is evaluated, in which context, and what has to come out.
///
/// A table is `{"how": …, "cases": […]}`. A case has `template`, or `function` with `arguments`; it may have `context`
/// (variables by name), `now` (a date) and `how` (how its expected value was found; else the table's). `expected` is
/// `{"value": …}`, `{"undefined": true}`, `{"error": {"type": …, "message": …}}` (the message is a part of it) or
/// `{"templateError": {"code": …, "column": …, "suggestion": …}}`. In values `{"$date": "…"}` is a date (a number: its
/// milliseconds since 1970), `{"$binary": "base64"}` binary and `{"$undefined": true}` undefined.
struct LanguageCase: Sendable, CustomTestStringConvertible {
    let table: String
    let number: Int
    let fields: Value

    var testDescription: String { "\(table) \(number): \(what)" }

    /// What is evaluated, for a person.
    var what: String {
        if let template = fields["template"].asText { return template }
        return "\(fields["function"].text)\(fields["arguments"].description)"
    }

    /// What comes out, in the form of `expected`.
    var outcome: Value { outcome(evaluated) }

    /// What comes out of an evaluation in this case's context, in the form of `expected`.
    func outcome(_ evaluate: (Scope) throws -> Value) -> Value {
        var scope = Scope(now: decoded(fields["now"]).asDate ?? Timestamp(millisecondsSinceEpoch: 0))
        if case .collection(let context) = decoded(fields["context"]) { scope.set(context) }
        do {
            let value = try evaluate(scope)
            return value.isUndefined ? ["undefined": true] : ["value": value]
        } catch let error as EvaluationError {
            return ["error": ["type": .text(error.type.rawValue), "message": .text(error.message)]]
        } catch let error as TemplateError {
            var found: Value = ["code": .text(error.code.rawValue), "column": .number(Number(error.column))]
            if let suggestion = error.suggestion { found["suggestion"] = .text(suggestion) }
            return ["templateError": found]
        } catch {
            return ["thrown": .text("\(error)")]
        }
    }

    private func evaluated(in scope: Scope) throws -> Value {
        if let template = fields["template"].asText { return try Template(template).evaluate(in: scope) }
        guard let function = fields["function"].asText, case .array(let arguments) = decoded(fields["arguments"]) else {
            throw CaseTable.Failure.malformed(table: table, number: number)
        }
        return try FunctionCatalog.call(function, arguments, in: scope)
    }

    /// Whether an outcome is the expected one: values by type and key order too, messages by a part of them.
    func expects(_ outcome: Value) -> Bool {
        let expected = decoded(fields["expected"])
        for kind in ["error", "templateError"] {
            guard case .collection(let wanted) = expected[kind] else { continue }
            guard case .collection = outcome[kind] else { return false }
            return wanted.allSatisfy { key, value in
                key == "message" || key == "suggestion"
                    ? outcome[kind][key].text.contains(value.text) : outcome[kind][key] == value
            }
        }
        return expected == outcome && expected.jsonText() == outcome.jsonText()
    }

    /// The case with dates, binary and undefined in their places.
    var decodedFields: Value { decoded(fields) }

    /// The value with dates, binary and undefined in their places.
    private func decoded(_ value: Value) -> Value {
        switch value {
        case .array(let elements): return .array(elements.map(decoded))
        case .collection(let fields):
            if fields.count == 1, let date = fields["$date"] { return CaseTable.date(date) }
            if fields.count == 1, case .text(let base64)? = fields["$binary"] { return CaseTable.binary(base64) }
            if fields.count == 1, fields["$undefined"] != nil { return .undefined }
            return .collection(fields.mapValues(decoded))
        default: return value
        }
    }
}
