import IML
import IMLScript
import Testing

/// Running an app's own tests of its functions.
@Suite struct FunctionTestTests {
    private func run(_ tests: String, code: String = "function double(n) { return n * 2 }") async throws
        -> [FunctionTestResult]
    {
        try await TestPool.shared.run(
            tests: ScriptSource(name: "double", code: tests, file: "double.test.js"),
            of: [ScriptSource(name: "double", code: code, file: "double.code.js")]
        )
    }

    @Test func filesThatAreNoJavaScriptAreNamed() async throws {
        let problems = try await TestPool.shared.problems(of: [
            ScriptSource(name: "good", code: "function good() { return missing() }", file: "good.js"),
            ScriptSource(name: "open", code: "function open() {\n  return 1 +;\n}", file: "open.js"),
            ScriptSource(name: "early", code: "\n\nnothing();\nfunction early() {}", file: "early.js"),
        ])
        #expect(problems.map(\.file) == ["open.js", "early.js"])
        #expect(problems.map(\.line) == [2, 3])
        #expect(problems.first?.message.contains("SyntaxError") == true, "\(problems)")
        #expect(problems.last?.message.contains("nothing") == true, "\(problems)")
    }

    @Test func casesPassAndFailOnTheirOwn() async throws {
        let results = try await run(
            """
            it('doubles', () => { assert.strictEqual(double(2), 4) });
            it('is wrong', () => { assert.equal(double(2), 5) });
            it('throws', () => { double.missing() });
            it('doubles again', () => { assert.ok(double(1) === 2) });
            """
        )
        #expect(results.map(\.passed) == [true, false, false, true])
        #expect(results[1].problem == "4 == 5")
        #expect(results.map(\.name) == ["doubles", "is wrong", "throws", "doubles again"])
    }

    @Test(arguments: [
        ("assert(true); assert.ok(1)", true), ("assert(0)", false), ("assert.equal(1, '1')", true),
        ("assert.strictEqual(1, '1')", false), ("assert.notEqual(1, 2)", true), ("assert.notStrictEqual(1, 1)", false),
        ("assert.deepEqual({ a: [1, '2'] }, { a: [1, 2] })", true),
        ("assert.deepStrictEqual({ a: [1, '2'] }, { a: [1, 2] })", false),
        ("assert.deepStrictEqual({ a: [new Date(1)] }, { a: [new Date(1)] })", true),
        ("assert.deepStrictEqual(new Map([[1, 2]]), new Map([[1, 2]]))", true),
        ("assert.deepStrictEqual([1, 2], [1, 2, 3])", false), ("assert.deepStrictEqual(NaN, NaN)", true),
        ("assert.throws(() => { throw new TypeError('bad') }, TypeError)", true),
        ("assert.throws(() => { throw new TypeError('bad') }, /bad/)", true),
        ("assert.throws(() => { throw new TypeError('bad') }, { name: 'TypeError', message: 'bad' })", true),
        ("assert.throws(() => { throw new Error('bad') }, TypeError)", false), ("assert.throws(() => {})", false),
        ("assert.doesNotThrow(() => {})", true), ("assert.match('abc', /b/)", true), ("assert.fail('no')", false),
    ])
    func assertMeansWhatItMeansInNode(_ code: String, _ passes: Bool) async throws {
        let results = try await run("it('case', () => { \(code) })")
        #expect(results.map(\.passed) == [passes])
    }

    @Test func codeThatFailsOutsideOfItsCasesIsAnErrorWithItsPlace() async throws {
        let error = await #expect(throws: EvaluationError.self) { try await run("\n\nnot.there()") }
        #expect(error?.message.contains("double.test.js") == true)
    }

    @Test func functionsThatDoNotEvaluateAreAnError() async throws {
        await #expect(throws: EvaluationError.self) { try await run("it('x', () => {})", code: "function double( {") }
    }
}
