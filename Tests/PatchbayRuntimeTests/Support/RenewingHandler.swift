import IML
import PatchbayAuth

/// An authentication type as a third party might write it: a token that the service takes back and `renew` replaces.
struct RenewingHandler: AuthenticationHandler {
    var name: String { "renewing" }
    var label: String { "Renewing token" }
    var directives: [Directive] { [Directive("login"), Directive("renew"), Directive("bye")] }

    func recognizes(_ shape: SpecShape) -> Bool { shape.has("login") }

    func begin(_ session: any AuthorizationSession) async throws -> AuthorizationStep {
        try await session.perform("login")
        return .authorized
    }

    func verify(_ session: any AuthorizationSession) async throws {
        try await session.perform("login")
    }

    func needsRefresh(_ session: any AuthorizationSession) async throws -> Bool {
        guard case .number(let due) = await session.data("due") else { return false }
        return due.double <= session.now
    }

    func refresh(_ session: any AuthorizationSession) async throws -> Bool {
        try await session.perform("renew") != nil
    }

    func invalidate(_ session: any AuthorizationSession) async throws {
        try await session.perform("bye")
    }
}
