import Foundation
import IML
import IMLScript
import Testing

/// What a function may not do, and what becomes of the others when it tries.
@Suite struct IsolationTests {
    private static func limits(seconds: Double = 0.3, memory: Int = 512 << 20) -> ScriptLimits {
        var limits = ScriptLimits()
        limits.callSeconds = seconds
        // A machine that is busy with other things starts a worker late.
        limits.graceSeconds = 60
        limits.memoryBytes = memory
        return limits
    }

    private func source(_ code: String, _ name: String = "f") -> ScriptSource {
        ScriptSource(name: name, code: code, file: "\(name).js")
    }

    private func failure(_ code: String, limits: ScriptLimits = limits()) async throws -> EvaluationError {
        let pool = ScriptPool(executable: TestPool.executable, limits: limits)
        let caller = pool.caller(for: [source(code), source("function ok() { return 'ok' }", "ok")])
        let error = await #expect(throws: EvaluationError.self) { try await caller.result(of: "f", []) }
        #expect(try await caller.result(of: "ok", []) == "ok")
        return try #require(error)
    }

    @Test func anEndlessLoopEndsWithinItsLimit() async throws {
        let error = try await failure("function f() { for (;;) {} }")
        #expect(error.message == "f: it ran longer than 0.3 s and was ended.")
    }

    @Test func anEndlessLoopThatCatchesEverythingEndsToo() async throws {
        let error = try await failure("function f() { for (;;) { try { for (;;) {} } catch (e) {} finally { f() } } }")
        #expect(error.message.contains("ended"))
    }

    @Test func anEndlessLoopOutsideOfTheFunctionEndsToo() async throws {
        let error = try await failure("for (;;) {}; function f() {}")
        #expect(error.message.contains("longer than"))
    }

    @Test func endlessPromisesEndWithinALimit() async throws {
        let code = "function f() { const again = () => Promise.resolve().then(again); again(); return 1 }"
        let error = try await failure(code, limits: Self.limits(memory: 300 << 20))
        #expect(error.message.contains("ended"))
    }

    @Test func endlessRecursionIsAnError() async throws {
        let error = try await failure("function f() { return f() }", limits: Self.limits(seconds: 20))
        #expect(error.message.contains("RangeError"))
    }

    @Test func aRunawayAllocationIsEnded() async throws {
        let limits = Self.limits(seconds: 20, memory: 300 << 20)
        let code = "function f() { const a = []; for (;;) a.push(new Uint8Array(1 << 20).fill(1)) }"
        let error = try await failure(code, limits: limits)
        #expect(error.message.contains("memory") || error.message.contains("ended unexpectedly"))
    }

