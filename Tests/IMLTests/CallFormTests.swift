import IML
import Testing

/// A function gives the same however a template calls it.
///
/// Templates lend arguments that are variables, prepare for those that are constant, and write texts where they are
/// wanted without making a value of them first; a call from outside does none of that.
struct CallFormTests {
    private static let calls = CaseTable.all.filter { $0.fields["function"].asText != nil }

    @Test(arguments: calls)
    func aTemplateGivesWhatACallGives(_ line: LanguageCase) throws {
        for form in try line.forms {
            #expect(line.expects(line.outcome(of: form)), "\(form)")
        }
    }

    @Test(arguments: calls)
    func theTextInATemplateIsTheTextOfTheValue(_ line: LanguageCase) throws {
        let expected = line.decodedFields["expected"]
        guard expected["error"].isMissing else { return }
        for form in try line.forms {
            let outcome = line.outcome(of: "<\(form)|\(form)>")
            let text = expected["value"].text
            #expect(outcome == ["value": .text("<\(text)|\(text)>")], "\(form)")
        }
    }
}

extension LanguageCase {
    /// Templates that make the call of this case: with variables, and with constants where a text can be written as one.
    fileprivate var forms: [String] {
        get throws {
            guard let function = fields["function"].asText, case .array(let arguments) = decodedFields["arguments"]
            else {
                throw CaseTable.Failure.malformed(table: table, number: number)
            }
            let variables = arguments.indices.map { "parameters.arguments[\($0 + 1)]" }
            let constants = arguments.enumerated().map { position, argument in
                if case .text(let text) = argument, position > 0, text.utf8.allSatisfy({ !"'\\{}".utf8.contains($0) }) {
                    return "'\(text)'"
                }
                return variables[position]
            }
            return Set([variables, constants]).map { "{{\(function)(\($0.joined(separator: ", ")))}}" }.sorted()
        }
    }

    /// What a template gives that makes the call of this case.
    fileprivate func outcome(of template: String) -> Value {
        outcome { scope in
            var scope = scope
            scope["parameters"] = ["arguments": decodedFields["arguments"]]
            return try Template(template).evaluate(in: scope)
        }
    }
}
