import IML
import Synchronization
import Testing

/// What the evaluations of one call may do together.
struct EvaluationBudgetTests {
    /// Counts how often it is asked, and says no from some time on.
    private final class Question: Sendable {
        private let count = Atomic<Int>(0)
        private let most: Int

        init(most: Int = .max) { self.most = most }

        var asked: Int { count.load(ordering: .relaxed) }

        func goesOn() -> Bool { count.wrappingAdd(1, ordering: .relaxed).newValue <= most }
    }

    private func scope(_ budget: EvaluationBudget, items: Int = 1_000) -> Scope {
        var scope = Scope(budget: budget)
        scope["a"] = .array((0..<items).map { .number(Number(($0 * 7_919) % items)) })
        return scope
    }

    @Test func stepsOfSeveralEvaluationsCountTogether() throws {
        let budget = EvaluationBudget(steps: 10_000, slice: 1_000_000) { true }
        let scope = scope(budget)
        let template = try Template("{{first(reverse(a))}}")
        for _ in 1...4 { #expect(throws: Never.self) { try template.evaluate(in: scope) } }
        let error = #expect(throws: EvaluationError.self) { try template.evaluate(in: scope) }
        #expect(error?.limit == "steps")
        #expect(error?.message == "The evaluation takes more than 10000 steps.")
        #expect(error?.isInterruption == false)
    }

    @Test func whatWasLentAndNotUsedIsGivenBack() throws {
        let budget = EvaluationBudget(steps: 1_000_000, slice: 10_000) { true }
        let scope = scope(budget, items: 10)
        let template = try Template("{{first(reverse(a))}}")
        _ = try template.evaluate(in: scope)
        let once = budget.mark
        #expect((50...80).contains(once))
        for _ in 1...99 { _ = try template.evaluate(in: scope) }
        #expect(budget.mark == 100 * once)
        // An evaluation that fails has taken steps too.
        #expect(throws: EvaluationError.self) { try Template("{{split(reverse(a), ',')}}").evaluate(in: scope) }
        #expect(budget.mark > 100 * once)
    }

    @Test func afterASliceItIsAskedAndMayEnd() throws {
        let question = Question(most: 3)
        let budget = EvaluationBudget(steps: 1_000_000, slice: 5_000) { question.goesOn() }
        let scope = scope(budget)
        let template = try Template("{{first(reverse(a))}}")
        var error: EvaluationError?
        for _ in 1...20 where error == nil {
            do { _ = try template.evaluate(in: scope) } catch let ended { error = ended }
        }
        #expect(error?.isInterruption == true)
        #expect(error?.type == .moduleTimeoutError)
        #expect(question.asked == 4)
        #expect((18_000...26_000).contains(budget.mark))
    }

    @Test(arguments: ["{{first(sort(a))}}", "{{replace(text, '/(x+x+)+y/g', '')}}"])
    func oneFunctionThatTakesLongIsAskedInItsMidst(_ source: String) throws {
        let question = Question()
        let budget = EvaluationBudget(steps: 1_000_000_000, slice: 10_000) { question.goesOn() }
        var scope = scope(budget, items: 5_000)
        scope["text"] = .text(String(repeating: "x", count: 24))
        _ = try? Template(source).evaluate(in: scope)
        #expect(question.asked > 1, "\(budget.mark) steps")
    }

    @Test func whatIsRunAgainElsewhereCountsOnce() throws {
        let budget = EvaluationBudget(steps: 1_000_000, slice: 3_000) { false }
        let scope = scope(budget)
        _ = try Template("{{first(reverse(a))}}").evaluate(in: scope)
        let mark = budget.mark
        let error = #expect(throws: EvaluationError.self) { try Template("{{first(reverse(a))}}").evaluate(in: scope) }
        #expect(error?.isInterruption == true)
        #expect(budget.mark > mark)
        budget.forget(since: mark)
        #expect(budget.mark == mark)
        #expect(budget.isSliceUsedUp)
        budget.beginSlice()
        #expect(throws: Never.self) { try Template("{{first(reverse(a))}}").evaluate(in: scope) }
    }

    @Test func workBesideEvaluationTakesTheSliceAlone() {
        let budget = EvaluationBudget(steps: 100, slice: 1_000) { true }
        budget.count(work: 600)
        #expect(budget.sliceLeft == 400)
        budget.count(work: 600)
        #expect(budget.isSliceUsedUp)
        #expect(budget.mark == 0)
        budget.beginSlice()
        #expect(budget.sliceLeft == 1_000)
    }

    /// Shapes whose work grows with the value they read, and must not be free.
    @Test(arguments: [
        "{{text}}{{text}}", "{{text + text}}", "{{text = other}}", "{{text < other}}", "{{text - 1}}", "{{-text}}",
        "{{list = 'x'}}", "{{list + ''}}", "{{switch(list, list, 1)}}", "{{switch(text, text, 1)}}", "{{join(list)}}",
        "{{array(list)}}", "{{text ++ 1}}", "{{toString(list)}}", "{{omit(fields, 'k1')}}", "{{slice(list, 1)}}",
        "{{mime(text)}}", "{{object('a', list)}}", "{{escapeMarkdown(text)}}", "{{upper(text)}}", "{{length(text)}}",
        "{{createJSON(list)}}", "{{remove(list, 1)}}", "{{map(list, 'a', 'b', 'c')}}", "{{toArray(fields)}}",
        "{{base64(text)}}", "{{md5(text)}}", "{{arrayDiff(list, list)}}", "{{merge(fields, fields)}}",
        "{{keys(fields)}}",
    ])
    func whatIsReadIsCounted(_ source: String) throws {
        func steps(_ size: Int) throws -> Int {
            let budget = EvaluationBudget(steps: 100_000_000, slice: 100_000_000) { true }
            var scope = Scope(budget: budget)
            scope["text"] = .text(String(repeating: "7", count: size))
            scope["other"] = .text(String(repeating: "7", count: size - 1) + "8")
            scope["fields"] = .collection(Fields((0..<size / 8).map { ("k\($0)", 1) }))
            scope["list"] = .array([Value](repeating: .text("seven"), count: size / 8))
            _ = try Template(source.replacing("list, list, 1", with: "list; list; 1")).evaluate(in: scope)
            return budget.mark
        }
        let (few, many) = (try steps(40_000), try steps(160_000))
        #expect(many >= 160_000 / 256)
        #expect(many > few * 3)
        #expect(many < few * 6)
    }

    @Test func spreadsAndDepthOfATreeAreCounted() throws {
        let budget = EvaluationBudget(steps: 1_000_000, slice: 1_000_000) { true }
        var scope = Scope(budget: budget)
        var fields: Fields = [:]
        for number in 0..<10_000 { fields["k\(number)"] = 1 }
        scope["all"] = .collection(fields)
        let spread = TemplateTree.object([.init(key: .spread, value: .template(try Template("{{all}}")))])
        _ = try spread.evaluate(in: scope)
        #expect(budget.mark >= 12_500)
        let before = budget.mark
        _ = try TemplateTree.array([.template(try Template("{{all}}"))]).evaluate(in: scope)
        #expect(budget.mark - before >= 2_500)
    }

    @Test func aTextIsTakenApartHoweverLittleOfTheSliceIsLeft() throws {
        let budget = EvaluationBudget(steps: 1_000_000, slice: 100) { true }
        var scope = Scope(budget: budget)
        scope["text"] = .text((1...1_000).map(String.init).joined(separator: ","))
        #expect(try Template("{{length(split(text, ','))}}").evaluate(in: scope) == 1_000)
    }
}
