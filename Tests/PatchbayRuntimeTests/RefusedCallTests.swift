import IML
import PatchbayAuth
import PatchbayRuntime
import Testing

/// Calls that are refused before anything is sent stand in the log of calls like any other.
struct RefusedCallTests {
    private static let form = """
        [{"name": "n", "type": "integer", "required": true}, {"name": "pin", "type": "password", "validate": {"enum": ["0"]}}]
        """

    /// Calls a module that wants a number and, if asked, a connection, and shows what is kept of the call.
    private func refused(
        connection spec: String? = nil,
        _ call: (String) -> ComponentCall
    ) async throws -> (ExecutionDetail, failure: CallFailure?) {
        let host = try TestHost()
        let name = host.freshName()
        var app = TestApp()
        app.modules["m"] = TestApp.Module(communication: #"{"url": "URL"}"#, connection: spec, parameters: Self.form)
        app.modules["broken"] = TestApp.Module(communication: #"{"url": "URL{{if(}}"}"#)
        app.modules["fed"] = TestApp.Module(type: "instant_trigger", communication: "{}")
        app.connections["own"] = TestApp.Connection(communication: #"{"url": "URL"}"#)
        try host.install(app, as: name) { _ in .json("{}") }
        let failure = await callFailure { _ = try await host.runtime.runModule(call(name)) { _ in } }
        let overview = try #require(host.runtime.executions.overviews(limit: 9).first)
        guard case .executionFinished(let summary, name, overview.component, let error?) = host.reported.last else {
            throw Unreported()
        }
        #expect(summary.id == overview.summary.id)
        #expect(error.message == overview.error?.message)
        return (try #require(host.runtime.executions.detail(overview.summary.id)), failure)
    }

    private struct Unreported: Error {}

    @Test func wrongInputIsKeptWithEveryProblemAndNoSecret() async throws {
        let (detail, failure) = try await refused {
            ComponentCall(app: $0, component: "m", parameters: ["n": "x", "pin": "12345678"])
        }
        guard case .invalidInput? = failure else {
            Issue.record("\(String(describing: failure))")
            return
        }
        #expect(detail.overview.error?.type == .dataError)
        #expect(
            detail.overview.error?.message
                == "n has to be a whole number, not 'x'; pin has to be one of '0', not '‹secret›'."
        )
        #expect(detail.exchanges.isEmpty)
        #expect(detail.overview.summary.requests == 0)
    }

    @Test func aCallWithoutItsConnectionIsKept() async throws {
        let (detail, failure) = try await refused(connection: "own") {
            ComponentCall(app: $0, component: "m", parameters: ["n": 1])
        }
        guard case .connectionNeeded? = failure else {
            Issue.record("\(String(describing: failure))")
            return
        }
        #expect(detail.overview.error?.type == .invalidConfigurationError)
        #expect(detail.overview.error?.message.hasSuffix("needs a connection of 'own'.") == true)
    }

    @Test func aCallWithAnUnknownConnectionIsKeptUnderItsName() async throws {
        let (detail, _) = try await refused(connection: "own") {
            ComponentCall(app: $0, component: "m", connection: "con_gone", parameters: ["n": 1])
        }
        #expect(detail.overview.connection == "con_gone")
        #expect(detail.overview.error?.message == "There is no connection 'con_gone'.")
    }

    @Test func aModuleThatDoesNotRunIsKeptWithThePlaceOfItsError() async throws {
        let (detail, _) = try await refused { ComponentCall(app: $0, component: "broken") }
        #expect(detail.overview.error?.type == .invalidConfigurationError)
        #expect(detail.overview.error?.message.contains("does not run: m_broken.iml.json:1:") == true)
    }

    @Test func aModuleItsWebhookFeedsSaysSo() async throws {
        let (detail, _) = try await refused { ComponentCall(app: $0, component: "fed") }
        let message = detail.overview.error?.message
        #expect(message?.hasSuffix(" has no communication to run: its webhook feeds it.") == true)
    }

    @Test func aLimitThatIsNoneIsKept() async throws {
        let (detail, _) = try await refused { ComponentCall(app: $0, component: "m", limit: 0) }
        #expect(detail.overview.error?.message == "The limit of bundles has to be at least 1, not 0.")
    }
}
