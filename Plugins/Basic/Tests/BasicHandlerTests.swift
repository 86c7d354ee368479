import IML
import PatchbayAuth
import Testing

@testable import Basic

struct BasicHandlerTests {
    private let handler = BasicHandler()

    @Test func takesAnEmptySpecAtOnce() async throws {
        let session = RecordingSession(shape: SpecShape(isArray: false, keys: []))
        guard case .authorized = try await handler.begin(session) else {
            Issue.record("an empty spec needs no user")
            return
        }
        try await handler.verify(session)
        #expect(await session.performed.isEmpty)
    }

    @Test(arguments: [SpecShape(isArray: false, keys: ["url", "headers"]), SpecShape(isArray: true, keys: [])])
    func sendsTheSpecsOwnRequests(shape: SpecShape) async throws {
        let session = RecordingSession(shape: shape)
        guard case .authorized = try await handler.begin(session) else {
            Issue.record("a basic connection needs no user")
            return
        }
        try await handler.verify(session)
        #expect(await session.performed == [nil, nil])
    }

    @Test func letsTheServicesRefusalThrough() async throws {
        let refusal = PlatformError(.runtimeError, "[401] Unauthorized", statusCode: 401)
        let session = RecordingSession(shape: SpecShape(isArray: false, keys: ["url"]), refusal: refusal)
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
        let session = RecordingSession(shape: SpecShape(isArray: false, keys: ["url"]))
        #expect(try await handler.refresh(session) == false)
        #expect(try await handler.needsRefresh(session) == false)
        await #expect(throws: PlatformError.self) {
            _ = try await handler.resume(session, pending: PendingAuthorization(), answer: .callback([:]))
        }
    }
}

/// Takes part as the host would, writing down what the handler asks for.
private actor RecordingSession: AuthorizationSession {
    nonisolated let shape: SpecShape
    nonisolated let callbackURL = "https://patchbay.example/oauth/cb/app"
    nonisolated let flowState: String? = nil
    nonisolated let now = 1_700_000_000.0
    private let refusal: PlatformError?
    private(set) var performed: [String?] = []

    init(shape: SpecShape, refusal: PlatformError? = nil) {
        self.shape = shape
        self.refusal = refusal
    }

    func perform(_ directive: String?, options: DirectiveOptions) async throws -> DirectiveAnswer? {
        performed.append(directive)
        if let refusal { throw refusal }
        return nil
    }

    func offer(_ entries: Fields) {}
    func destination(of directive: String) async throws -> BrowserDestination {
        throw PlatformError(.unexpectedError, "a basic connection sends nobody to \(directive)")
    }
    func accept(_ directive: String, query: Fields) {}
    func rootObject(_ key: String) -> Value { .undefined }
    func data(_ key: String) -> Value { .undefined }
    func store(_ entries: Fields) {}
    func condition(of directive: String) -> Bool? { nil }
}
