import CJavaScriptCore
import IML
import IMLScript

extension Realm {
    /// Runs the `it(…)` cases of a function's tests.
    ///
    /// - Parameter tests: The code of the tests, under the function's name.
    /// - Returns: The cases in the order they stand in.
    /// - Throws: When the code itself fails outside of its cases, or the function does not evaluate.
    func run(_ tests: ScriptSource) throws(ScriptFault) -> [FunctionTestResult] {
        if let fault = broken[tests.name] { throw fault }
        try evaluate(TestPrelude.source, file: "prelude")
        try evaluate(file: tests)
        return try results(unfinished: "it did not come to an end.")
    }

    /// The cases that ran so far, in the order they stand in.
    ///
    /// - Parameter problem: What is said of a case that has not ended.
    func results(unfinished problem: String) throws(ScriptFault) -> [FunctionTestResult] {
        guard case .array(let results) = try value(of: try evaluate("__results", file: "prelude")) else { return [] }
        return results.map { result in
            let isUnfinished = result["isUnfinished"].isTruthy
            return FunctionTestResult(
                name: result["name"].text,
                problem: isUnfinished ? problem : result["problem"].asText
            )
        }
    }
}

/// What tests find beside the app's functions: `it`, `describe` and `assert` with the names Node gives its functions.
enum TestPrelude {
    static let source = #"""
        var __results = [];
        (function () {
          'use strict';
          const results = globalThis.__results;
          class AssertionError extends Error { get name() { return 'AssertionError'; } }
          const show = (value) => {
            if (typeof value === 'function') return '[Function]';
            if (value instanceof Date) return isNaN(value) ? 'Invalid Date' : value.toISOString();
            if (value === undefined || typeof value === 'number' || typeof value === 'bigint') return String(value);
            if (value instanceof Number || value instanceof String || value instanceof Boolean) {
              return `[${value.constructor.name}: ${show(value.valueOf())}]`;
            }
            if (value instanceof Set) return `Set {${[...value].map(show).join(', ')}}`;
            if (value instanceof Map) return `Map {${[...value].map(([k, v]) => `${show(k)} => ${show(v)}`).join(', ')}}`;
            const plain = (_, member) => (member instanceof Set || member instanceof Map ? [...member] : member);
            try { return JSON.stringify(value, plain); } catch { return String(value); }
          };
          const fail = (message, fallback) => {
            if (message instanceof Error) throw message;
            throw new AssertionError(message === undefined ? fallback : message);
          };
          const isObject = (value) => value !== null && typeof value === 'object';
          const equalDeeply = (a, b, strict, seen) => {
            if (Object.is(a, b)) return true;
            // Only values that are no objects may be loosely equal.
            if (!isObject(a) && !isObject(b)) return !strict && a == b;
            if (!isObject(a) || !isObject(b)) return false;
            if (seen.some(([x, y]) => x === a && y === b)) return true;
            seen = seen.concat([[a, b]]);
            if (strict && Object.getPrototypeOf(a) !== Object.getPrototypeOf(b)) return false;
            if (Object.prototype.toString.call(a) !== Object.prototype.toString.call(b)) return false;
            if (a instanceof Date) return Object.is(a.getTime(), b.getTime());
            if (a instanceof RegExp) return String(a) === String(b);
            if (a instanceof Error) return a.name === b.name && a.message === b.message;
            for (const { prototype: { valueOf } } of [Number, String, Boolean, BigInt, Symbol]) {
              let held;
              try { held = valueOf.call(a); } catch { continue; }
              if (!Object.is(held, valueOf.call(b))) return false;
            }
            // Their order does not count, as in Node.
            if (a instanceof Map || a instanceof Set) {
              const rest = [...b];
              return a.size === b.size && [...a].every((one) => {
                const index = rest.findIndex((other) => equalDeeply(one, other, strict, seen));
                if (index >= 0) rest.splice(index, 1);
                return index >= 0;
              });
            }
            if (a instanceof ArrayBuffer) return equalDeeply(new Uint8Array(a), new Uint8Array(b), strict, seen);
            const keys = Object.keys(a);
            return keys.length === Object.keys(b).length && keys.every((key) =>
              Object.prototype.hasOwnProperty.call(b, key) && equalDeeply(a[key], b[key], strict, seen));
          };
          const matches = (error, expected) => {
            if (expected === undefined) return true;
            if (expected instanceof RegExp) return expected.test(String(error));
            if (typeof expected === 'function') {
              if (expected.prototype !== undefined && error instanceof expected) return true;
              if (Error.isPrototypeOf(expected)) return false;
              return expected.call({}, error) === true;
            }
            return Object.keys(expected).every((key) => expected[key] instanceof RegExp && typeof error[key] === 'string'
              ? expected[key].test(error[key]) : equalDeeply(error[key], expected[key], true, []));
          };
          const assert = (value, message) => { if (!value) fail(message, `${show(value)} is not truthy`); };
          assert.ok = assert;
          assert.fail = (message) => fail(message, 'Failed');
          assert.equal = (a, b, m) => { if (!(a == b || (a !== a && b !== b))) fail(m, `${show(a)} == ${show(b)}`); };
          assert.notEqual = (a, b, m) => { if (a == b || (a !== a && b !== b)) fail(m, `${show(a)} != ${show(b)}`); };
          assert.strictEqual = (a, b, m) => {
            if (!Object.is(a, b)) fail(m, `Expected values to be strictly equal: ${show(a)} !== ${show(b)}`);
          };
          assert.notStrictEqual = (a, b, m) => { if (Object.is(a, b)) fail(m, `${show(a)} is strictly equal to ${show(b)}`); };
          assert.deepEqual = (a, b, m) => {
            if (!equalDeeply(a, b, false, [])) fail(m, `${show(a)} is not deeply equal to ${show(b)}`);
          };
          assert.deepStrictEqual = (a, b, m) => {
            if (!equalDeeply(a, b, true, [])) fail(m, `${show(a)} is not deeply and strictly equal to ${show(b)}`);
          };
          assert.notDeepEqual = (a, b, m) => { if (equalDeeply(a, b, false, [])) fail(m, `${show(a)} is deeply equal`); };
          assert.notDeepStrictEqual = (a, b, m) => { if (equalDeeply(a, b, true, [])) fail(m, `${show(a)} is deeply equal`); };
          assert.match = (text, expression, m) => { if (!expression.test(text)) fail(m, `${show(text)} does not match ${expression}`); };
          assert.doesNotMatch = (text, expression, m) => { if (expression.test(text)) fail(m, `${show(text)} matches ${expression}`); };
          const checkFunction = (body) => {
            if (typeof body !== 'function') throw new TypeError(`The "fn" argument must be of type function, not ${show(body)}`);
          };
          assert.throws = (body, expected, m) => {
            checkFunction(body);
            if (typeof expected === 'string') { m = expected; expected = undefined; }
            let error, threw = false;
            try { body(); } catch (caught) { error = caught; threw = true; }
            if (!threw) fail(m, 'Missing expected exception');
            if (!matches(error, expected)) fail(m, `Another exception than expected: ${error}`);
          };
          assert.doesNotThrow = (body, m) => {
            checkFunction(body);
            try { body(); } catch (error) { fail(typeof m === 'string' ? m : undefined, `Unexpected exception: ${error}`); }
          };
          assert.strict = assert;
          assert.AssertionError = AssertionError;
          const run = (name, body) => {
            const entry = { name: String(name), problem: null, isUnfinished: true };
            results.push(entry);
            try {
              const result = body();
              if (result && typeof result.then === 'function') entry.problem = 'Tests cannot be asynchronous.';
            } catch (error) {
              entry.problem = error instanceof Error ? (error.message || String(error)) : String(error);
            }
            entry.isUnfinished = false;
          };
          globalThis.assert = assert;
          globalThis.it = run;
          globalThis.test = run;
          globalThis.describe = (name, body) => body();
        })();
        """#
}
