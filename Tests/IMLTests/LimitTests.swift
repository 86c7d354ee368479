import IML
import Testing

struct LimitTests {
    private func scope(output: Int = 64 << 20, steps: Int = 50_000_000, depth: Int = 512) -> Scope {
        Scope(limits: EvaluationLimits(outputBytes: output, steps: steps, depth: depth))
    }

    @Test(arguments: ["{{a + a + a}}", "{{a}}{{a}}{{a}}", "{{a a ' ' a a}}", "{{'' + a + a + a}}"])
    func aTextMayNotGrowBeyondItsLimit(_ source: String) throws {
        var scope = scope(output: 100)
        scope["a"] = .text(String(repeating: "x", count: 40))
        let source = source.replacing("a a ' ' a a", with: "a ' ' a ' ' a")
        let error = #expect(throws: EvaluationError.self) { try Template(source).evaluate(in: scope) }
        #expect(error?.limit == "output")
        #expect(error?.message == "The evaluation gives more than 100 bytes.")
    }

    @Test func workIsCounted() throws {
        var scope = scope(steps: 2_000)
        scope["a"] = .array([Value](repeating: 1, count: 600))
        #expect(try Template("{{first(reverse(a))}}").evaluate(in: scope) == 1)
        let error = #expect(throws: EvaluationError.self) {
            try Template("{{first(reverse(reverse(a)))}}").evaluate(in: scope)
        }
        #expect(error?.limit == "steps")
    }

    @Test func aValueMayNotNestTooDeep() throws {
        var scope = scope(depth: 10)
        scope[.temp] = ["x": .null]
        let grow = try Template("{{array(temp.x)}}")
        for _ in 1...10 { scope[.temp]["x"] = try grow.evaluate(in: scope) }
        let error = #expect(throws: EvaluationError.self) { try grow.evaluate(in: scope) }
        #expect(error?.limit == "depth")
        let tree = TemplateTree.array([.template(try Template("{{temp.x}}"))])
        #expect(throws: EvaluationError.self) { try tree.evaluate(in: scope) }
    }

    @Test func nestingOfAnExpressionIsLimited() throws {
        for (open, close) in [("(", ")"), ("array(", ")"), ("-", ""), ("!", ""), ("a[", "]")] {
            let deep = { (count: Int) in
                "{{" + String(repeating: open, count: count) + "1" + String(repeating: close, count: count) + "}}"
            }
            #expect(throws: Never.self) { try Template(deep(128)).evaluate(in: Scope()) }
            for count in [129, 100_000] {
                let error = #expect(throws: TemplateError.self) { try Template(deep(count)) }
                #expect(error?.code == .limit)
            }
        }
    }

    @Test func manyOperatorsAreNoNesting() throws {
        let sum = "{{" + String(repeating: "1 + ", count: 10_000) + "1}}"
        #expect(try Template(sum).evaluate(in: Scope()) == 10_001)
    }

    @Test func anythingAtAllCompilesOrFailsWithATemplateError() {
        var generator = SeededGenerator(seed: 42)
        let parts = [
            "{{", "}}", "a", ".", "[", "]", "(", ")", "1", "'", "\"", "`", "+", "-", "!", "=", "<", "if(", ",", ";",
            "\\",
            "é", " ", "\n", "&", "|", "*", "...", "body", "\u{0}",
        ]
        for _ in 0..<3_000 {
            let source = (0..<Int.random(in: 1...25, using: &generator)).map { _ in
                parts[Int.random(in: 0..<parts.count, using: &generator)]
            }.joined()
            do {
                let template = try Template(source)
                _ = try? template.evaluate(in: Scope())
            } catch {
                #expect(error.offset <= source.utf8.count, "\(source)")
                #expect(!error.excerpt.isEmpty)
            }
        }
    }
}

/// Random numbers that are the same in every run (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return word ^ (word >> 31)
    }
}
