import Foundation
import IML
import PatchbayAuth
import PatchbayRuntime
import Synchronization
import Testing

/// Services that fail, and what is done about it.
struct FaultTests {
    @Test(arguments: [
        ("GET", 503, 3), ("HEAD", 503, 3), ("OPTIONS", 503, 3), ("GET", 429, 3), ("POST", 503, 1), ("PUT", 503, 1),
        ("DELETE", 429, 1), ("POST", 429, 1), ("GET", 400, 1), ("GET", 404, 1),
    ])
    func repeatsOnlySafeRequestsWhoseErrorPasses(_ method: String, _ status: Int, _ attempts: Int) async throws {
        let probe = try await Probe.run(
            #"{"url": "/", "method": "\#(method)"}"#,
            script: { _, _ in Answer(status: status, reason: "No") }
        )
        #expect(probe.requests.count == attempts)
        #expect(probe.error?.statusCode == status)
    }

    @Test func takesTheAnswerOfALaterAttempt() async throws {
        let probe = try await Probe.run(
            #"{"url": "/", "response": {"temp": {"n": "{{temp.n + 1}}"}, "output": {"body": "{{body}}", "n": "{{temp.n}}"}}, "temp": {"n": 0}}"#,
            script: { _, count in count < 3 ? Answer(status: 500) : .json("7") }
        )
        #expect(probe.output == #"{"body":7,"n":1}"#)
        #expect(probe.summary?.requests == 3)
    }

    @Test func waitsAsLongAsRetryAfterSays() async throws {
        let began = ContinuousClock.now
        let probe = try await Probe.run(
            #"{"url": "/"}"#,
            script: { _, count in count == 1 ? Answer(status: 429, headers: [("Retry-After", "0.2")]) : .json("1") }
        )
        #expect(ContinuousClock.now - began >= .seconds(1), "a service is left alone for a second at least")
        #expect(probe.output == "1")
    }

    @Test func doesNotWaitLongerThanTheHostAllows() async throws {
        let probe = try await Probe.run(
            #"{"url": "/"}"#,
            script: { _, _ in
                Answer(status: 503, reason: "Down", headers: [("Retry-After", "Fri, 01 Jan 2100 00:00:00 GMT")])
            }
        )
        #expect(probe.requests.count == 1)
        #expect(probe.error?.retryAfter == 86_400, "no caller is told more than a day")
    }

    @Test func anErrorTheSpecNamesOtherwiseIsNotRepeated() async throws {
        let probe = try await Probe.run(
            #"{"url": "/", "response": {"error": {"500": {"message": "Broken", "type": "DataError"}}}}"#,
            script: { _, _ in Answer(status: 500) }
        )
        #expect(probe.requests.count == 1)
        #expect(probe.error?.type == .dataError)
    }

    @Test func aServiceThatHangsUpIsAConnectionError() async throws {
        let probe = try await Probe.run(#"{"url": "/", "method": "POST"}"#, script: { _, _ in .hangUp })
        #expect(probe.error?.type == .connectionError)
        #expect(probe.requests.count == 1)
    }

    @Test func aBodyThatBreaksOffIsAConnectionErrorAndRepeatedForGET() async throws {
        let probe = try await Probe.run(
            #"{"url": "/"}"#,
            script: { _, _ in Answer(raw: Array("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{".utf8)) }
        )
        #expect(probe.error?.type == .connectionError)
        #expect(probe.requests.count == 3)
    }

    @Test func whatIsNotHTTPIsARuntimeError() async throws {
        let probe = try await Probe.run(
            #"{"url": "/", "method": "POST"}"#,
            script: { _, _ in Answer(raw: Array("SSH-2.0-x\r\n\r\n".utf8)) }
        )
        #expect(probe.error != nil)
        #expect(probe.bundles.isEmpty)
    }

    @Test func aPortNobodyListensAtIsAConnectionErrorAndSafeToRepeat() async throws {
        let host = try TestHost()
        let probe = try await Probe.run(#"{"url": "http://127.0.0.1:1/", "method": "POST"}"#, on: host)
        #expect(probe.error?.type == .connectionError)
        #expect(probe.error?.wasNotSent == true)
        guard case .executionFinished(let summary, _, _, _) = host.reported.last else {
            Issue.record("the call was not reported")
            return
        }
        #expect(summary.requests == 3)
    }

    @Test func aRequestTakesNoLongerThanItsTimeout() async throws {
        let probe = try await Probe.run(
            #"{"url": "/", "method": "POST", "timeout": 100}"#,
            script: { _, _ in
                Thread.sleep(forTimeInterval: 1)
                return .json("1")
            }
        )
        #expect(probe.error?.type == .connectionError)
        #expect(probe.error?.timedOut == true)
        #expect(probe.requests.count == 1)
    }

    @Test func aCallTakesNoLongerThanTheHostAllows() async throws {
        var limits = TestHost.quickLimits
        limits.callSeconds = 1
        let probe = try await Probe.run(
            #"{"url": "/", "repeat": {"condition": true, "delay": 400}}"#,
            on: try TestHost(limits: limits)
        )
        #expect(probe.error?.type == .moduleTimeoutError)
        #expect(probe.error?.timedOut == true)
        #expect((1...3).contains(probe.requests.count))
    }

    @Test func anAnswerBeyondTheHostsLimitIsNamed() async throws {
        var limits = TestHost.quickLimits
        limits.responseBytes = 1_000
        let probe = try await Probe.run(
            #"{"url": "/", "method": "POST"}"#,
            on: try TestHost(limits: limits),
            script: { _, _ in .of("text/plain", String(repeating: "x", count: 1_001)) }
        )
        #expect(probe.error?.type == .maxFileSizeExceededError)
    }

    @Test func aPrivateAddressIsRefusedAndNotRepeated() async throws {
        let probe = try await Probe.run(#"{"url": "/"}"#, on: try TestHost(allowedHosts: []))
        #expect(probe.error?.type == .runtimeError)
        #expect(probe.error?.message.contains("127.0.0.1") == true)
        #expect(probe.requests.isEmpty)
    }

    @Test func badUTF8InATextBecomesReplacementCharacters() async throws {
        let probe = try await Probe.run(
            #"{"url": "/", "response": {"type": "text"}}"#,
            script: { _, _ in Answer(body: [0x61, 0xFF, 0x62]) }
        )
        #expect(probe.output == "\"a\u{FFFD}b\"")
    }

    @Test func badUTF8InJSONIsADataError() async throws {
        let probe = try await Probe.run(
            #"{"url": "/", "response": {"type": "json"}}"#,
            script: { _, _ in Answer(body: [0x22, 0xFF, 0x22]) }
        )
        #expect(probe.error?.type == .dataError)
    }
}
