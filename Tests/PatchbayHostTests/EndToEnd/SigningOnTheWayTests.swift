import IML
import Testing

/// Signatures of requests that go out more than once.
@Suite struct SigningOnTheWayTests {
    private func withDance(_ body: (Stage, _ connection: String) async throws -> Void) async throws {
        try await withStage(prepare: { folder, provider in
            try DanceBundle(provider: provider).write(to: folder)
        }) { stage in
            try await body(stage, try await stage.connect("dance", "dance"))
        }
    }

    @Test func aRedirectWithinTheOriginIsSignedAgain() async throws {
        try await withDance { stage, id in
            let answer = try await stage.host.run("dance", "redirect", connection: id, ["to": "/api/echo?x=1"])
            try #require(answer.status == 200, "\(answer.text)")
            let echo = try answer.json["bundles"].element(at: 1)
            #expect(echo["target"] == "/api/echo?x=1")
            #expect(echo["user"] == "ada")
        }
    }

    @Test func aRedirectToAnotherOriginCarriesNoSignature() async throws {
        try await withDance { stage, id in
            let elsewhere = stage.provider.url.replacing("127.0.0.1", with: "localhost") + "/open/echo"
            let answer = try await stage.host.run("dance", "redirect", connection: id, ["to": .text(elsewhere)])
            try #require(answer.status == 200, "\(answer.text)")
            let arrived = try answer.json["bundles"].element(at: 1).jsonText().lowercased()
            #expect(!arrived.contains("oauth_"))
            #expect(!arrived.contains("\"authorization\""))
        }
    }

    @Test func aRetryHasANonceOfItsOwn() async throws {
        try await withDance { stage, id in
            try await stage.provider.arm(["path": "/api/whoami", "status": 503, "times": 1])
            let answer = try await stage.host.run("dance", "whoami", connection: id)
            try #require(answer.status == 200, "\(answer.text)")
            let nonces = try await stage.provider.requests(to: "/api/whoami").map(Self.nonce)
            #expect(nonces.count == 2)
            #expect(Set(nonces).count == 2)
        }
    }

    @Test func aServiceWhoseClockIsWrongIsAnswered() async throws {
        try await withDance { stage, id in
            try await stage.provider.set(["clockSkew": 7_200])
            for _ in 0..<3 {
                let answer = try await stage.host.run("dance", "whoami", connection: id)
                #expect(answer.status == 200, "\(answer.text)")
            }
            let statuses = try await stage.provider.requests(to: "/api/whoami").map { $0["status"].asInt }
            #expect(statuses == [401, 200, 200, 200], "the offset is learned once")
        }
    }

    @Test func aRefusedPostIsNotRepeated() async throws {
        try await withDance { stage, id in
            let before = try await stage.provider.requests(to: "/api/echo").count
            try await stage.provider.arm(["path": "/api/echo", "status": 503, "times": 5])
            let answer = try await stage.host.run("dance", "json", connection: id, ["text": "once"])
            #expect(answer.status == 502)
            #expect(try await stage.provider.requests(to: "/api/echo").count == before + 1)
        }
    }

    @Test func aJSONBodyIsLeftOutOfTheSignatureAndArrivesWhole() async throws {
        try await withDance { stage, id in
            let text = "ü \"quoted\" & 100% + 漢字"
            let answer = try await stage.host.run("dance", "json", connection: id, ["text": .text(text)])
            try #require(answer.status == 200, "\(answer.text)")
            let echo = try answer.json["bundles"].element(at: 1)
            #expect(try Value(jsonText: echo["body"].text) == ["text": .text(text)])
        }
    }

    @Test func aCallWithoutATokenIsSignedByTheApplicationAlone() async throws {
        try await withDance { stage, id in
            let answer = try await stage.host.run("dance", "alone", connection: id)
            try #require(answer.status == 200, "\(answer.text)")
            let signed = try answer.json["bundles"].element(at: 1)["signed"]
            #expect(signed["consumer"] == "sample-consumer")
            #expect(signed["token"] == "")
        }
    }

    @Test func aBodyHashIsThatOfTheBodySent() async throws {
        try await withDance { stage, id in
            let answer = try await stage.host.run("dance", "hashed", connection: id)
            try #require(answer.status == 200, "\(answer.text)")
            #expect(try answer.json["bundles"].element(at: 1)["signed"]["bodyHash"] != "")
        }
    }

    private static func nonce(_ request: Value) -> String {
        let lines = request["headers"].asArray ?? []
        let line = lines.first { $0.element(at: 1).text.lowercased() == "authorization" }?.element(at: 2).text ?? ""
        return line.firstMatch(of: #/oauth_nonce="([^"]+)"/#).map { String($0.1) } ?? ""
    }
}
