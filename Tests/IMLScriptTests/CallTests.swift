import IML
import IMLScript
import Testing

/// Calls of custom functions in real worker processes.
@Suite struct CallTests {
    private let pool = TestPool.shared

    private func call(_ code: String, _ name: String, _ arguments: [Value] = [], environment: Value = [:]) async throws
        -> Value
    {
        let caller = pool.caller(for: [ScriptSource(name: name, code: code, file: "functions/\(name)/\(name).code.js")])
        return try await caller.result(of: name, arguments, environment: environment)
    }

    @Test func returnsWhatTheFunctionReturns() async throws {
        #expect(try await call("function add(a, b) { return a + b }", "add", [1, 2]) == 3)
        #expect(try await call("function greet(n) { return `Hi ${n}` }", "greet", ["Zoë 🎈"]) == "Hi Zoë 🎈")
    }

    @Test func valuesKeepTheirTypeBothWays() async throws {
        let values: [Value] = [
            .undefined, .null, true, 1.5, "text", .date(Timestamp(millisecondsSinceEpoch: 1_700_000_000_123)),
            .binary(Binary([0, 1, 255])), [1, .undefined, "x"],
            ["a": .date(Timestamp(millisecondsSinceEpoch: 5)), "b": [1]],
            ["__proto__": 1, "plain": "x"], .array([]), .collection([:]),
        ]
        for value in values { #expect(try await call("function id(v) { return v }", "id", [value]) == value) }
    }

    @Test func datesAndBinaryHaveTheirTypesInside() async throws {
        let date = Value.date(Timestamp(millisecondsSinceEpoch: 0))
        #expect(try await call("function f(d) { return d instanceof Date && d.getTime() === 0 }", "f", [date]) == true)
        let bytes = Value.binary(Binary(Array("héllo".utf8)))
        #expect(try await call("function f(b) { return Buffer.isBuffer(b) && b.toString() }", "f", [bytes]) == "héllo")
        #expect(
            try await call("function f(b) { return b.subarray(1, 3) }", "f", [.binary(Binary([1, 2, 3, 4]))])
                == .binary(Binary([2, 3]))
        )
        #expect(try await call("function f(v) { return v === undefined }", "f", [.undefined]) == true)
    }

    @Test func whatPublishedFunctionsWriteToAConsoleGoesNowhere() async throws {
        let code = "function f(a) { debug(a); console.log(a); console.warn('odd', a); return [debug(a), a] }"
        #expect(try await call(code, "f", [1]) == [.undefined, 1])
        #expect(try await call("function debug(a) { return 'own ' + a }", "debug", ["x"]) == "own x")
    }

    @Test func theLanguagesFunctionsAreThere() async throws {
        #expect(try await call("function f(t) { return iml.upper(t) }", "f", ["abc"]) == "ABC")
        let zone: Value = ["timezone": "Europe/Prague"]
        let format = "function f(d) { return iml.formatDate(d, 'HH:mm') + environment.timezone }"
        let date = Value.date(Timestamp(millisecondsSinceEpoch: 0))
        #expect(try await call(format, "f", [date], environment: zone) == "01:00Europe/Prague")
    }

    @Test func functionsCallEachOtherWithoutSharingTheirOwnNames() async throws {
        let caller = pool.caller(for: [
            ScriptSource(name: "one", code: "const k = 1; function one() { return k + two() }", file: "one.js"),
            ScriptSource(name: "two", code: "const k = 2; function two() { return k }", file: "two.js"),
        ])
        #expect(try await caller.result(of: "one", []) == 3)
    }

    @Test func theAppsFunctionsAreMembersOfIMLBesideTheBuiltIns() async throws {
        let caller = pool.caller(for: [
            ScriptSource(name: "one", code: "function one(n) { return iml.two(n) + iml.upper('a') }", file: "one.js"),
            ScriptSource(
                name: "two",
                code: "function two(n) { return n > 0 ? n + iml.two(n - 1) : 0 }",
                file: "two.js"
            ),
            ScriptSource(
                name: "join",
                code: "function join(a) { return '<' + iml.join(a, '-') + '>' }",
                file: "join.js"
            ),
            ScriptSource(name: "bad", code: "function bad( {", file: "bad.js"),
            ScriptSource(name: "tries", code: "function tries() { return iml.bad() }", file: "tries.js"),
        ])
        for _ in 0..<2 {
            #expect(try await caller.result(of: "one", [3]) == "6A")
            #expect(try await caller.result(of: "join", [["a", "b"]]) == "<a-b>", "the built-in is what `iml` has")
        }
        let error = await #expect(throws: EvaluationError.self) { try await caller.result(of: "tries", []) }
        #expect(error?.message.contains("bad") == true, "\(error?.message ?? "")")
    }

    @Test func anErrorNamesFunctionFileAndLine() async throws {
        let code = "function f() {\n  const x = 1;\n  throw new Error('no luck');\n}"
        let error = await #expect(throws: EvaluationError.self) { try await call(code, "f") }
        #expect(error?.type == .runtimeError)
        #expect(error?.message == "f: no luck (functions/f/f.code.js:3)")
    }

    @Test func aThrownTypeOfThePlatformIsKept() async throws {
        let code = "function f() { const e = new Error('later'); e.name = 'RateLimitError'; throw e }"
        let error = await #expect(throws: EvaluationError.self) { try await call(code, "f") }
        #expect(error?.type == .rateLimitError)
    }

