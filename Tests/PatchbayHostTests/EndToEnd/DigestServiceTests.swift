import IML
import Testing

/// HTTP Digest against a service that checks with CherryPy's server side.
@Suite struct DigestServiceTests {
    @Test(arguments: [
        (["MD5"], "auth", "MD5", "auth"), (["SHA-256"], "auth", "SHA-256", "auth"),
        (["MD5", "SHA-256"], "auth", "SHA-256", "auth"), (["MD5-sess"], "auth", "MD5-SESS", "auth"),
        (["SHA-256"], "auth-int", "SHA-256", "auth-int"), (["MD5"], "auth,auth-int", "MD5", "auth"),
    ])
    func itIsLetIn(posed: [String], qop: String, algorithm: String, quality: String) async throws {
        try await withCamera { host, service in
            try await service.control("challenge", ["algorithms": .array(posed.map(Value.text)), "qop": .text(qop)])
            let id = try await connect(host)
            let seen = try await snapshot(host, id)
            #expect(seen["algorithm"].text == algorithm)
            #expect(seen["qop"].text == quality)
            #expect(seen["body"].text == #"{"note":"ü \"1\""}"#)
        }
    }

    @Test func aServiceOfRFC2069IsAnsweredInItsForm() async throws {
        try await withCamera { host, service in
            try await service.control("challenge", ["qop": ""])
            let seen = try await snapshot(host, try await connect(host))
            #expect(seen["qop"] == .null && seen["nc"] == .null)
        }
    }

    @Test func theChallengeIsLearnedOnceAndEachUseOfItsNonceIsCounted() async throws {
        try await withCamera { host, service in
            let id = try await connect(host)
            let counts = try await withThrowingTaskGroup(of: String.self) { group in
                for _ in 0..<20 { group.addTask { try await snapshot(host, id)["nc"].text } }
                return try await group.reduce(into: Set()) { $0.insert($1) }
            }
            #expect(counts.count == 20, "a number that comes twice is refused")
            let statuses = try await service.requests(to: "/snapshot").map { $0["status"].asInt }
            #expect(statuses.count { $0 == 401 } <= 1, "later calls answer the challenge at once")
        }
    }

    @Test func aStaleNonceIsReplacedAndTheSameRequestSentAgain() async throws {
        try await withCamera { host, service in
            let id = try await connect(host)
            try await service.set(["nonceUses": 1])
            for _ in 0..<4 { #expect(try await snapshot(host, id)["body"].text.isEmpty == false) }
            let challenges = try await service.requests(to: "/snapshot").count { $0["status"].asInt == 401 }
            #expect(challenges >= 3)
        }
    }

    @Test func aNonceTheServiceNamesIsUsedNext() async throws {
        try await withCamera { host, service in
            try await service.set(["nonceUses": 1, "announces": true])
            let id = try await connect(host)
            for _ in 0..<4 { #expect(try await snapshot(host, id)["nc"] == "00000001") }
            let statuses = try await service.requests(to: "/snapshot").map { $0["status"].asInt }
            #expect(statuses == [200, 200, 200, 200], "no call is refused for an old nonce")
        }
    }

    @Test func aWrongPasswordIsRefusedWithoutTryingForEver() async throws {
        try await withCamera { host, service in
            let answer = try await host.create("camera", of: "camera", ["username": "ada", "password": "wr0ng"])
            #expect(answer.status == 422, "\(answer.text)")
            #expect(!answer.text.contains("wr0ng"))
            #expect(try await service.requests(to: "/whoami").count == 2)
            #expect(try await host.call("GET", "/v1/connections").json["connections"] == [])
        }
    }

    private func connect(_ host: RunningHost) async throws -> String {
        let input: Value = ["username": "ada", "password": "difference: engine"]
        let made = try await host.create("camera", of: "camera", input)
        try #require(made.status == 201, "\(made.text)")
        #expect(try made.json["uid"] == "ada")
        return try made.json["id"].text
    }

    private func snapshot(_ host: RunningHost, _ id: String) async throws -> Value {
        let answer = try await host.run("camera", "snapshot", connection: id)
        try #require(answer.status == 200, "\(answer.text)")
        return try answer.json["bundles"].element(at: 1)
    }

    private func withCamera(_ body: (RunningHost, PeerService) async throws -> Void) async throws {
        try await withFolder { folder in
            try await withService("digest_provider", in: folder) { service in
                try CameraBundle(provider: service.url).write(to: folder)
                try await withRunningHost(in: folder) { try await body($0, service) }
            }
        }
    }
}
