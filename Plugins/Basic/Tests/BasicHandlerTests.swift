import IML
import PatchbayAuth
import PatchbayAuthTesting
import Testing

@testable import Basic

struct BasicHandlerTests {
    private let handler = BasicHandler()

    @Test func takesAnEmptySpecAtOnce() async throws {
        let session = ScriptedSession(keys: [])
        guard case .authorized = try await handler.begin(session) else {
            Issue.record("an empty spec needs no user")
            return
        }
        try await handler.verify(session)
        #expect(await session.journal.isEmpty)
    }

    @Test(arguments: [SpecShape(isArray: false, keys: ["url", "headers"]), SpecShape(isArray: true, keys: [])])
    func sendsTheSpecsOwnRequests(shape: SpecShape) async throws {
        let session = ScriptedSession(keys: shape.keys, isArray: shape.isArray)
        guard case .authorized = try await handler.begin(session) else {
            Issue.record("a basic connection needs no user")
            return
        }
        try await handler.verify(session)
        #expect(await session.journal == ["perform requests", "perform requests"])
    }

    @Test func letsTheServicesRefusalThrough() async throws {
        let refusal = PlatformError(.runtimeError, "[401] Unauthorized", statusCode: 401)
        let session = ScriptedSession(keys: ["url"], answers: ["requests": .failure(refusal)])
        await #expect(throws: refusal) { _ = try await handler.begin(session) }
    }

    @Test(arguments: [
        (SpecShape(isArray: false, keys: []), true),
        (SpecShape(isArray: true, keys: []), true),
        (SpecShape(isArray: false, keys: ["url", "response"]), true),
        (SpecShape(isArray: false, keys: ["response"]), true),
        (SpecShape(isArray: false, keys: ["authorize", "token"]), false),
        (SpecShape(isArray: false, keys: ["requestToken"]), false),
    ])
    func recognizesPlainRequests(shape: SpecShape, isOurs: Bool) {
        #expect(handler.recognizes(shape) == isOurs)
    }

    @Test func hasNothingToResumeOrRefresh() async throws {
        let session = ScriptedSession(keys: ["url"])
        #expect(try await handler.refresh(session) == false)
        #expect(try await handler.needsRefresh(session) == false)
        await #expect(throws: PlatformError.self) {
            _ = try await handler.resume(session, pending: PendingAuthorization(), answer: .callback([:]))
        }
    }
}
