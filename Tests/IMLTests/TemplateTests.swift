import IML
import Testing

struct TemplateTests {
    @Test func rootsAreTheVariablesExpressionsStartFromWithTheirPlaces() throws {
        let template = try Template("x {{body.a[item.i]}} {{if(`odd name`, now, body)}}")
        #expect(template.roots.map(\.name) == ["body", "item", "odd name", "body"])
        #expect(template.roots.map(\.offset) == [4, 11, 26, 43])
    }

    @Test func callsAreTheFunctionsOfLanguageAndApp() throws {
        let template = try Template("{{mine(if(a, first(b)))}}", functions: FunctionNames(custom: ["mine"]))
        #expect(template.calls == ["mine", "if", "first"])
    }

    @Test func aTextWithoutExpressionsIsConstant() throws {
        #expect(try Template("plain").constant == "plain")
        #expect(try Template("{{1 + 2 * 3}}").constant == 7)
        #expect(try Template("a{{1}}{{'b'}}").constant == "a1b")
        #expect(try Template("{{if(1 < 2, array(1), x)}}").constant == nil)
        #expect(try Template("{{now}}").constant == nil)
    }

    @Test(arguments: [
        ("{{a[0]}}", TemplateError.Code.zeroIndex, 4), ("{{}}", .emptyExpression, 1),
        ("{{a.b-1}}", .hyphenatedNumber, 5),
        ("{{'a' 'b'}}", .joinedOperands, 7),
        ("{{item.first ' ' + item.last}}", .joinedOperands, 14),
    ])
    func whatIsOddIsWarnedAbout(_ source: String, _ code: TemplateError.Code, _ column: Int) throws {
        let warnings = try Template(source).warnings
        #expect(warnings.map(\.code) == [code])
        #expect(warnings.map(\.column) == [column])
    }

    @Test func aSensibleTemplateHasNoWarnings() throws {
        #expect(try Template("{{a[1].b - 1}} {{c.content-type}}").warnings.isEmpty)
    }

    @Test func aBareExpressionNeedsNoBraces() throws {
        #expect(try Template(bareExpression: "1 + 2").evaluate(in: Scope()) == 3)
        #expect(try Template(bareExpression: "a {{1}}").evaluate(in: Scope()) == "a 1")
        #expect(throws: TemplateError.self) { try Template(bareExpression: "1 +") }
        #expect(throws: TemplateError.self) { try Template(bareExpression: "1 }") }
    }

    @Test func anErrorShowsItsLineWithACaret() {
        let error = #expect(throws: TemplateError.self) { try Template("first\n{{lenght('a')}} rest") }
        #expect(error?.line == 2)
        #expect(error?.excerpt == "{{lenght('a')}} rest\n  ^")
        #expect(error?.description == "There is no function lenght (line 2, column 3). Did you mean 'length'?")
    }

    @Test(arguments: [
        ("1e99999", Value.null), ("-1e99999", .null), (String(repeating: "9", count: 10_000), .null), ("1e-99999", 0),
        ("1e3", 1_000),
    ])
    func aTextThatIsTooLargeANumberIsNone(_ text: String, _ product: Value) throws {
        var scope = Scope()
        scope["x"] = .text(text)
        #expect(try Template("{{x * 1}}").evaluate(in: scope) == product)
        for function in ["round", "parseNumber", "abs"] {
            let template = try Template("{{\(function)(x)}}")
            if product.isNull {
                let error = #expect(throws: EvaluationError.self) { try template.evaluate(in: scope) }
                #expect(error?.type == .dataError)
            } else {
                #expect(try template.evaluate(in: scope) == product)
            }
        }
    }

    @Test(arguments: [
        ("žluť 😀 {{uper(1)}}", 10, "žluť 😀 {{uper(1)}}\n          ^"),
        ("日本語 {{uper(1)}}", 7, "日本語 {{uper(1)}}\n         ^"),
        ("e\u{301}👩‍👩‍👧\t{{uper(1)}}", 11, "e\u{301}👩‍👩‍👧 {{uper(1)}}\n      ^"),
        (
            String(repeating: "語", count: 60) + "{{uper(1)}}", 63,
            "…" + String(repeating: "語", count: 48) + "{{uper(1)}}\n" + String(repeating: " ", count: 99) + "^"
        ),
    ])
    func columnsCountCharactersAndTheCaretTheirWidth(_ source: String, _ column: Int, _ excerpt: String) {
        let error = #expect(throws: TemplateError.self) { try Template(source) }
        #expect(error?.column == column)
        #expect(error?.excerpt == excerpt)
    }

    @Test(arguments: ["1..5", "1.5.5", "a + 1.5.b", "2.."])
    func aNumberHasOneDecimalPoint(_ number: String) {
        let error = #expect(throws: TemplateError.self) { try Template("{{\(number)}}") }
        #expect(error?.message == "This is not a number")
    }

    @Test func aFunctionOfAnyNumberOfArgumentsTakesAThousand() throws {
        let call = { (count: Int) in
            "{{array(" + [String](repeating: "1", count: count).joined(separator: ",") + ")}}"
        }
        #expect(try Template(call(1_000)).evaluate(in: Scope()).asArray?.count == 1_000)
        let error = #expect(throws: TemplateError.self) { try Template(call(1_001)) }
        #expect(error?.message == "array takes at most 1000 arguments, not 1001")
    }

    @Test func aTextThatIsNoHexIsToldWhatHexIs() throws {
        let template = try Template("{{toBinary('zz', 'hex')}}")
        let error = #expect(throws: EvaluationError.self) { try template.evaluate(in: Scope()) }
        #expect(
            error?.message
                == "toBinary: argument 1 has to be hex: pairs of the digits 0 to 9 and a to f, not a text: \"zz\"."
        )
    }

    @Test func aFailureKnowsItsColumn() {
        let error = #expect(throws: EvaluationError.self) {
            try Template("ab {{1 + first(sort(5))}}").evaluate(in: Scope())
        }
        #expect(error?.column == 16)
        #expect(error?.function == "sort")
        #expect(
            error?.description == "DataError: sort: argument 1 has to be an array, not a number: 5. (column 16)"
        )
    }

    @Test func anAppsFunctionWinsOverTheLanguages() throws {
        let template = try Template("{{first(a)}}", functions: FunctionNames(custom: ["first"]))
        let error = #expect(throws: EvaluationError.self) { try template.evaluate(in: Scope()) }
        #expect(error?.message == "The app's functions cannot be called here.")
    }

    @Test func headersAreFoundWhateverTheirCase() throws {
        var scope = Scope()
        var headers = Fields(caseInsensitiveKeys: true)
        headers["Content-Type"] = "text/plain"
        scope[.headers] = .collection(headers)
        for name in ["content-type", "Content-Type", "CONTENT-TYPE"] {
            #expect(try Template("{{headers.\(name)}}").evaluate(in: scope) == "text/plain")
            #expect(try Template("{{headers['\(name)']}}").evaluate(in: scope) == "text/plain")
        }
    }
}
