import IML
import PatchbayAuth
import PatchbayBundle
import PatchbayRuntime
import Testing

@testable import PatchbayHost

struct ProblemTests {
    @Test(arguments: [
        (ErrorType.rateLimitError, 429), (.connectionError, 502), (.moduleTimeoutError, 504), (.runtimeError, 422),
        (.dataError, 422), (.invalidConfigurationError, 422), (.invalidAccessTokenError, 409), ("Custom", 422),
    ])
    func errorsOfModulesHaveTheirStatus(type: ErrorType, status: Int) {
        let problem = Problem(CallFailure.failed(PlatformError(type, "no", statusCode: 418, path: "response.output")))
        #expect(problem.status == status)
        #expect(problem.detail == "no")
        #expect(problem.document["status"] == Value(status))
        #expect(
            problem.document["error"]
                == ["type": .text(type.rawValue), "message": "no", "statusCode": 418, "path": "response.output"]
        )
    }

    @Test func timeoutsOfServicesAre504() {
        #expect(Problem(PlatformError(.connectionError, "slow", timedOut: true)).status == 504)
    }

    @Test func retryAfterIsAHeaderInWholeSeconds() {
        let problem = Problem(PlatformError(.rateLimitError, "slow down", retryAfter: 1.2))
        #expect(problem.headers.first { $0.name == "Retry-After" }?.value == "2")
        #expect(Problem(PlatformError(.rateLimitError, "")).headers.first?.value == "1")
        for (seconds, value) in [(-5.0, "1"), (0, "1"), (86_399.5, "86400"), (1e300, "86400"), (.infinity, "86400")] {
            let problem = Problem(PlatformError(.rateLimitError, "", retryAfter: seconds))
            #expect(problem.headers.first?.value == value)
        }
        #expect(Problem(PlatformError(.runtimeError, "")).headers.isEmpty)
    }

    @Test func callsThatCannotBeMadeHaveTheirStatus() {
        let unknown = CallFailure.unknown(kind: "connection spec", name: "x", message: "There is no x.")
        #expect(Problem(unknown).status == 404)
        #expect(Problem(unknown).code == "unknown-connection-spec")
        #expect(Problem(CallFailure.badCall("no")).status == 400)
        let invalid = CallFailure.connectionNotValid(id: "con_1", status: "expired", message: "It ended.")
        #expect(Problem(invalid).status == 409)
        #expect(Problem(invalid).document["connectionStatus"] == "expired")
    }

    @Test func everyProblemOfTheInputIsNamed() {
        let problem = Problem(
            CallFailure.invalidInput([
                .init(path: "name", message: "is required"), .init(path: "phones[2].number", message: "is no number"),
            ])
        )
        #expect(problem.status == 400)
        #expect(problem.detail == "name is required; phones[2].number is no number.")
        #expect(problem.document["error"]["type"] == "DataError")
        #expect(problem.document["error"]["message"] == .text(problem.detail))
        #expect(problem.document["errors"].element(at: 2)["path"] == "phones[2].number")
    }

    @Test func brokenComponentsNameTheFile() {
        let diagnostic = Diagnostic(
            file: "greet.iml.json",
            line: 3,
            column: 5,
            code: "syntax",
            message: "Expected a value."
        )
        let problem = Problem(CallFailure.broken(component: "demo/greet", diagnostics: [diagnostic]))
        #expect(problem.status == 422)
        #expect(problem.detail.contains("greet.iml.json:3:5: error: Expected a value. [syntax]"))
        #expect(problem.document["diagnostics"].element(at: 1)["line"] == 3)
    }

    @Test func unforeseenErrorsSayNothingOfThemselves() {
        struct Surprise: Error { let secret = "hunter2" }
        let problem = Problem(Surprise())
        #expect(problem.status == 500)
        #expect(!problem.document.jsonText().contains("hunter2"))
    }
}
