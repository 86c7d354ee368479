import IML
import PatchbayTesting

/// The sample OAuth 1.0a service of `Tests/Peers`.
struct SampleProvider: Sendable {
    let service: PeerService

    /// Starts it and waits until it listens.
    static func start(in folder: TemporaryDirectory) async throws -> SampleProvider {
        SampleProvider(service: try await PeerService.start("oauth1_provider", in: folder))
    }

    var url: String { service.url }

    func stop() async throws { try await service.stop() }

    /// Does what a person does on the consent page.
    ///
    /// - Returns: Where the browser is sent to.
    func decide(_ decision: String, at authorizeURL: String, user: String = "ada") async throws -> String {
        try await service.decide(decision, at: authorizeURL, user: user)
    }

    /// Approves where the application wants a code by hand.
    ///
    /// - Returns: The code.
    func approveOutOfBand(at authorizeURL: String) async throws -> String {
        let headers = [(name: "Accept", value: "application/json")]
        return try await service.send("GET", authorizeURL + "&auto=approve", headers: headers).json["oauth_verifier"]
            .text
    }

    /// The requests a path got.
    func requests(to path: String) async throws -> [Value] { try await service.requests(to: path) }

    /// Lets the next answers of a path fail.
    func arm(_ fault: Value) async throws { try await service.arm(fault) }

    /// Sets the clock or the lifetimes of tokens.
    func set(_ settings: Value) async throws { try await service.set(settings) }

    func expireTokens() async throws { try await service.expireTokens() }

    func revokeTokens() async throws { try await service.revokeTokens() }

    /// The PEM key whose signatures it takes.
    func privateKey(form: String = "pkcs8") async throws -> String {
        try await service.send("GET", "/_provider/private-key?form=" + form).text
    }
}
