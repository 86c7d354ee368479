import Foundation
import IML
import Testing

@testable import IMLScript

/// Apps share the workers there are.
@Suite(.timeLimit(.minutes(2)))
struct SharingTests {
    private static func limits(workers: Int = 6, waiting: Int = 10_000) -> ScriptLimits {
        var limits = ScriptLimits()
        limits.callSeconds = 60
        limits.workers = workers
        limits.waitingCalls = waiting
        return limits
    }

    private func source(_ code: String) -> ScriptSource { ScriptSource(name: "f", code: code, file: "f.js") }

    private func call(_ caller: any AppFunctionCaller, waiting: Duration = .seconds(60)) async -> String {
        switch await caller.answer(to: ScriptCall(function: "f", arguments: []), environment: [:], waiting: waiting) {
        case .value(let value): value.text
        case .failure(let error): "\(error.type): \(error.message)"
        }
    }

    @Test func aThousandEndlessCallsOfOneAppHoldNoOtherUp() async {
        let pool = ScriptPool(executable: TestPool.executable, limits: Self.limits())
        // A reload makes another caller of the same app, which gets no share of its own.
        let stuck = (0..<2).map { _ in pool.caller(for: [source("function f() { for (;;) {} }")], of: "stuck") }
        let quick = pool.caller(for: [source("function f() { return 1 }")], of: "quick")
        await withTaskGroup(of: String.self) { group in
            for index in 0..<1_000 { group.addTask { await call(stuck[index % 2]) } }
            for _ in 0..<50 { #expect(await call(quick) == "1") }
            let third = pool.caller(for: [source("function f() { return 3 }")], of: "third")
            #expect(await call(third) == "3")
            // None of them has ended meanwhile: the others waited for none.
            pool.shutDown()
            for await answer in group { #expect(answer == "UnexpectedError: f: the host is shutting down.") }
        }
    }

    @Test func aCallThatWaitsTooLongSaysSo() async throws {
        let pool = ScriptPool(executable: TestPool.executable, limits: Self.limits(workers: 2))
        let stuck = pool.caller(for: [source("function f() { for (;;) {} }")], of: "stuck")
        async let first = call(stuck)
        while pool.busyWorkers == 0 { try await Task.sleep(for: .milliseconds(1)) }
        let late = await call(stuck, waiting: .milliseconds(120))
        #expect(late == "ModuleTimeoutError: f: it waited for 0.12 s, and no worker was free to run it.")
        pool.shutDown()
        #expect(await first == "UnexpectedError: f: the host is shutting down.")
    }

    @Test func aCallThatIsCancelledLeavesTheQueue() async throws {
        let pool = ScriptPool(executable: TestPool.executable, limits: Self.limits(workers: 2, waiting: 3))
        let stuck = pool.caller(for: [source("function f() { for (;;) {} }")], of: "stuck")
        async let first = call(stuck)
        while pool.busyWorkers == 0 { try await Task.sleep(for: .milliseconds(1)) }
        for _ in 0..<20 {
            let waiting = Task { await call(stuck) }
            while pool.waitingCalls == 0 { try await Task.sleep(for: .milliseconds(1)) }
            #expect(await call(stuck) == "UnexpectedError: f: more than 1 calls of custom functions wait already.")
            waiting.cancel()
            let answer = await waiting.value
            #expect(answer == "ModuleTimeoutError: f: the call was cancelled before a worker was free to run it.")
            #expect(pool.waitingCalls == 0)
        }
        pool.shutDown()
        _ = await first
    }

    @Test func functionsThatAreKilledOrFailGiveTheirWorkersBack() async {
        var limits = Self.limits(workers: 2)
        limits.callSeconds = 0.2
        limits.graceSeconds = 0.1
        let pool = ScriptPool(executable: TestPool.executable, limits: limits)
        let endless = pool.caller(for: [source("function f() { for (;;) {} }")], of: "a")
        let failing = pool.caller(for: [source("function f() { throw new Error('no') }")], of: "a")
        let fine = pool.caller(for: [source("function f() { return 1 }")], of: "a")
        for _ in 0..<4 {
            #expect(await call(endless) == "RuntimeError: f: it ran longer than 0.2 s and was ended.")
            #expect(await call(failing).contains("no"))
            #expect(await call(fine) == "1")
        }
        #expect(pool.busyWorkers == 0)
    }
}
