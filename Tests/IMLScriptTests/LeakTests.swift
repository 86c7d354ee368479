import IML
import IMLScript
import Testing

/// What a function leaves behind, by mistake or on purpose, is not there for the next call, although both may run in one
/// realm: each of these functions gives what it sees of the calls before.
@Suite struct LeakTests {
    /// One worker, so that calls follow each other in the same process.
    private static let pool: ScriptPool = {
        var limits = ScriptLimits()
        limits.workers = 1
        limits.idleWorkers = 1
        return ScriptPool(executable: TestPool.executable, limits: limits)
    }()

    private func expectSameAnswers(_ code: String, _ others: [ScriptSource] = []) async throws {
        let caller = Self.pool.caller(for: [ScriptSource(name: "f", code: code, file: "f.js")] + others)
        let first = try await caller.result(of: "f", [["n": 1]])
        for _ in 0..<3 { #expect(try await caller.result(of: "f", [["n": 1]]) == first, "\(code)") }
        let calls = [ScriptCall](repeating: ScriptCall(function: "f", arguments: [["n": 1]]), count: 4)
        for answer in await caller.answer(to: calls, environment: [:]) {
            guard case .value(first) = answer else {
                Issue.record("\(code) gives \(answer)")
                continue
            }
        }
    }

    @Test(arguments: [
        // Variables at the top of a file, undeclared ones, and those hung on the global object.
        "let cache = {}; function f(a) { const seen = cache[1]; cache[1] = a; return seen }",
        "var count = 0; const list = []; class K { static n = 0 }\nfunction f() { list.push(1); return [++count, list.length, ++K.n] }",
        "function f(a) { const seen = typeof total; total = a; return seen }",
        "function f() { for (i = 0; i < 3; i++); return [typeof j, j = 1][0] }",
        "this.hits = (this.hits || 0) + 1; function f() { return hits }",
        "globalThis.hits = (globalThis.hits || 0) + 1; function f() { this.more = (this.more || 0) + 1; return [hits, more] }",
        "(0, eval)('var made = (typeof made) + 1; function also() {}'); function f() { return made + typeof also }",
        "new Function('secret = [typeof secret]')(); function f() { return secret }",
        // Caches on functions and on what the realm offers.
        "function f(a) { const seen = f.cache; f.cache = a; return seen }",
        "function f() { g.n = (g.n || 0) + 1; return g.n } function g() {}",
        "function f(a) { const seen = iml.cache; iml.cache = a; return seen }",
        "function f(a) { const seen = Date.cache; Date.cache = a; return seen }",
        "function f(a) { const seen = Math.cache; Math.cache = a; return seen }",
        "function f(a) { const seen = console.cache; console.cache = a; return seen }",
        "function f(a) { const seen = Buffer.cache; Buffer.cache = a; return seen }",
        "function f(a) { const seen = Math.max.cache; Math.max.cache = a; return seen }",
        "function f(a) { const seen = iml.upper.cache; iml.upper.cache = a; return seen }",
        "function f(a) { const seen = iml.f.cache; iml.f.cache = a; return seen }",
        "function f(a) { const seen = iml.f === undefined; delete iml.f; return seen }",
        "function f(a) { const seen = a === 2 ? 0 : iml.f(2); iml.f = () => 'x'; return seen }",
        "function f(a) { const seen = environment.cache; environment.cache = a; return seen }",
        "function f(a) { const seen = a.cache; a.cache = 1; return seen }",
        "function f() { const l = iml.array(1); const seen = l.length; l.push(2); return [seen, iml.array(1).length] }",
        "const before = environment.left; function f() { environment.left = 1; return before }",
        // Polyfills and replaced built-ins.
        "const had = typeof ''.shout; String.prototype.shout = function () { return this + '!' }; function f() { return [had, 'a'.shout()] }",
        "function f() { const seen = [1].last; Array.prototype.last = 1; return seen }",
        "function f() { const seen = [].toString(); Array.prototype.toString = () => 'x'; return seen }",
        "function f() { const seen = JSON.stringify({}); JSON.stringify = () => 'x'; return seen }",
        "function f() { const seen = typeof Map; Map = null; return seen }",
        "function f() { const seen = iml.upper('a'); iml.upper = () => 'x'; return seen }",
        "function f() { const seen = ({}).all; Object.prototype.all = 1; return seen }",
        "function f() { const seen = typeof debug; debug = 1; console = 2; return seen }",
    ])
    func whatIsLeftByMistakeIsGone(_ code: String) async throws {
        try await expectSameAnswers(code)
    }

    @Test(arguments: [
        // Attributes, accessors, prototypes, deletions.
        "function f() { const d = Object.getOwnPropertyDescriptor(Array.prototype, 'map').writable; Object.defineProperty(Array.prototype, 'map', { writable: false }); return d }",
        "function f() { const d = Object.isFrozen(Math); Object.freeze(Math); return d }",
        "function f() { const d = Object.isExtensible(Map.prototype); Reflect.preventExtensions(Map.prototype); return d }",
        "function f() { const d = Object.isSealed(JSON); Object.seal(JSON); return d }",
        "function f() { const d = ''.at.length; const { at } = ''; let n = 0; String.prototype.__defineGetter__('at', () => { n++; return at }); return [d, Object.getOwnPropertyDescriptor(String.prototype, 'at').get ? 1 : 0, n] }",
        "const own = Object.getOwnPropertyDescriptor(String.prototype, 'at').get; function f() { const { at } = ''; Object.defineProperty(String.prototype, 'at', { get: () => at }); return typeof own }",
        "function f() { const s = Object.getPrototypeOf(Math) === Object.prototype; Object.setPrototypeOf(Math, { left: 1 }); return s }",
        "function f() { const s = Object.getPrototypeOf(Array.prototype.map) === Function.prototype; try { Object.setPrototypeOf(Array.prototype.map, null) } catch {} return s }",
        "function f() { const s = typeof [].at; delete Array.prototype.at; return s }",
        "function f() { const s = 'size' in Map.prototype; delete Map.prototype.size; return s }",
        "function f() { const s = Object.hasOwn(TypeError.prototype, 'message'); delete TypeError.prototype.message; return s }",
        "function f() { const s = Math.max.name; try { delete Math.max.name } catch {} return s.length > 0 && 'max' in Math }",
        "function f() { const s = Object.keys(globalThis).join(); const d = debug; delete globalThis.debug; globalThis.debug = d; return s }",
        // Ways to set a property other than by assigning.
        "function f() { const s = Object.keys(Array.prototype).length; class B extends (function () { return Array.prototype }) { map = [].map }; new B(); return s }",
        "function f() { const s = Array.prototype.propertyIsEnumerable(Symbol.iterator); class B extends (function () { return Array.prototype }) { [Symbol.iterator] = [].values }; new B(); return s }",
        "function f() { const s = Math[0]; Array.from.call(function () { return Math }, [7]); return s }",
        "function f() { const s = Math.length; Array.prototype.push.call(Math, 7); return s }",
        "function f() { const s = [][0]; Array.prototype[0] = 7; return s }",
        "function f() { const k = Symbol.for('k'); const s = Reflect[k]; Reflect[k] = 7; return s }",
        "function f() { const s = JSON.left; Reflect.set({}, 'left', 7, JSON); return s }",
        "function f() { const s = typeof Math.stack; if (Error.captureStackTrace) Error.captureStackTrace(Math); return s }",
        "function f() { const s = Object.isExtensible(Math); Reflect.preventExtensions(new Proxy(Math, {})); return s }",
        "function f() { const s = Object.keys(Date.prototype).length; const p = new Proxy(Date.prototype, { getOwnPropertyDescriptor() {} }); p.getDay = Date.prototype.getDay; return s }",
        "function f() { const s = Object.isExtensible(Set.prototype); Object.preventExtensions(Proxy.revocable(Set.prototype, {}).proxy); return s }",
        // Changes that leave the number of keys, or the value that is read, as it was.
        "function f() { const s = typeof Math.max; delete Math.max; Math[Symbol.for('max')] = 1; return s }",
        "function f() { const s = Object.hasOwn(TypeError.prototype, 'message'); delete TypeError.prototype.message; TypeError.prototype[Symbol('x')] = 1; return s }",
        "function f() { const s = Object.keys(console).join(); delete console.log; console.left = 1; return s }",
        "function f() { const { log } = console; const s = Object.keys(console).join(); delete console.log; console.log = log; return s }",
        "function f() { const k = Symbol.iterator; const s = Object.hasOwn(Map.prototype, k); delete Map.prototype[k]; Map.prototype[Symbol.for('k')] = 1; return s }",
        "function f() { const k = Symbol.iterator; const { [k]: own } = Set.prototype; const s = Set.prototype.propertyIsEnumerable(k); delete Set.prototype[k]; Set.prototype[k] = own; return s }",
        "function f() { const k = Symbol.iterator; const s = Map.prototype[k] === Map.prototype.entries; Map.prototype[k] = Map.prototype.keys; return s }",
        "function f() { const s = Reflect.ownKeys(String.prototype).length; String.prototype[Symbol.for('k')] = 1; return s }",
        // What the realm fixes: accessors, names, tags, and what `with` leaves out.
        "function f() { const s = String(new Map()); delete Map.prototype[Symbol.toStringTag]; return s }",
        "function f() { const s = Array.name; delete Array.name; Array.name = 'left'; return s }",
        "function f() { const s = Object.keys(Array.prototype[Symbol.unscopables]).length; Array.prototype[Symbol.unscopables].left = true; return s }",
        "function f() { const o = { n: 1 }; const s = [typeof o.__proto__, RegExp.prototype.flags]; delete Object.prototype.__proto__; delete RegExp.prototype.flags; return s }",
        // What only syntax or behaviour leads to.
        "function f() { const p = Object.getPrototypeOf([].values()); const s = p.left; p.left = 1; return s }",
        "function f() { const p = Object.getPrototypeOf(function* () {}); const s = [p.left, p.prototype.left]; p.left = 1; p.prototype.left = 1; return s }",
        "function f() { const p = Object.getPrototypeOf(async () => {}); const s = p.left; p.left = 1; return s }",
        "function f() { const p = Object.getPrototypeOf(async function* () {}).prototype; const s = Object.getPrototypeOf(p).left; Object.getPrototypeOf(p).left = 1; return s }",
        "function f() { const p = Object.getPrototypeOf('a'.matchAll(/a/g)); const s = p.left; p.left = 1; return s }",
        "function f() { const p = Object.getPrototypeOf(Int8Array); const s = [p.left, p.prototype.left]; p.left = p.prototype.left = 1; return s }",
        "function f() { const p = Intl.NumberFormat.prototype; const s = [p.left, Intl.left]; p.left = Intl.left = 1; return s }",
        "function f() { const p = Array.prototype[Symbol.unscopables]; const s = p.left; p.left = 1; return s }",
        "function f() { const s = Object.getPrototypeOf(Object.getPrototypeOf(globalThis) || {}); try { Object.setPrototypeOf(globalThis, { left: 1 }) } catch {} return [s, typeof left === 'number' ? 1 : 1] }",
        // What the engine remembers beside the objects.
        "const seen = RegExp.$1; function f() { /(s\\w+)/.exec('a secret'); return seen }",
        "const seen = [RegExp.input, RegExp.lastMatch, RegExp.leftContext]; function f() { 'left secret'.match(/secret/); RegExp.input = 'x'; return seen }",
        "const seen = RegExp.multiline; function f() { RegExp.multiline = true; return seen }",
        "const seen = Error.stackTraceLimit; function f() { Error.stackTraceLimit = 3; return seen }",
        "const expression = /a/g; function f() { const s = expression.lastIndex; expression.exec('aa'); return s }",
        "function f() { const s = typeof later; Promise.resolve().then(() => { globalThis.later = 1 }); return s }",
        "async function g() { await 0; String.prototype.left = 1 }\nfunction f() { const s = ''.left; g(); return s }",
        "function tag(s) { return s } function f() { const s = tag`x`; const had = s.left; try { s.left = 1 } catch {} return had }",
        "function f() { const s = Symbol.for('x').left; return [s, Symbol.keyFor(Symbol.for('x'))] }",
        "const kept = new WeakRef({}); function f(a) { const s = kept.left; kept.left = a; return s }",
        "function f() { const s = typeof freed; new FinalizationRegistry(() => { freed = 1 }).register({}, 1); return s }",
        // The function that evaluates the file.
        "const own = arguments.callee; const seen = own.left; own.left = 1; function f() { return [seen, own.prototype && own.prototype.left] }",
        "function g() { return g.caller } const maker = g(); if (maker) { maker.left = (maker.left || 0) + 1 } function f() { return maker && maker.left }",
        "const seen = typeof f; function f() { f.left = 1; return [seen, typeof left] }",
    ])
    func whatIsLeftOnPurposeIsGone(_ code: String) async throws {
        try await expectSameAnswers(code)
    }

    @Test func aFileDoesNotSeeTheOtherFunctionsOfTheCallBefore() async throws {
        let other = ScriptSource(name: "g", code: "function g() {}", file: "g.js")
        try await expectSameAnswers("const seen = typeof g; function f() { g.left = 1; return seen }", [other])
    }

    @Test func aFunctionNamedAsABuiltInStandsForItInItsOwnCallOnly() async throws {
        let own = ScriptSource(
            name: "escape",
            code: "const was = escape('ä'); function escape() { return was }",
            file: "e.js"
        )
        try await expectSameAnswers("function f() { return escape() }", [own])
    }

    @Test func aFileThatClosesTheFunctionAroundItIsNoFunction() async throws {
        let code =
            "function f() { return typeof kept }\nreturn f }); let kept = 1; (function () { function f() { return 2 }"
        let caller = Self.pool.caller(for: [ScriptSource(name: "f", code: code, file: "f.js")])
        let error = await #expect(throws: EvaluationError.self) { try await caller.result(of: "f", []) }
        #expect(error?.message.contains("SyntaxError") == true)
    }

    @Test func anAppThatThrowsOrRunsOutOfTimeLeavesNothing() async throws {
        var limits = ScriptLimits()
        limits.workers = 1
        limits.callSeconds = 0.2
        limits.graceSeconds = 60
        let pool = ScriptPool(executable: TestPool.executable, limits: limits)
        let code = """
            function f(how) {
              const seen = [typeof left, [].left];
              left = 1; Array.prototype.left = 1;
              if (how === 'throw') throw new Error('thrown');
              while (how === 'loop');
              return seen;
            }
            """
        let caller = pool.caller(for: [ScriptSource(name: "f", code: code, file: "f.js")])
        for how in ["return", "throw", "return", "loop", "return", "throw"] as [Value] {
            guard
                case .value(let seen) = await caller.answer(
                    to: ScriptCall(function: "f", arguments: [how]),
                    environment: [:]
                )
            else { continue }
            #expect(seen == ["undefined", .undefined])
        }
    }

    @Test func noErrorOfARealmLeadsOutOfIt() async throws {
        let code = """
            function f() {
              const foreign = [];
              const note = (error) => { if (!(error instanceof Error)) foreign.push(String(error)) };
              const dig = (use) => { try { dig(use) } catch (error) { note(error) } try { use() } catch (error) { note(error) } };
              dig(() => Object.defineProperty({}, 'a', { value: 1 }));
              dig(() => ({}).__defineGetter__('a', () => 1));
              dig(() => new Proxy({}, {}));
              dig(() => new WeakRef({}));
              dig(() => iml.upper('a'));
              dig(() => Math.random());
              return foreign;
            }
            """
        try await expectSameAnswers(code)
        let caller = Self.pool.caller(for: [ScriptSource(name: "f", code: code, file: "f.js")])
        #expect(try await caller.result(of: "f", []) == .array([]))
    }

    @Test func theTimeAtTheTopOfAFileIsThatOfTheCall() async throws {
        let code = "const made = Date.now(); function f() { return Date.now() - made }"
        let caller = Self.pool.caller(for: [ScriptSource(name: "f", code: code, file: "f.js")])
        _ = try await caller.result(of: "f", [])
        // Longer than a realm that waits counts as fresh.
        try await Task.sleep(for: .milliseconds(1_500))
        let age = try #require(try await caller.result(of: "f", []).asNumber?.double)
        #expect(age < 1_400)
    }

    @Test func chanceBeginsAnewWithEachCall() async throws {
        let caller = Self.pool.caller(for: [
            ScriptSource(name: "f", code: "function f() { return [Math.random(), Math.random()] }", file: "f.js")
        ])
        var seen: Set<Value> = []
        for _ in 0..<20 {
            guard case .array(let numbers) = try await caller.result(of: "f", []) else { continue }
            for number in numbers {
                #expect(seen.insert(number).inserted)
                #expect((number.asNumber?.double).map { (0..<1).contains($0) } == true)
            }
        }
        #expect(seen.count == 40)
    }

    @Test func aSealedOrDefinedObjectOfTheAppsOwnIsAsAlways() async throws {
        let code = """
            function f() {
              const own = Object.freeze(Object.defineProperty({ a: 1 }, 'b', { value: 2, enumerable: true }));
              const made = Object.defineProperties({}, { c: { get: () => 3, enumerable: true } });
              return [own, made, new Proxy({ d: 4 }, {}), Object.isFrozen(own), Object.defineProperty.length];
            }
            """
        try await expectSameAnswers(code)
        let caller = Self.pool.caller(for: [ScriptSource(name: "f", code: code, file: "f.js")])
        #expect(try await caller.result(of: "f", []) == [["a": 1, "b": 2], ["c": 3], ["d": 4], true, 3])
    }
}