    @Test func memoryThatOneCallLeavesIsNotChargedToTheNext() async throws {
        let code = """
            function f(count) {
              const a = [];
              for (let i = 0; i < count; i++) a.push(new Uint8Array(1 << 20).fill(1));
              return a.length;
            }
            """
        let pool = ScriptPool(executable: TestPool.executable, limits: Self.limits(seconds: 30, memory: 320 << 20))
        let apps = (0..<2).map { _ in pool.caller(for: [source(code)]) }
        // What is left where it is little, and where a new process has to be taken before and after.
        for count in [200, 50, 200, 150, 60, 220, 30, 220, 220] {
            for app in apps { #expect(try await app.result(of: "f", [Value(count)]) == Value(count)) }
        }
        let call = ScriptCall(function: "f", arguments: [150])
        let answers = await apps[0].answer(to: [call, call, call, call], environment: [:])
        for answer in answers {
            guard case .value(150) = answer else { throw Unexpected() }
        }
        let error = await #expect(throws: EvaluationError.self) { try await apps[0].result(of: "f", [2_000]) }
        #expect(error?.message == "f: it took more than 320 MiB of memory and was ended.")
    }

    @Test func aCallIsEndedSoonAfterItsTimeHoweverBusyTheMachineIs() async throws {
        var limits = ScriptLimits()
        limits.callSeconds = 2
        let pool = ScriptPool(executable: TestPool.executable, limits: limits)
        let caller = pool.caller(for: [source("function f() { for (;;) {} }")])
        let count = ProcessInfo.processInfo.activeProcessorCount * 3
        let start = ContinuousClock.now
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<min(count, limits.workers / 2) {
                group.addTask {
                    let answer = await caller.answer(to: ScriptCall(function: "f", arguments: []), environment: [:])
                    guard case .failure(let error) = answer else { return #expect(Bool(false), "It has no end.") }
                    #expect(error.message == "f: it ran longer than 2 s and was ended.")
                }
            }
        }
        #expect(ContinuousClock.now - start < .seconds(limits.callSeconds + 4))
    }

    @Test func fourGigabytesAtOnceAreNotGiven() async throws {
        let limits = Self.limits(seconds: 20, memory: 300 << 20)
        let code = "function f() { return new Uint8Array(4 * 1024 * 1024 * 1024 - 1).fill(7).length }"
        let error = try await failure(code, limits: limits)
        #expect(!error.message.isEmpty)
    }

    @Test(arguments: [
        "typeof require", "typeof process", "typeof global", "typeof setTimeout", "typeof fetch",
        "typeof XMLHttpRequest",
        "typeof importScripts", "typeof WebAssembly", "typeof SharedArrayBuffer", "typeof print", "typeof readFile",
        "typeof load", "typeof quit", "typeof Deno", "typeof Bun", "console.log.constructor('return typeof process')()",
        "typeof window", "(delete globalThis.WebAssembly, typeof WebAssembly)",
        "(delete globalThis.SharedArrayBuffer, typeof SharedArrayBuffer)",
        "(delete globalThis.Atomics, typeof Atomics)",
        "(function(){ return typeof this.process })()", "new Function('return typeof process')()",
        "iml.constructor === undefined ? 'undefined' : 'there'",
        "[].constructor.constructor('return typeof require')()",
        "iml.upper.constructor('return typeof process')()", "Buffer.from.constructor('return typeof process')()",
    ])
    func nothingOfTheHostIsThere(_ expression: String) async throws {
        let caller = TestPool.shared.caller(for: [source("function f() { return \(expression) }")])
        #expect(try await caller.result(of: "f", []) == "undefined")
    }

    @Test func noStateSurvivesACall() async throws {
        let code = """
            var count = 0;
            function f() { count++; globalThis.seen = (globalThis.seen || 0) + 1; leaked = 1;
              const before = [count, globalThis.seen, typeof Array.prototype.evil, iml.length('abc'), 'x'.toUpperCase()];
              Array.prototype.evil = 1; iml.length = () => 'stolen'; String.prototype.toUpperCase = () => 'stolen';
              Object.prototype.polluted = 1; JSON.stringify = () => 'stolen';
              return before; }
            """
        let caller = TestPool.shared.caller(for: [source(code)])
        for _ in 0..<5 { #expect(try await caller.result(of: "f", []) == [1, 1, "undefined", 3, "X"]) }
    }

    @Test func appsDoNotSeeEachOther() async throws {
        let limits = Self.limits()
        let pool = ScriptPool(executable: TestPool.executable, limits: limits)
        let one = pool.caller(for: [source("globalThis.secret = 'mine'; function one() { return secret }", "one")])
        let other = pool.caller(for: [source("function f() { return [typeof secret, typeof one] }")])
        #expect(try await one.result(of: "one", []) == "mine")
        #expect(try await other.result(of: "f", []) == ["undefined", "undefined"])
    }

    @Test func oneStuckFunctionDelaysNobodyElse() async throws {
        let pool = ScriptPool(executable: TestPool.executable, limits: Self.limits(seconds: 60))
        let stuck = pool.caller(for: [source("function f() { for (;;) {} }")])
        let quick = pool.caller(for: [source("function f() { return 1 }")])
        try await withThrowingTaskGroup(of: String.self) { group in
            for _ in 0..<4 {
                group.addTask {
                    let error = await #expect(throws: EvaluationError.self) { try await stuck.result(of: "f", []) }
                    return error?.message ?? ""
                }
            }
            for _ in 0..<20 { #expect(try await quick.result(of: "f", []) == 1) }
            // The stuck ones still run, and end with the pool.
            pool.shutDown()
            for try await message in group { #expect(message == "f: the host is shutting down.") }
        }
    }

    @Test func aWorkerThatDiesIsReplaced() async throws {
        // Under a name of its own, so that no other test's worker is killed.
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let link = folder.appendingPathComponent("doomed-worker").path
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: TestPool.executable)
        let pool = ScriptPool(executable: link, limits: Self.limits(seconds: 60))
        let caller = pool.caller(for: [
            source("function f() { for (;;) {} }"), source("function ok() { return 'ok' }", "ok"),
        ])
        #expect(try await caller.result(of: "ok", []) == "ok")
        async let answer = caller.answer(to: ScriptCall(function: "f", arguments: []), environment: [:])
        try await killBusyWorker()
        guard case .failure(let error) = await answer else { throw Unexpected() }
        #expect(error.message == "f: the process that ran it ended unexpectedly.")
        #expect(try await caller.result(of: "ok", []) == "ok")
    }

    @Test func aMissingWorkerIsAClearError() async throws {
        let pool = ScriptPool(executable: "/nonexistent/worker")
        let caller = pool.caller(for: [source("function f() {}")])
        let error = await #expect(throws: EvaluationError.self) { try await caller.result(of: "f", []) }
        #expect(error?.message.contains("/nonexistent/worker does not start") == true)
    }

    @Test func manyCallsRunSideBySide() async throws {
        let caller = TestPool.shared.caller(for: [source("function f(a) { return a * 2 }")])
        try await withThrowingTaskGroup(of: Bool.self) { group in
            for number in 0..<200 {
                group.addTask { try await caller.result(of: "f", [Value(number)]) == Value(number * 2) }
            }
            for try await isRight in group { #expect(isRight) }
        }
    }

    private struct Unexpected: Error {}

    /// Kills the worker of this process that uses the processor, once there is one.
    private func killBusyWorker() async throws {
        #if os(Linux)
            for _ in 0..<500 {
                for entry in try FileManager.default.contentsOfDirectory(atPath: "/proc") {
                    guard let id = Int32(entry),
                        let stat = try? String(contentsOfFile: "/proc/\(id)/stat", encoding: .utf8)
                    else { continue }
                    let fields = stat.split(separator: ")").last?.split(separator: " ") ?? []
                    let isOurs = fields.count > 11 && Int32(fields[1]) == getpid() && stat.contains("(doomed-worker)")
                    if isOurs, fields[0] == "R", (Int(fields[11]) ?? 0) > 5, id != getpid() {
                        kill(id, SIGKILL)
                        return
                    }
                }
                try await Task.sleep(for: .milliseconds(10))
            }
        #endif
    }
}
