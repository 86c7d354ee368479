import PatchbayText
import Testing

@testable import IML

struct RegularExpressionTests {
    private func replace(_ text: String, _ pattern: String, _ replacement: String = "") throws -> Value {
        try FunctionCatalog.call("replace", [.text(text), .text(pattern), .text(replacement)], in: Scope())
    }

    @Test(arguments: [
        "/(a+)+$/", "/(a|aa)+$/", "/(a|a?)+$/", "/(.*)*x/", "/(?=(a+)+$)/", "/^(([a-z])+.)+[A-Z]([a-z])+$/",
    ])
    func givesUpOnExpressionsThatTakeForever(_ pattern: String) throws {
        do {
            let value = try replace(String(repeating: "a", count: 60) + "!", pattern)
            // Some have an empty or early match after all.
            #expect(value.asText != nil)
        } catch let error as EvaluationError {
            #expect(error.type == .dataError)
            #expect(
                error.message.contains("replace: the regular expression") && error.message.contains("takes too long")
            )
        }
    }

    @Test func namesTheExpressionThatTakesForever() {
        #expect {
            try replace(String(repeating: "a", count: 60) + "!", "/(a+)+$/")
        } throws: { error in
            (error as? EvaluationError)?.message
                == "replace: the regular expression /(a+)+$/ takes too long on this text."
        }
    }

    @Test func boundsTheOutputOfAReplacement() throws {
        var scope = Scope()
        scope.limits.outputBytes = 1_000
        #expect(throws: EvaluationError.self) {
            try FunctionCatalog.call(
                "replace",
                [.text(String(repeating: "a", count: 900)), "/a/g", "$`$'"],
                in: scope
            )
        }
    }

    @Test(arguments: [
        "/" + String(repeating: "(", count: 5_000) + "/",
        "/" + String(repeating: "(?:", count: 150) + String(repeating: ")", count: 150) + "/",
        "/((a{1000}){1000}){1000}/", "/a{1,99999}b{1,99999}/u", "/" + String(repeating: "a", count: 20_000) + "/",
    ])
    func refusesExpressionsThatAreTooLarge(_ pattern: String) {
        #expect(throws: EvaluationError.self) { try replace("a", pattern) }
    }

    @Test func handlesLongTextsWithoutDeepRecursion() throws {
        let long = String(repeating: "ab", count: 100_000)
        #expect(try replace(long, "/(?:a|b)*/", "x") == "x")
        #expect(try replace(long, "/.*b/", "x") == "x")
        #expect(try replace(long, "/(ab)+?$/", "x") == "x")
    }

    @Test func keepsABoundedNumberOfExpressions() throws {
        for number in 0..<1_000 { _ = try replace("a", "/a\(number)/") }
        #expect(RegularExpression.cache.count <= 256)
    }

    @Test func survivesAnyPattern() throws {
        var generator = SystemRandomNumberGenerator()
        let pieces = [
            "a", "(", ")", "[", "]", "*", "+", "?", "{", "}", "1", ",", "\\", "^", "$", "|", ".", "(?<n>", "(?=",
            "(?<!", "\\1", "\\k<n>", "-", "\\u{", "👋",
        ]
        for _ in 0..<1_500 {
            let source = (0..<Int.random(in: 1...10, using: &generator)).map { _ in
                pieces.randomElement(using: &generator) ?? ""
            }.joined()
            for flags in ["", "g", "giu", "y", "ms"] {
                let outcome = Result { try replace("aa(1)[👋]{a}", "/\(source)/\(flags)", "$1$<n>$&") }
                if case .failure(let error) = outcome { #expect(error is EvaluationError) }
            }
        }
    }
}
