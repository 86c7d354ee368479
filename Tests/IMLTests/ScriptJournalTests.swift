import Foundation
import IML
import Testing

struct ScriptJournalTests {
    private let functions = FunctionNames(custom: ["double", "fail"])

    /// Runs a template as the runtime does, answering the calls with a closure.
    private func run(
        _ source: String,
        in scope: Scope = Scope(),
        answer: (ScriptCall) -> ScriptAnswer
    ) throws -> (value: Value, calls: [ScriptCall]) {
        let template = try Template(source, functions: functions)
        let journal = ScriptJournal()
        var scope = scope
        scope.journal = journal
        var calls: [ScriptCall] = []
        while true {
            let outcome = Result { () throws(EvaluationError) in try template.evaluate(in: scope) }
            guard case .failure(let error) = outcome, let call = error.pendingCall else {
                return (try outcome.get(), calls)
            }
            calls.append(call)
            journal.append(answer(call))
            journal.rewind()
        }
    }

    private func doubled(_ call: ScriptCall) -> ScriptAnswer {
        .value(call.arguments[0].asInt.map { Value($0 * 2) } ?? .null)
    }

    @Test func aCallWithoutAnAnswerSuspends() throws {
        var scope = Scope()
        scope.journal = ScriptJournal()
        let template = try Template("{{double(1 + 1)}}", functions: functions)
        let error = #expect(throws: EvaluationError.self) { try template.evaluate(in: scope) }
        #expect(error?.pendingCall == ScriptCall(function: "double", arguments: [2]))
        #expect(error?.isSuspension == true)
    }

    @Test func everyCallIsMadeOnceAndInOrder() throws {
        let (value, calls) = try run("{{double(1)}}-{{double(double(5))}}", answer: doubled)
        #expect(value == "2-20")
        #expect(calls.map(\.arguments) == [[1], [5], [10]])
    }

    @Test func aBranchNotTakenCallsNothing() throws {
        let (value, calls) = try run("{{if(false, double(1), 'no')}}{{ifempty('x', double(2))}}", answer: doubled)
        #expect(value == "nox")
        #expect(calls.isEmpty)
    }

    @Test func chanceIsTheSameInEveryRun() throws {
        var drawn: [Value] = []
        let (value, _) = try run("{{double(uuid)}}{{uuid}} {{double(random)}}") { call in
            drawn.append(call.arguments[0])
            return .value(call.arguments[0])
        }
        #expect(value.text.hasPrefix(drawn[0].text))
        #expect(value.text.hasSuffix(drawn[1].text))
        #expect(value.text.utf8.count > 72)
    }

    /// What stands beside calls, before and among their arguments, is not evaluated with each of them.
    @Test(arguments: ["{{first(sort(a))}}", "{{double(length(sort(a)))}}"])
    func whatTookLongIsNotDoneAgainWithEachCall(_ heavy: String) throws {
        func steps(calls: Int) throws -> Int {
            let budget = EvaluationBudget(steps: 1_000_000_000, slice: 1_000_000_000) { true }
            var scope = Scope(budget: budget)
            scope["a"] = .array((0..<2_000).map { .number(Number(($0 * 7_919) % 2_000)) })
            let source = heavy + (1...calls).map { "{{double(\($0))}}" }.joined()
            let run = try run(source, in: scope, answer: doubled)
            #expect(run.value.text.hasSuffix("\(calls * 2)"))
            return budget.mark
        }
        let (few, many) = (try steps(calls: 25), try steps(calls: 100))
        #expect(few > 10_000)
        #expect(many < few * 2)
    }

    @Test func whatIsKeptOfEarlierRunsIsTheSameValue() throws {
        var scope = Scope()
        scope["a"] = .array((0..<500).map { .number(Number($0)) })
        let source =
            "{{length(reverse(a))}}{{double(2)}}{{if(double(3) = 6, uuid, 0)}}{{join(reverse(a), uuid)}}{{double(4)}}"
        let (value, calls) = try run(source, in: scope, answer: doubled)
        #expect(calls.map(\.arguments) == [[2], [3], [4]])
        #expect(value.text.hasPrefix("5004"))
        #expect(value.text.hasSuffix("8"))
        // The two draws differ, and the second is the same between all elements.
        let drawn = value.text.dropFirst(4).prefix(36)
        let separator = value.text.dropFirst(4 + 36 + 3).prefix(36)
        #expect(drawn != separator)
        #expect(value.text.components(separatedBy: String(separator)).count == 500)
    }

