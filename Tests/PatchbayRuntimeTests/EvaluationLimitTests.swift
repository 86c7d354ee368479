import IML
import PatchbayAuth
import PatchbayRuntime
import Testing

/// A call's limits inside its evaluations: time, steps, cancellation.
struct EvaluationLimitTests {
    /// An expression that takes some 100,000 steps.
    private static let heavy = "{{first(sort(split(parameters.text, ',')))}}"
    private static let text = Value.text((0..<5_000).map { String($0 * 7_919 % 5_000) }.joined(separator: ","))

    /// Stands for the worker that runs an app's functions.
    private struct Echo: AppFunctionCaller {
        func answer(to call: ScriptCall, environment: Value, waiting wait: Duration) async -> ScriptAnswer {
            .value(call.arguments.first ?? .null)
        }
    }

    /// What takes minutes without a limit.
    enum Shape: String, CaseIterable {
        case requests
        case repetitions
        case condition
        case expression
        case pattern
        case functions

        var spec: String {
            let heavy = EvaluationLimitTests.heavy
            let temp = "{\"temp\": {\"x\": \"\(heavy)\"}"
            switch self {
            case .requests: return "[" + Array(repeating: temp + "}", count: 5_000).joined(separator: ",") + "]"
            case .repetitions: return temp + #", "repeat": {"condition": true, "limit": 1000}}"#
            case .condition:
                return """
                    {"response": {"output": "{{item}}", "iterate": {"container": "{{split(parameters.text, ',')}}",
                     "condition": "{{length(sort(split(parameters.text, ','))) = item}}"}}}
                    """
            case .expression:
                let sum = Array(repeating: "length(sort(split(parameters.text, ',')))", count: 1_000)
                return "{\"response\": {\"output\": \"{{\(sum.joined(separator: " + "))}}\"}}"
            case .pattern:
                let call = "length(replace(parameters.text, '/([0-9,]{1,9}){1,40}x/g', ''))"
                return "{\"response\": {\"output\": \"{{\(call) + \(call)}}\"}}"
            case .functions:
                // Each argument is new and heavy, so that nothing of it is known from before.
                let call = "{{echo(length(sort(split(parameters.text, ','))))}}"
                return "{\"response\": {\"output\": \"\(String(repeating: call, count: 1_000))\"}}"
            }
        }
    }

    private func run(_ shape: Shape, _ limits: RuntimeLimits) async throws -> Probe {
        let host = try TestHost(limits: limits, functions: { _ in Echo() })
        let app = TestApp(functions: ["echo": "function echo(x) { return x; }"])
        return try await Probe.run(shape.spec, app: app, parameters: ["text": Self.text], on: host)
    }

    @Test(arguments: Shape.allCases)
    func theCallsTimeEndsIt(_ shape: Shape) async throws {
        var limits = TestHost.quickLimits
        limits.callSeconds = 0.4
        limits.steps = .max >> 8
        let start = ContinuousClock.now
        let probe = try await run(shape, limits)
        #expect(start.duration(to: .now) < .seconds(20))
        #expect([.moduleTimeoutError, .dataError].contains(probe.error?.type), "\(String(describing: probe.error))")
        if shape != .pattern { #expect(probe.error?.timedOut == true) }
    }

    @Test(arguments: Shape.allCases.filter { $0 != .pattern })
    func theCallsStepsEndIt(_ shape: Shape) async throws {
        var limits = TestHost.quickLimits
        limits.steps = 1_000_000
        limits.callSeconds = 120
        let probe = try await run(shape, limits)
        #expect(probe.error?.type == .runtimeError)
        #expect(
            probe.error?.message == "The call's expressions take more than 1000000 steps together (--max steps=…)."
        )
        #expect(probe.error?.place?.line != nil)
    }

    @Test(arguments: Shape.allCases.filter { $0 != .pattern })
    func aCallerThatLeavesEndsIt(_ shape: Shape) async throws {
        var limits = TestHost.quickLimits
        limits.steps = .max >> 8
        limits.callSeconds = 120
        let call = Task { [limits] in try await run(shape, limits) }
        try await Task.sleep(for: .milliseconds(200))
        call.cancel()
        let left = ContinuousClock.now
        let probe = try await call.value
        #expect(left.duration(to: .now) < .seconds(20))
        #expect(probe.error?.message == "The call was cancelled.")
    }

    @Test func whatEndsWithinItsStepsIsTheSameInThePoolAndOutside() async throws {
        var limits = TestHost.quickLimits
        limits.sliceSteps = 2_000
        let spec = """
            {"temp": {"id": "{{uuid}}", "list": "\(Self.heavy)"}, "response": {"output":
             {"a": "{{item}}", "b": "{{first(sort(split(parameters.text, ',')))}}", "c": "{{temp.list}}",
              "same": "{{echo(temp.id) = temp.id}}"},
             "iterate": "{{slice(split(parameters.text, ','), 0, 8)}}"}}
            """
        let app = TestApp(functions: ["echo": "function echo(x) { return x; }"])
        var outputs: [String] = []
        for slice in [2_000, 1_000_000_000] {
            limits.sliceSteps = slice
            let host = try TestHost(limits: limits, functions: { _ in Echo() })
            let probe = try await Probe.run(spec, app: app, parameters: ["text": Self.text], on: host)
            #expect(probe.failure == nil, "\(String(describing: probe.failure))")
            #expect(probe.bundles.count == 8)
            #expect(probe.bundles.allSatisfy { $0["same"] == true && $0["b"] == "0" })
            outputs.append(probe.output)
        }
        #expect(outputs[0] == outputs[1])
    }

    @Test func aLargeBodyIsReadInThePool() async throws {
        var limits = TestHost.quickLimits
        limits.sliceSteps = 1_000
        let items = (0..<5_000).map(String.init).joined(separator: ",")
        let probe = try await Probe.run(
            #"{"url": "/", "response": {"iterate": "{{body}}", "output": "{{item}}"}}"#,
            on: try TestHost(limits: limits),
            script: { _, _ in .json("[\(items)]") }
        )
        #expect(probe.bundles.count == 5_000)
        #expect(probe.bundles.last == 4_999)
    }

    @Test func otherAppsGoOnMeanwhile() async throws {
        var limits = TestHost.quickLimits
        limits.steps = .max >> 8
        limits.callSeconds = 60
        let host = try TestHost(limits: limits)
        for name in ["heavy", "light"] {
            var app = TestApp()
            app.modules["module"] = TestApp.Module(communication: Shape.expression.spec)
            app.modules["small"] = TestApp.Module(
                communication: #"{"response": {"output": "{{length(split(parameters.text, ','))}}"}}"#
            )
            try host.install(app, as: name) { _ in .json("{}") }
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 1...16 {
                group.addTask {
                    let call = ComponentCall(app: "heavy", component: "module", parameters: ["text": Self.text])
                    _ = try? await host.runtime.runModule(call) { _ in }
                }
            }
            // Beyond a slice, so that it needs the pool as they do.
            for _ in 1...10 {
                let start = ContinuousClock.now
                let call = ComponentCall(app: "light", component: "small", parameters: ["text": Self.text])
                _ = try await host.runtime.runModule(call) { #expect($0 == 5_000) }
                #expect(start.duration(to: .now) < .seconds(5))
            }
            group.cancelAll()
        }
    }
}
