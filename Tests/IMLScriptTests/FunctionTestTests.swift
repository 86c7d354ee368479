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

    @Test(arguments: [
        ("function f(x) {\n  return 1;\n}}\n", 3, 2), ("function f(n) {\n  return n * ;\n}", 2, 14),
        ("/* žluť 😀 */ function f(n) { return 1 2 }", 1, 39), ("function f(n) {\r\n\tlet let = 1;\r\n}", 2, 6),
        ("function f() {\n  return 'a\n}", 2, nil), ("function f() {\n  if (x {\n  }\n}", 2, 9),
    ])
    func aMistakeStandsAtItsToken(code: String, line: Int, column: Int?) async throws {
        let problems = try await TestPool.shared.problems(of: [ScriptSource(name: "f", code: code, file: "f.js")])
        #expect(problems.map(\.line) == [line], "\(problems)")
        #expect(problems.map(\.column) == [column], "\(problems)")
    }

    @Test func functionsAreMembersOfIMLInTestsToo() async throws {
        let code = "function double(n) { return n > 4 ? n : iml.double(n * 2) }"
        let results = try await run(
            "it('doubles', () => { assert.equal(iml.double(1) + iml.max(1, 2), 10) });",
            code: code
        )
        #expect(results.map(\.problem) == [nil])
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
        ("assert.deepEqual(new Set([1, 2]), new Set([2, 1]))", true),
        ("assert.deepStrictEqual(new Set([{ a: 1 }, 2]), new Set([2, { a: 1 }]))", true),
        ("assert.deepStrictEqual(new Set([1]), new Set([1, 2]))", false),
        ("assert.deepEqual(new Set([1, 1, 2].map((a) => [a])), new Set([1, 2, 2].map((a) => [a])))", false),
        ("assert.deepEqual(new Map([[1, 2], [3, 4]]), new Map([[3, 4], [1, 2]]))", true),
        ("assert.deepEqual(new Map([[1, 2]]), new Map([[1, 3]]))", false),
        ("assert.deepEqual('a', ['a'])", false), ("assert.deepEqual(new Number(1), 1)", false),
        ("assert.deepEqual([0, NaN, null, '1'], [-0, NaN, undefined, 1])", true),
        ("assert.notEqual(NaN, NaN)", false), ("assert.throws('notfn')", false), ("assert.doesNotThrow(1)", false),
        ("assert.deepStrictEqual(new Number(1), new Number(2))", false),
        ("assert.deepEqual(new String('a'), new String('a'))", true),
        ("assert.deepEqual(new Boolean(true), new Boolean(false))", false),
        ("assert.deepEqual(new Uint8Array([1]).buffer, new Uint8Array([2]).buffer)", false),
        ("assert.doesNotThrow(() => {})", true), ("assert.match('abc', /b/)", true), ("assert.fail('no')", false),
    ])
    func assertMeansWhatItMeansInNode(_ code: String, _ passes: Bool) async throws {
        let results = try await run("it('case', () => { \(code) })")
        #expect(results.map(\.passed) == [passes])
    }

    @Test func whatIsComparedIsShown() async throws {
        let results = try await run("it('sets', () => assert.deepEqual(new Set([1]), new Map([['a', new Set([2])]])))")
        #expect(results.map(\.problem) == ["Set {1} is not deeply equal to Map {\"a\" => Set {2}}"])
    }

    @Test func aFunctionThatDoesNotEvaluateFailsOnlyWhatCallsIt() async throws {
        let sources = [
            ScriptSource(name: "double", code: "function double(n) { return n * 2 }", file: "double.js"),
            ScriptSource(name: "open", code: "function open( {", file: "open.js"),
            ScriptSource(name: "early", code: "nothing(); function early() {}", file: "early.js"),
        ]
        let tests = "it('a', () => assert.equal(double(2), 4)); it('b', () => open()); it('c', () => early());"
        let results = try await TestPool.shared.run(
            tests: ScriptSource(name: "double", code: tests, file: "double.test.js"),
            of: sources
        )
        #expect(results.map(\.passed) == [true, false, false])
        await #expect(throws: EvaluationError.self) {
            let tests = ScriptSource(name: "open", code: "", file: "open.test.js")
            return try await TestPool.shared.run(tests: tests, of: sources)
        }
    }

    @Test func aCaseThatDoesNotEndIsNamed() async throws {
        var limits = ScriptLimits()
        limits.callSeconds = 0.5
        let pool = ScriptPool(executable: TestPool.executable, limits: limits)
        let sources = [ScriptSource(name: "double", code: "function double(n) { return n * 2 }", file: "double.js")]
        let run = { (code: String) in
            try await pool.run(tests: ScriptSource(name: "double", code: code, file: "double.test.js"), of: sources)
        }
        let results = try await run(
            "it('good', () => {}); it('stuck', () => { for (;;) {} }); it('after', () => {});"
        )
        #expect(results.map(\.name) == ["good", "stuck"])
        #expect(
            results.map(\.problem)
                == [nil, "it ran longer than 0.5 s and was ended. The cases after it did not run."]
        )
        await #expect(throws: EvaluationError.self) { try await run("it('good', () => {}); for (;;) {}") }
    }

    @Test func codeThatFailsOutsideOfItsCasesIsAnErrorWithItsPlace() async throws {
        let error = await #expect(throws: EvaluationError.self) { try await run("\n\nnot.there()") }
        #expect(error?.message.contains("double.test.js") == true)
    }

    @Test func functionsThatDoNotEvaluateAreAnError() async throws {
        await #expect(throws: EvaluationError.self) { try await run("it('x', () => {})", code: "function double( {") }
    }
}