    /// What a call is given, what comes back of it as doubles, and what the template has then.
    static let rounded: [(given: Value, back: Value, value: Value)] = [
        (9_007_199_254_740_993, 9_007_199_254_740_992, 9_007_199_254_740_993),
        (-9_007_199_254_740_993, -9_007_199_254_740_992, -9_007_199_254_740_993),
        (1_234_567_890_123_456_789, 1_234_567_890_123_456_800, 1_234_567_890_123_456_789),
        // The double of an input whichever way its digits are written.
        (1_234_567_890_123_456_789, 1_234_567_890_123_456_768, 1_234_567_890_123_456_789),
        (
            ["a": [1, ["id": 1_234_567_890_123_456_789]]], ["x": [1_234_567_890_123_456_800]],
            ["x": [1_234_567_890_123_456_789]]
        ),
        // Of two inputs that are one double it is not known which came back.
        (
            [1_234_567_890_123_456_789, 1_234_567_890_123_456_790], [1_234_567_890_123_456_800],
            [1_234_567_890_123_456_800]
        ),
        ([9_007_199_254_740_992, 9_007_199_254_740_993], [9_007_199_254_740_992], [9_007_199_254_740_992]),
        // The same twice is one.
        (
            [1_234_567_890_123_456_789, 1_234_567_890_123_456_789], [1_234_567_890_123_456_800],
            [1_234_567_890_123_456_789]
        ),
        (1_234_567_890_123_456_789, 1_234_567_890_123_457_000, 1_234_567_890_123_457_000),
        (1_234_567_890_123_456_789, "1234567890123456800", "1234567890123456800"),
        (1_234_567_890_123_456_789, 0, 0),
    ]

    @Test(arguments: rounded)
    func numbersAFunctionSeesRoundedComeBackExact(_ row: (given: Value, back: Value, value: Value)) throws {
        var scope = Scope()
        scope["a"] = row.given
        #expect(try run("{{double(a)}}", in: scope) { _ in .value(row.back) }.value == row.value)
    }

    @Test func numbersOfAnyLengthComeBackExact() throws {
        for digits in ["12345678901234567890123", "0.12345678901234567890123", "1e400", "1e-400"] {
            var scope = Scope()
            let number = try #require(Number(digits))
            scope["a"] = .number(number)
            let double = Number(number.double)
            let back = double.map(Value.number) ?? .null
            let value = try run("{{double(a)}}", in: scope) { _ in .value(back) }.value
            // What is no double at all is not known again.
            #expect(value == (digits.contains("e") ? back : .number(number)))
        }
    }

    static let whetherRounded: [(value: Value, isTold: Bool)] = [
        (1, false), (1.5, false), (9_007_199_254_740_992, false), (9_007_199_254_740_993, true),
        ("9007199254740993", false),
        (["a": [-9_007_199_254_740_993]], true), (1_000_000_000_000_000_000, true), (0.1, false), (.null, false),
    ]

    @Test(arguments: whetherRounded)
    func itIsToldWhetherACallHadSuchNumbers(_ row: (value: Value, isTold: Bool)) throws {
        let journal = ScriptJournal()
        var scope = Scope()
        scope.journal = journal
        scope["a"] = row.value
        let template = try Template("{{double(a)}}", functions: functions)
        #expect(throws: EvaluationError.self) { try template.evaluate(in: scope) }
        #expect(journal.append(.failure(EvaluationError(.runtimeError, "no"))) == row.isTold)
        #expect(!journal.append(.value(1)), "there is no call left to answer")
    }

    @Test func aFailureOfACallIsTheTemplates() {
        let error = #expect(throws: EvaluationError.self) {
            try run("x {{1 + fail(1)}}") { _ in .failure(EvaluationError(.runtimeError, "It broke.", function: "fail"))
            }
        }
        #expect(error?.message == "It broke.")
        #expect(error?.column == 9)
    }
}
