import Foundation
import IML
import IMLScript

/// A small custom function, called in a worker process where no call sees what another one left.
struct ScriptMeasure {
    private let caller: any AppFunctionCaller
    private let call: ScriptCall
    private let expected: Value
    /// How many calls cross to the worker at once.
    private static let batch = 100
    /// How many callers there are at a time.
    private static let callers = 8

    /// Starts a worker and makes sure that the function gives what is expected of every peer.
    init(file: String) async throws {
        let content = try Value(json: try Data(contentsOf: URL(fileURLWithPath: file)))
        let source = ScriptSource(name: content["name"].text, code: content["code"].text, file: "function.js")
        let worker = Bundle.main.bundleURL.appendingPathComponent("patchbay-script-worker").path
        caller = ScriptPool(executable: worker).caller(for: [source], of: "bench")
        call = ScriptCall(function: source.name, arguments: content["arguments"].asArray ?? [])
        expected = content["expected"]
        _ = try await calls()
    }

    /// One call.
    func calls() async throws -> Int {
        try check(await caller.answer(to: call, environment: [:]))
        return 1
    }

    /// Calls that cross together.
    func batches() async throws -> Int {
        let calls = [ScriptCall](repeating: call, count: Self.batch)
        for answer in await caller.answer(to: calls, environment: [:]) { try check(answer) }
        return calls.count
    }

    /// Calls of several callers, each making one after the other.
    func parallel() async throws -> Int {
        try await withThrowingTaskGroup(of: Int.self) { callers in
            for _ in 0..<Self.callers {
                callers.addTask {
                    var count = 0
                    for _ in 0..<Self.batch { count += try await calls() }
                    return count
                }
            }
            return try await callers.reduce(0, +)
        }
    }

    /// The median time of calls with a moment's rest between, as from a host that is not under load.
    func rested(for seconds: Double) async throws -> Measurement {
        let clock = ContinuousClock()
        let end = clock.now + .seconds(seconds)
        var times: [Double] = []
        while clock.now < end {
            try await Task.sleep(for: .milliseconds(2))
            let start = clock.now
            _ = try await calls()
            times.append((clock.now - start) / .seconds(1))
        }
        return Measurement(operations: 1, seconds: times.sorted()[times.count / 2])
    }

    private func check(_ answer: ScriptAnswer) throws {
        guard case .value(expected) = answer else { throw MeasureError("The function gives \(answer).") }
    }
}
