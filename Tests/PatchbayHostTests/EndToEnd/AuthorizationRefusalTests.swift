import IML
import Testing

/// Ways back from the service that must change nothing.
@Suite struct AuthorizationRefusalTests {
    private func withPending(_ body: (Stage, _ id: String, _ authorizeURL: String) async throws -> Void) async throws {
        try await withStage(prepare: { folder, provider in
            try DanceBundle(provider: provider).write(to: folder)
        }) { stage in
            let pending = try await stage.begin("dance", "dance")
            #expect(pending["status"] == "pending")
            try await body(stage, pending["id"].text, pending["authorizeUrl"].text)
        }
    }

    private func expectRefused(_ stage: Stage, _ address: String, _ id: String, status: Value = "pending") async throws
    {
        let page = try await stage.host.visit(address)
        #expect(page.status == 400, "\(page.text)")
        #expect(page.header("content-type")?.hasPrefix("text/html") == true)
        #expect(page.text.contains("Not connected"))
        #expect(try await stage.host.connection(id)["status"] == status)
    }

    @Test func aStateThatWasNotIssuedIsRefused() async throws {
        try await withPending { stage, id, url in
            let back = try await stage.provider.decide("approve", at: url)
            let state = try #require(back.firstMatch(of: #/state=([^&]+)/#)?.1)
            try await expectRefused(
                stage,
                back.replacing(state, with: "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"),
                id
            )
        }
    }

    @Test func aTokenThatWasNotIssuedIsRefused() async throws {
        try await withPending { stage, id, url in
            let back = try await stage.provider.decide("approve", at: url)
            let token = try #require(back.firstMatch(of: #/oauth_token=([^&]+)/#)?.1)
            try await expectRefused(stage, back.replacing(token, with: "someOneElsesToken"), id)
        }
    }

    @Test(arguments: ["oauth_token=[^&]+", "oauth_token=[^&]+&oauth_verifier=[^&]+"])
    func aCallbackWithoutATokenUsesNothingUp(_ pattern: String) async throws {
        try await withPending { stage, id, url in
            let back = try await stage.provider.decide("approve", at: url)
            let dropped = try #require(back.firstMatch(of: try Regex("&?" + pattern))?.0)
            let page = try await stage.host.visit(back.replacing(dropped, with: ""))
            #expect(page.status == 400)
            #expect(page.text.contains("No oauth_token came back"), "\(page.text)")
            let denied = try await stage.host.visit(back.replacing(dropped, with: "&denied=guess"))
            #expect(denied.status == 400)
            let waiting = try await stage.host.connection(id)
            #expect(waiting["status"] == "pending")
            #expect(waiting["refusal"].isMissing, "nothing was refused: \(waiting.jsonText())")
            #expect(try await stage.host.visit(back).status == 200)
            #expect(try await stage.host.connection(id)["status"] == "valid")
        }
    }

    @Test func aCallbackCountsOnce() async throws {
        try await withPending { stage, id, url in
            let back = try await stage.provider.decide("approve", at: url)
            #expect(try await stage.host.visit(back).status == 200)
            try await expectRefused(stage, back, id, status: "valid")
        }
    }

    @Test(arguments: ["deny", "problem"])
    func denialIsTold(decision: String) async throws {
        try await withPending { stage, id, url in
            try await expectRefused(stage, try await stage.provider.decide(decision, at: url), id)
        }
    }

    @Test func aWrongVerifierIsRefused() async throws {
        try await withPending { stage, id, url in
            let back = try await stage.provider.decide("approve", at: url)
            let verifier = try #require(back.firstMatch(of: #/oauth_verifier=([^&]+)/#)?.1)
            try await expectRefused(stage, back.replacing(verifier, with: "guess"), id)
        }
    }

    @Test func aRequestTokenTheServiceForgotIsRefused() async throws {
        try await withPending { stage, id, url in
            let back = try await stage.provider.decide("approve", at: url)
            try await stage.provider.set(["requestTokenLifetime": -1])
            try await expectRefused(stage, back, id)
        }
    }

    @Test func theOlderCallbackAddressAnswersToo() async throws {
        try await withPending { stage, id, url in
            let back = try await stage.provider.decide("approve", at: url)
            let page = try await stage.host.visit(back.replacing("/oauth/cb/app?", with: "/oauth/cb/app-oauth1?"))
            #expect(page.status == 200, "\(page.text)")
            #expect(try await stage.host.connection(id)["status"] == "valid")
        }
    }

    @Test func theFlowIsFoundByItsTokenWhenTheServiceDropsTheState() async throws {
        try await withPending { stage, id, url in
            let back = try await stage.provider.decide("approve", at: url)
            let state = try #require(back.firstMatch(of: #/state=[^&]+&/#)?.0)
            #expect(try await stage.host.visit(back.replacing(state, with: "")).status == 200)
            #expect(try await stage.host.connection(id)["status"] == "valid")
        }
    }

    @Test func thePageKeepsItsAddressToItself() async throws {
        try await withPending { stage, _, url in
            let page = try await stage.host.visit(try await stage.provider.decide("approve", at: url))
            #expect(page.header("cache-control") == "no-store")
            #expect(page.header("referrer-policy") == "no-referrer")
            #expect(page.header("x-frame-options") == "DENY")
        }
    }
}