    @Test func aSyntaxErrorFailsTheFunctionAndNotTheOthers() async throws {
        let caller = pool.caller(for: [
            ScriptSource(name: "bad", code: "function bad( {", file: "bad.js"),
            ScriptSource(name: "good", code: "function good() { return 1 }", file: "good.js"),
        ])
        #expect(try await caller.result(of: "good", []) == 1)
        let error = await #expect(throws: EvaluationError.self) { try await caller.result(of: "bad", []) }
        #expect(error?.message.contains("SyntaxError") == true)
        #expect(error?.message.contains("bad.js") == true)
    }

    @Test func aFunctionThatIsNotThereIsNamed() async throws {
        let caller = pool.caller(for: [ScriptSource(name: "f", code: "var g = 1", file: "f.js")])
        let error = await #expect(throws: EvaluationError.self) { try await caller.result(of: "f", []) }
        #expect(error?.message.contains("f") == true)
    }

    @Test func bufferSpeaksItsEncodings() async throws {
        let code = """
            function f() {
              const b = Buffer.from('aé€😀');
              return [b.length, b.toString('hex'), b.toString('base64'), Buffer.from('YcOp', 'base64').toString(),
                Buffer.from('6162', 'hex').toString('latin1'), Buffer.concat([Buffer.from('a'), Buffer.from('b')]).toString()];
            }
            """
        #expect(
            try await call(code, "f")
                == [10, "61c3a9e282acf09f9880", "YcOp4oKs8J+YgA==", "aé", "ab", "ab"]
        )
    }

    @Test func aResultIsWhatItsMembersAre() async throws {
        let code = """
            function f(big) {
              class Point { constructor() { this.x = 1 } get y() { return 2 } }
              return [NaN, -Infinity, 12345678901234567890n, Symbol('s'), () => 1, new Point(), new Date(NaN), new Map([[1, 2]]),
                { toJSON() { return { made: new Date(5) } } }, new Uint16Array([513]), new ArrayBuffer(1), new String('ab'),
                [, 1], Object.create(null), '\\ud800', '\\u0000', big.length];
            }
            """
        let long = Value.text(String(repeating: "ä€", count: 100_000))
        #expect(
            try await call(code, "f", [long])
                == [
                    .null, .null, .number(try #require(Number("12345678901234567890"))), .undefined, .undefined,
                    ["x": 1],
                    .null, .collection([:]), ["made": .date(Timestamp(millisecondsSinceEpoch: 5))],
                    .binary(Binary([1, 2])), .binary(Binary([0])), "ab", [.undefined, 1],
                    .collection([:]), "\u{FFFD}", "\0", 200_000,
                ]
        )
    }

    @Test func objectsAroundValuesAreWhatIsInThem() async throws {
        let code = """
            function f() {
              return [new Number(5), new Number(NaN), new String('x'), new Boolean(false), Object(12345678901234567890n),
                { held: new String('') }, Object(Symbol('s'))];
            }
            """
        let long = Value.number(try #require(Number("12345678901234567890")))
        #expect(try await call(code, "f") == [5, .null, "x", false, long, ["held": ""], .collection([:])])
    }

    @Test(arguments: [
        "async function f() { return 1 }", "function f() { return Promise.resolve(1) }",
        "function f() { return { later: new Promise(() => {}) } }",
    ])
    func aPromiseIsAnError(_ code: String) async throws {
        let error = await #expect(throws: EvaluationError.self) { try await call(code, "f") }
        #expect(error?.message == "f: it gave a promise; functions cannot be asynchronous.")
    }

    @Test func aValueThatHoldsItselfIsAnError() async throws {
        let error = await #expect(throws: EvaluationError.self) {
            try await call("function f() { const a = { b: [] }; a.b.push(a); return a }", "f")
        }
        #expect(error?.message == "f: it gave a value that nests deeper than 256 levels, perhaps holding itself.")
    }

    @Test func theLanguagesFunctionsTakeAndGiveAllTypes() async throws {
        let code = """
            function f(date, bytes) {
              return [iml.addDays(date, 1), iml.toString(bytes), iml.toBinary('a') instanceof Buffer, iml.get({ a: 1 }, 'b'),
                iml.ifempty(undefined, new Date(7))];
            }
            """
        let date = Value.date(Timestamp(millisecondsSinceEpoch: 0))
        #expect(
            try await call(code, "f", [date, .binary(Binary(Array("hé".utf8)))])
                == [
                    .date(Timestamp(millisecondsSinceEpoch: 86_400_000)), "hé", true, .undefined,
                    .date(Timestamp(millisecondsSinceEpoch: 7)),
                ]
        )
    }

    @Test(.timeLimit(.minutes(1)))
    func manyValuesThatJSONCannotSayCrossBothWays() async throws {
        let code = """
            function f(count) {
              const rows = [];
              for (let i = 0; i < count; i++) rows.push(new Date(i), undefined);
              return { rows, last: iml.last(rows.concat([new Date(7)])) };
            }
            """
        let rows = (0..<30_000).flatMap { [.date(Timestamp(millisecondsSinceEpoch: Int64($0))), Value.undefined] }
        #expect(
            try await call(code, "f", [30_000])
                == ["rows": .array(rows), "last": .date(Timestamp(millisecondsSinceEpoch: 7))]
        )
    }

    @Test func largeValuesCrossBothWays() async throws {
        let bytes = Value.binary(Binary((0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }))
        #expect(try await call("function f(b) { return { b } }", "f", [bytes]) == ["b": bytes])
        let rows = Value.array((0..<20_000).map { ["id": Value($0), "name": .text("row \($0)")] })
        #expect(try await call("function f(r) { return r }", "f", [rows]) == rows)
    }
}
