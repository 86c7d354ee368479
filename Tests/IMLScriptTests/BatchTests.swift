import IML
import IMLScript
import Testing

/// Calls that cross to a worker together.
@Suite struct BatchTests {
    private func source(_ code: String, _ name: String = "f") -> ScriptSource {
        ScriptSource(name: name, code: code, file: "\(name).js")
    }

    private func calls(_ arguments: [Value], of name: String = "f") -> [ScriptCall] {
        arguments.map { ScriptCall(function: name, arguments: [$0]) }
    }

    private func texts(_ answers: [ScriptAnswer]) -> [String] {
        answers.map { answer in
            switch answer {
            case .value(let value): value.jsonText()
            case .failure(let error): error.message
            }
        }
    }

    @Test func everyCallGetsItsAnswerInOrder() async {
        let caller = TestPool.shared.caller(for: [source("function f(n) { return [n, environment.zone] }")])
        let answers = await caller.answer(to: calls((0..<700).map { Value($0) }), environment: ["zone": "x"])
        #expect(texts(answers) == (0..<700).map { "[\($0),\"x\"]" })
        #expect(await caller.answer(to: [], environment: [:]).isEmpty)
    }

    @Test func callsOfABatchDoNotSeeEachOther() async {
        let code =
            "var count = 0; function f() { Array.prototype.seen = 1; count++; globalThis.left = 1; return count }"
        let other = "function g() { return [typeof left, typeof [].seen] }"
        let caller = TestPool.shared.caller(for: [source(code), source(other, "g")])
        let both = [ScriptCall(function: "f", arguments: []), ScriptCall(function: "g", arguments: [])]
        let answers = await caller.answer(to: both + both, environment: [:])
        let undefined = #"["undefined","undefined"]"#
        #expect(texts(answers) == ["1", undefined, "1", undefined])
    }

    @Test func aFailureIsItsOwnCallsOnly() async {
        let code = "function f(n) { if (n === 2) throw new Error('two'); return n }"
        let caller = TestPool.shared.caller(for: [source(code)])
        let answers = await caller.answer(to: calls([1, 2, 3]), environment: [:])
        #expect(texts(answers) == ["1", "f: two (f.js:1)", "3"])
    }

    @Test func aStuckCallIsEndedAndTheOthersAreAnswered() async {
        var limits = ScriptLimits()
        limits.callSeconds = 0.3
        limits.graceSeconds = 60
        let pool = ScriptPool(executable: TestPool.executable, limits: limits)
        let caller = pool.caller(for: [source("function f(n) { while (n === 2); return n }")])
        let answers = await caller.answer(to: calls([1, 2, 3]), environment: [:])
        #expect(texts(answers) == ["1", "f: it ran longer than 0.3 s and was ended.", "3"])
    }

    @Test func aCallThatBringsItsWorkerDownSparesTheOthers() async {
        var limits = ScriptLimits()
        limits.callSeconds = 20
        limits.graceSeconds = 60
        limits.memoryBytes = 300 << 20
        let pool = ScriptPool(executable: TestPool.executable, limits: limits)
        let code = "function f(n) { const a = []; while (n === 2) a.push(new Uint8Array(1 << 20).fill(1)); return n }"
        let answers = texts(await pool.caller(for: [source(code)]).answer(to: calls([1, 2, 3]), environment: [:]))
        #expect([answers[0], answers[2]] == ["1", "3"])
        #expect(answers[1].contains("memory") || answers[1].contains("ended unexpectedly"))
    }

    @Test func whatIsTooLargeTogetherIsSentOnItsOwn() async {
        var limits = ScriptLimits()
        limits.messageBytes = 1_000
        let pool = ScriptPool(executable: TestPool.executable, limits: limits)
        let caller = pool.caller(for: [source("function f(t) { return t.length }")])
        let long = Value.text(String(repeating: "x", count: 700))
        let answers = await caller.answer(
            to: calls([long, long, .text(String(repeating: "x", count: 2_000))]),
            environment: [:]
        )
        #expect(texts(answers) == ["700", "700", "f: its arguments or its result have more than 0 MiB."])
    }
}
