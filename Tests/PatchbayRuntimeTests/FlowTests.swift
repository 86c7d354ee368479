import IML
import PatchbayAuth
import PatchbayRuntime
import Synchronization
import Testing

/// What happens around single requests: `temp`, `condition`, `repeat`, several requests, none at all.
struct FlowTests {
    @Test func evaluatesAllTempEntriesBeforeAssigningAny() async throws {
        let probe = try await Probe.run(
            #"[{"temp": {"a": "old"}}, {"temp": {"a": "new", "b": "{{temp.a}}"}, "response": {"output": "{{temp}}"}}]"#
        )
        #expect(probe.output == #"{"a":"new","b":"old"}"#)
    }

    @Test func mergesTempDeeplyAndReplacesArrays() async throws {
        let probe = try await Probe.run(
            """
            [{"temp": {"o": {"a": 1, "l": [1, 2]}, "u": 1}},
             {"temp": {"o": {"b": 2, "l": [3]}, "u": "{{parameters.none}}"}, "response": {"output": "{{temp}}"}}]
            """
        )
        #expect(probe.output == #"{"o":{"a":1,"l":[3],"b":2},"u":1}"#)
    }

    @Test func keepsTempOfEarlierAnswers() async throws {
        let probe = try await Probe.run(
            """
            [{"url": "/token", "response": {"temp": {"t": "{{body.token}}"}}},
             {"url": "/use", "headers": {"X-Token": "{{temp.t}}"}, "response": {"output": "{{body.ok}}"}}]
            """,
            script: { request, _ in request.path == "/token" ? .json(#"{"token": "abc"}"#) : .json(#"{"ok": "yes"}"#) }
        )
        #expect(probe.output == #""yes""#)
        #expect(probe.requests.map(\.path) == ["/token", "/use"])
        #expect(probe.requests[1].header("x-token") == "abc")
    }

    @Test func doesNotLetAnAnswerIntoTheNextRequest() async throws {
        let probe = try await Probe.run(
            #"[{"url": "/a"}, {"url": "/b", "qs": {"seen": "{{ifempty(body.x, 'nothing')}}"}}]"#,
            script: { _, _ in .json(#"{"x": 1}"#) }
        )
        #expect(probe.requests[1].query == "seen=nothing")
        #expect(probe.output == #"{"x":1}"#)
    }

    @Test(arguments: [
        (#""condition": "{{parameters.go}}""#, ""),
        (#""condition": false"#, ""),
        (
            #""condition": {"condition": "{{parameters.go}}", "default": {"skipped": "{{parameters.x}}"}}"#,
            #"{"skipped":5}"#
        ),
        (#""condition": {"condition": "{{parameters.go}}", "default": "{{parameters.list}}"}"#, "1\n2"),
    ])
    func skipsARequestWhoseConditionDoesNotHold(_ condition: String, _ output: String) async throws {
        let probe = try await Probe.run(#"{"url": "/", \#(condition)}"#, parameters: ["x": 5, "list": [1, 2]])
        #expect(probe.requests.isEmpty)
        #expect(probe.output == output)
        #expect(probe.failure == nil)
    }

    @Test func aSkippedRequestLeavesTheOutputBeforeIt() async throws {
        let probe = try await Probe.run(
            #"[{"url": "/a"}, {"url": "/b", "condition": "{{parameters.more}}"}]"#,
            script: { request, _ in .json(#"{"from": "\#(request.path)"}"#) }
        )
        #expect(probe.requests.map(\.path) == ["/a"])
        #expect(probe.output == #"{"from":"/a"}"#)
    }

    @Test func theLastRequestThatRanGivesTheOutput() async throws {
        let probe = try await Probe.run(
            #"[{"url": "/a"}, {"url": "/b"}]"#,
            script: { request, _ in .json(#"{"from": "\#(request.path)"}"#) }
        )
        #expect(probe.output == #"{"from":"/b"}"#)
    }

    @Test func anErrorEndsTheRequestsAfterIt() async throws {
        let probe = try await Probe.run(
            #"[{"url": "/a"}, {"url": "/b"}]"#,
            script: { _, _ in Answer(status: 400, reason: "No") }
        )
        #expect(probe.requests.map(\.path) == ["/a"])
        #expect(probe.error?.message == "[400] No")
    }

    @Test(arguments: [
        (#"{"condition": "{{body.state = 'busy'}}", "limit": 10}"#, 4),
        (#"{"condition": "{{body.state = 'busy'}}", "limit": 2}"#, 3),
        (#"{"condition": "{{body.state = 'busy'}}", "delay": 1, "limit": "{{parameters.most}}"}"#, 2),
        (#"{"condition": "{{body.state = 'never'}}", "limit": 10}"#, 1),
    ])
    func repeatsWhileItsConditionHolds(_ repetition: String, _ requests: Int) async throws {
        let probe = try await Probe.run(
            #"{"url": "/job", "repeat": \#(repetition)}"#,
            parameters: ["most": 1],
            script: { _, count in .json(count < 4 ? #"{"state": "busy"}"# : #"{"state": "done"}"#) }
        )
        #expect(probe.requests.count == requests)
        #expect(probe.failure == nil)
    }

    @Test func repeatsNoOftenerThanTheHostAllows() async throws {
        var limits = TestHost.quickLimits
        limits.repetitions = 5
        let probe = try await Probe.run(
            #"{"url": "/", "repeat": {"condition": true, "limit": 5000}}"#,
            on: try TestHost(limits: limits)
        )
        #expect(probe.requests.count == 6)
    }

    @Test func evaluatesTheResponseAloneInStaticMode() async throws {
        let probe = try await Probe.run(
            """
            {"method": "POST", "body": {"a": 1}, "pagination": {"qs": {"p": 1}},
             "response": {"iterate": "{{parameters.list}}", "output": {"v": "{{item}}"}}}
            """,
            parameters: ["list": [1, 2]]
        )
        #expect(probe.requests.isEmpty)
        #expect(probe.output == "{\"v\":1}\n{\"v\":2}")
    }

    @Test func judgesInStaticModeByValidOnly() async throws {
        let probe = try await Probe.run(
            #"{"response": {"valid": {"condition": "{{parameters.ok}}", "message": "Not ok", "type": "DataError"}}}"#
        )
        #expect(probe.error?.type == .dataError)
        #expect(probe.error?.message == "Not ok")
    }

    @Test func givesTheUniversalModuleTheWholeAnswer() async throws {
        let probe = try await Probe.run(
            """
            {"url": "/{{parameters.path}}", "method": "{{parameters.method}}", "response": {"valid": true,
             "output": {"body": "{{body}}", "headers": "{{headers}}", "statusCode": "{{statusCode}}"}}}
            """,
            type: "universal",
            parameters: ["path": "x", "method": "PATCH"],
            script: { _, _ in .json(#"{"no": 1}"#, status: 404) }
        )
        #expect(
            probe.output
                == #"{"body":{"no":1},"headers":{"content-type":"application/json","content-length":"9"},"statusCode":404}"#
        )
    }

    @Test func callsTheAppsOwnFunctionsOnce() async throws {
        let caller = Doubling()
        let host = try TestHost(functions: { _ in caller })
        var app = TestApp(base: #"{"baseUrl": "URL"}"#)
        app.functions["double"] = "function double(x) { return x * 2 }"
        let probe = try await Probe.run(
            #"{"url": "/", "qs": {"a": "{{double(double(3))}}", "b": "{{double(1)}}"}, "response": {"output": "{{double(body.n)}}"}}"#,
            app: app,
            on: host,
            script: { _, _ in .json(#"{"n": 21}"#) }
        )
        #expect(try probe.request.query == "a=12&b=2")
        #expect(probe.output == "42")
        #expect(caller.calls.withLock(\.self) == [3, 6, 1, 21])
    }

    @Test func anAppsFunctionThatFailsNamesThePlace() async throws {
        let host = try TestHost(functions: { _ in Doubling() })
        var app = TestApp(base: #"{"baseUrl": "URL"}"#)
        app.functions["double"] = "function double(x) { return x * 2 }"
        let probe = try await Probe.run(#"{"url": "/{{double('x')}}"}"#, app: app, on: host)
        #expect(probe.error?.type == .dataError)
        #expect(probe.error?.message == "double wants a number.")
        #expect(probe.error?.place?.file == "m_module.iml.json")
        #expect(probe.requests.isEmpty)
    }

    @Test func aReloadDoesNotDisturbACallInFlight() async throws {
        let host = try TestHost()
        var old = TestApp(base: #"{"baseUrl": "URL"}"#, common: #"{"v": "old"}"#)
        old.modules["m"] = TestApp.Module(
            communication:
                #"[{"url": "/1"}, {"url": "/2", "qs": {"v": "{{common.v}}"}, "response": {"output": "{{common.v}}"}}]"#
        )
        var new = old
        new.common = #"{"v": "new"}"#
        let replacement = new
        try host.install(old, as: "app") { request in
            if request.path == "/1" {
                do { try host.install(replacement, as: "app") { _ in .json("{}") } } catch { return .hangUp }
            }
            return .json("{}")
        }
        let bundles = CollectedBundles()
        let call = ComponentCall(app: "app", component: "m")
        _ = try await host.runtime.runModule(call) { bundles.append($0) }
        _ = try await host.runtime.runModule(call) { bundles.append($0) }
        #expect(bundles.all == ["old", "new"])
    }

    /// Answers `double` in this process, as a worker would.
    private final class Doubling: AppFunctionCaller {
        let calls = Mutex<[Int]>([])

        func answer(to call: ScriptCall, environment: Value, waiting wait: Duration) async -> ScriptAnswer {
            guard case .number(let number)? = call.arguments.first, let integer = number.integer else {
                return .failure(EvaluationError(.dataError, "double wants a number.", function: "double"))
            }
            calls.withLock { $0.append(integer) }
            return .value(Value(integer * 2))
        }
    }
}
